/**
 * `unstake_all` and `unstake_all_alpha`: all positions of the coldkey on a hotkey become TAO; the latter leaves root alone and
 * stakes the TAO there (spec economy §14).
 *
 * A position that `remove_stake` would refuse stays. QUIRK: `unstake_all` succeeds even where nothing was unstaked, and
 * `unstake_all_alpha` then fails with `AmountTooLow`. Neither makes the hotkey forget its pending children.
 */
import type { Bytes } from '../../../../src/chain/bytes.ts';
import type { DispatchError } from '../../../../src/chain/schema/index.ts';
import type { BlockExecution } from '../../block-execution.ts';
import { BAD_ORIGIN, signerOf } from '../../block-execution.ts';
import type { Arguments, Handler } from '../../handlers.ts';
import { fail } from '../../module-error.ts';
import { ROOT, stakeOf } from '../ledger.ts';
import { hotkeyExists } from '../registration/hotkeys.ts';
import { subnets } from '../walk.ts';
import { decideRemoval } from './remove-stake.ts';
import { clearSmallNomination } from './small-nomination.ts';
import { stakeIn } from './stake-in.ts';
import type { Unstaked } from './stake-out.ts';
import { stakeOut } from './stake-out.ts';

/** Rao of TAO from all of `netuids`. */
function unstakeFrom(execution: BlockExecution, coldkey: Bytes, hotkey: Bytes, netuids: readonly number[]): Unstaked {
  let taoRao = 0n;
  for (const netuid of netuids) {
    const position = { coldkey, hotkey, netuid };
    const alphaRao = stakeOf(execution.state, hotkey, coldkey, netuid);
    const decision = decideRemoval(execution, position, alphaRao);
    if (!decision.ok) continue;
    const unstaked = stakeOut(execution, position, decision.amountRao);
    if (!unstaked.ok) return unstaked;
    clearSmallNomination(execution, position);
    taoRao += unstaked.taoRao;
  }
  return { ok: true, taoRao };
}

const errorOf = (result: { readonly ok: true } | { readonly ok: false; readonly error: DispatchError }) =>
  result.ok ? undefined : result.error;

export const unstakeAllCall: Handler<Arguments<'SubtensorModule', 'unstake_all'>> = (execution, origin, { hotkey }) => {
  const coldkey = signerOf(origin);
  if (!coldkey) return BAD_ORIGIN;
  if (!hotkeyExists(execution.state, hotkey)) return fail('HotKeyAccountNotExists');
  return errorOf(unstakeFrom(execution, coldkey, hotkey, [ROOT, ...subnets(execution.state)]));
};

export const unstakeAllAlphaCall: Handler<Arguments<'SubtensorModule', 'unstake_all_alpha'>> = (
  execution,
  origin,
  { hotkey },
) => {
  const coldkey = signerOf(origin);
  if (!coldkey) return BAD_ORIGIN;
  if (!hotkeyExists(execution.state, hotkey)) return fail('HotKeyAccountNotExists');
  const unstaked = unstakeFrom(execution, coldkey, hotkey, subnets(execution.state));
  if (!unstaked.ok) return unstaked.error;
  return errorOf(stakeIn(execution, { coldkey, hotkey, netuid: ROOT }, unstaked.taoRao));
};
