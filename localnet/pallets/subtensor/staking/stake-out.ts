/**
 * Stake becomes TAO: what every call that unstakes ends with, after its checks (spec economy §14; `unstake_from_subnet`).
 *
 *   stake ─▶ alpha ─ swap ─▶ TAO of the subnet account ─▶ beneficiary                             StakeRemoved
 *
 * The event tells the alpha that reached the pool and, apart from it, the fee in alpha.
 */
import type { Bytes } from '../../../../src/chain/bytes.ts';
import type { DispatchError } from '../../../../src/chain/schema/index.ts';
import { storage } from '../../../../src/chain/schema/index.ts';
import type { BlockExecution } from '../../block-execution.ts';
import { emit } from '../../block-execution.ts';
import { give, take } from '../ledger.ts';
import { refreshLock } from '../locks/index.ts';
import type { SwapOptions } from '../pools.ts';
import { sellAlpha } from '../pools.ts';
import type { Position } from './stake-in.ts';
import { noteTaoFlow } from './tao-flow.ts';

const { LastColdkeyHotkeyStakeBlock, SubnetTAO } = storage.SubtensorModule;

export type Unstaked =
  | { readonly ok: true; readonly taoRao: bigint }
  | { readonly ok: false; readonly error: DispatchError };

export interface StakeOutOptions extends SwapOptions {
  /** Who gets the TAO; absent = the coldkey. */
  readonly beneficiary?: Bytes;
}

/** Unstakes up to `alphaRao`, which the caller knows to be there; what the limit does not let through stays staked. */
export function stakeOut(
  execution: BlockExecution,
  position: Position,
  alphaRao: bigint,
  options: StakeOutOptions = {},
): Unstaked {
  const { coldkey, hotkey, netuid } = position;
  const { beneficiary = coldkey, ...swapOptions } = options;
  const { state } = execution;
  const taoBefore = state.get(SubnetTAO, netuid);
  take(state, hotkey, coldkey, netuid, alphaRao);
  const sold = sellAlpha(execution, beneficiary, netuid, alphaRao, swapOptions);
  if (!sold.ok) return sold;
  const { netInRao, feeRao, outRao } = sold;
  give(state, hotkey, coldkey, netuid, alphaRao - netInRao - feeRao);
  // What the author got for the fee counts as outflow too.
  noteTaoFlow(state, netuid, state.get(SubnetTAO, netuid) - taoBefore);
  refreshLock(state, coldkey, netuid, BigInt(execution.number));
  state.put(LastColdkeyHotkeyStakeBlock, coldkey, hotkey, BigInt(execution.number));
  emit(execution, 'SubtensorModule', 'StakeRemoved', [coldkey, hotkey, outRao, netInRao, netuid, feeRao]);
  return { ok: true, taoRao: outRao };
}
