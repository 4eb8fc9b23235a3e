/** Locks: stake that its owner has promised not to move, and the conviction that grows from it. */
import type { Handlers } from '../../handlers.ts';
import { lockStake } from './lock-stake.ts';
import { setPerpetualLock, setRejectLockedAlpha } from './lock-switches.ts';
import { moveLock } from './move-lock.ts';

export { acceptsLockedAlpha, setAcceptsLockedAlpha } from './account-flags.ts';
export { addLock, carryLock, reduceLock, refreshLock } from './lock-changes.ts';
export { coldkeyLock, hotkeyConviction, lockedRao, mostConvictedHotkey, stakeAvailability } from './lock-reads.ts';
export { lockOwnerCut } from './lock-stake.ts';

export const lockCalls: Handlers<'SubtensorModule'> = {
  lock_stake: lockStake,
  move_lock: moveLock,
  set_perpetual_lock: setPerpetualLock,
  set_reject_locked_alpha: setRejectLockedAlpha,
};
