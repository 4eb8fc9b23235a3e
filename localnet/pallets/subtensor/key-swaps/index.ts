/** Hotkeys and coldkeys that are exchanged for others (spec participation §10). */
import { BAD_ORIGIN } from '../../block-execution.ts';
import { bySigner } from '../../by-signer.ts';
import type { Handlers } from '../../handlers.ts';
import { fail } from '../../module-error.ts';
import { announceSwap, clearAnnouncement, disputeSwap, forgetSwap, resetSwap, swapAnnounced } from './announcements.ts';
import { chargeSwap, swapColdkey } from './swap-coldkey.ts';
import { swapHotkey } from './swap-hotkey.ts';

export { coldkeyFreeze } from './announcements.ts';
export { cleanHotkeySwaps } from './swap-limits.ts';

export const keySwapCalls: Handlers<'SubtensorModule'> = {
  swap_hotkey: bySigner((execution, coldkey, { hotkey: from, new_hotkey: to, netuid }) =>
    swapHotkey(execution, { coldkey, from, to, netuid, keepStake: false }),
  ),
  swap_hotkey_v2: bySigner((execution, coldkey, { hotkey: from, new_hotkey: to, netuid, keep_stake: keepStake }) =>
    swapHotkey(execution, { coldkey, from, to, netuid, keepStake }),
  ),
  announce_coldkey_swap: bySigner((execution, coldkey, { new_coldkey_hash: hash }) =>
    announceSwap(execution, coldkey, hash),
  ),
  swap_coldkey_announced: bySigner((execution, coldkey, { new_coldkey: newColdkey }) =>
    swapAnnounced(execution, coldkey, newColdkey),
  ),
  dispute_coldkey_swap: bySigner((execution, coldkey) => disputeSwap(execution, coldkey)),
  clear_coldkey_swap_announcement: bySigner((execution, coldkey) => clearAnnouncement(execution, coldkey)),
  schedule_swap_coldkey: bySigner(() => fail('Deprecated')),
  reset_coldkey_swap: (execution, origin, { coldkey }) =>
    origin.type === 'root' ? resetSwap(execution, coldkey) : BAD_ORIGIN,
  swap_coldkey(execution, origin, { old_coldkey: from, new_coldkey: to, swap_cost: costRao }) {
    if (origin.type !== 'root') return BAD_ORIGIN;
    const error = chargeSwap(execution, from, costRao) ?? swapColdkey(execution, from, to);
    if (!error) forgetSwap(execution.state, from);
    return error;
  },
};
