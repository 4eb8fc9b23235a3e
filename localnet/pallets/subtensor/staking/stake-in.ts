/**
 * TAO becomes stake: what every call that stakes ends with, after its checks (spec economy §14; `stake_into_subnet`).
 *
 *   coldkey ─TAO─▶ subnet account ─ swap ─▶ alpha ─▶ stake of the coldkey on the hotkey            StakeAdded
 */
import type { Bytes } from '../../../../src/chain/bytes.ts';
import { smaller } from '../../../../src/chain/fixed/index.ts';
import type { DispatchError } from '../../../../src/chain/schema/index.ts';
import { storage } from '../../../../src/chain/schema/index.ts';
import { spendableBalance } from '../../balances.ts';
import type { BlockExecution } from '../../block-execution.ts';
import { emit } from '../../block-execution.ts';
import { fail } from '../../module-error.ts';
import { give } from '../ledger.ts';
import { refreshLock } from '../locks/index.ts';
import type { SwapOptions } from '../pools.ts';
import { buyAlpha } from '../pools.ts';
import { noteTaoFlow } from './tao-flow.ts';

const { LastColdkeyHotkeyStakeBlock } = storage.SubtensorModule;

export interface Position {
  readonly coldkey: Bytes;
  readonly hotkey: Bytes;
  readonly netuid: number;
}

export type Staked =
  | { readonly ok: true; readonly alphaRao: bigint }
  | { readonly ok: false; readonly error: DispatchError };

/**
 * Stakes up to `taoRao` of the coldkey's balance, which stays at the existential deposit at least; the limit may stop it
 * earlier.
 */
export function stakeIn(
  execution: BlockExecution,
  position: Position,
  taoRao: bigint,
  options: SwapOptions = {},
): Staked {
  const { coldkey, hotkey, netuid } = position;
  const { state, number } = execution;
  const payable = smaller(taoRao, spendableBalance(state, coldkey));
  if (payable === 0n && taoRao > 0n) return { ok: false, error: fail('InsufficientBalance') };
  const bought = buyAlpha(execution, coldkey, netuid, payable, options);
  if (!bought.ok) return bought;
  const { netInRao, feeRao, outRao } = bought;
  if (outRao === 0n) return { ok: false, error: fail('AmountTooLow') };
  give(state, hotkey, coldkey, netuid, outRao);
  noteTaoFlow(state, netuid, netInRao);
  refreshLock(state, coldkey, netuid, BigInt(number));
  state.put(LastColdkeyHotkeyStakeBlock, coldkey, hotkey, BigInt(number));
  emit(execution, 'SubtensorModule', 'StakeAdded', [coldkey, hotkey, netInRao + feeRao, outRao, netuid, feeRao]);
  return { ok: true, alphaRao: outRao };
}
