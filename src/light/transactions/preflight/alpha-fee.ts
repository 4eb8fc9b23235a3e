/**
 * Fees in alpha: whoever cannot pay in TAO a call that takes stake out of one position pays with that position (spec
 * participation §2).
 *
 *   alpha = ⌊fee / price⌋, if the position has as much and it can be sold
 */
import type { Bytes } from '../../../chain/bytes.ts';
import type { ReadPlan } from '../../../chain/economy/index.ts';
import { quoteSwap, STABLE, spotPrice, swap, together } from '../../../chain/economy/index.ts';
import { U64F64 } from '../../../chain/fixed/index.ts';
import type { RuntimeCall } from '../../../chain/schema/index.ts';
import { marketPlan, ownedPlan } from './stake-facts.ts';

interface FeePosition {
  readonly hotkey: Bytes;
  readonly netuid: number;
}

/** The position that a call names. The calls that unstake everything name none: see `mayPayInAlpha`. */
function positionOf(call: RuntimeCall): FeePosition | undefined {
  if (call.type !== 'SubtensorModule') return undefined;
  const [inner] = call.value;
  switch (inner.type) {
    case 'remove_stake':
    case 'remove_stake_limit':
    case 'remove_stake_full_limit':
    case 'recycle_alpha':
    case 'burn_alpha':
      return inner.value;
    case 'move_stake':
      return { hotkey: inner.value.origin_hotkey, netuid: inner.value.origin_netuid };
    case 'transfer_stake':
    case 'swap_stake':
    case 'swap_stake_limit':
      return { hotkey: inner.value.hotkey, netuid: inner.value.origin_netuid };
    default:
      return undefined;
  }
}

/** True for calls that pay in alpha only if the signer has one position on the hotkey; which it is takes all subnets to tell. */
export const mayPayInAlpha = (call: RuntimeCall): boolean =>
  call.type === 'SubtensorModule' && ['unstake_all', 'unstake_all_alpha'].includes(call.value[0].type);

/** Whether the position of the call covers the fee at the price as it is. */
export function* canPayInAlpha(call: RuntimeCall, coldkey: Bytes, feeRao: bigint): ReadPlan<boolean> {
  const position = positionOf(call);
  if (!position) return false;
  const { hotkey, netuid } = position;
  const [{ pool }, ownedRao] = yield* together(marketPlan(netuid), ownedPlan({ coldkey, hotkey, netuid }));
  const price = pool === STABLE ? U64F64.one : spotPrice(pool);
  const alphaRao = U64F64.floor(U64F64.div(U64F64.fromInteger(feeRao), price));
  if (alphaRao === 0n || alphaRao > ownedRao) return false;
  if (pool === STABLE) return quoteSwap(pool, 'sell', alphaRao, 0).ok;
  return swap(pool, { side: 'sell', amountRao: alphaRao, feeRate: 0, limitRao: 0n }).ok;
}
