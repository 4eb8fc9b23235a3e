/**
 * Fees in alpha: whoever cannot pay in TAO a call that takes stake out of one position pays with that position (spec
 * participation §2).
 *
 *   alpha = ⌊fee / price⌋, if the position has as much and it can be sold
 */
import type { Bytes } from '../../../chain/bytes.ts';
import type { ReadPlan } from '../../../chain/economy/index.ts';
import { quoteSwap, STABLE, spotPrice, swap, together } from '../../../chain/economy/index.ts';
import { namedFeePosition } from '../../../chain/fees/index.ts';
import { U64F64 } from '../../../chain/fixed/index.ts';
import type { RuntimeCall } from '../../../chain/schema/index.ts';
import { marketPlan, ownedPlan } from './stake-facts.ts';

/** True for calls that pay in alpha only if the signer has one position on the hotkey; which it is takes all subnets to tell. */
export function mayPayInAlpha(call: RuntimeCall): boolean {
  const position = namedFeePosition(call);
  return position !== undefined && position.netuid === undefined;
}

/** Whether the position of the call covers the fee at the price as it is. */
export function* canPayInAlpha(call: RuntimeCall, coldkey: Bytes, feeRao: bigint): ReadPlan<boolean> {
  const position = namedFeePosition(call);
  if (position?.netuid === undefined) return false;
  const { hotkey, netuid } = position;
  const [{ pool }, ownedRao] = yield* together(marketPlan(netuid), ownedPlan({ coldkey, hotkey, netuid }));
  const price = pool === STABLE ? U64F64.one : spotPrice(pool);
  const alphaRao = U64F64.floor(U64F64.div(U64F64.fromInteger(feeRao), price));
  if (alphaRao === 0n || alphaRao > ownedRao) return false;
  if (pool === STABLE) return quoteSwap(pool, 'sell', alphaRao, 0).ok;
  return swap(pool, { side: 'sell', amountRao: alphaRao, feeRate: 0, limitRao: 0n }).ok;
}
