/**
 * What all the stake on a hotkey is worth in TAO, at spot prices (the pallet's `get_total_stake_for_hotkey`): the measure
 * for who may have children.
 *
 *   Σ over subnets of alpha · price, in U96F32; root and stable subnets count one for one
 */
import type { Bytes } from '../../../../src/chain/bytes.ts';
import { U64F64, U96F32 } from '../../../../src/chain/fixed/index.ts';
import type { State } from '../../../state.ts';
import { hotkeyStake, ROOT } from '../ledger.ts';
import { alphaPrice } from '../pools.ts';
import { subnets } from '../walk.ts';

const POINT_SHIFT = U64F64.fractionBits - U96F32.fractionBits;

/** Rao of TAO. */
export function hotkeyValue(state: State, hotkey: Bytes): bigint {
  const values = [ROOT, ...subnets(state)].map((netuid) => {
    const alphaRao = hotkeyStake(state, hotkey, netuid);
    return alphaRao === 0n ? 0n : U96F32.mul(U96F32.fromInteger(alphaRao), alphaPrice(state, netuid) >> POINT_SHIFT);
  });
  return U96F32.floor(values.reduce(U96F32.add, 0n));
}
