/**
 * Locked alpha and the conviction that it gathers.
 *
 * A lock keeps alpha from being unstaked; on the owner's hotkey conviction is the locked mass itself.
 */
import { bool } from '../../../scale/index.ts';
import { blake2, identity, optional } from '../../storage-item.ts';
import { accountId, netuid, unit } from '../../types/basic.ts';
import { lockState } from '../../types/subtensor.ts';

export const locks = {
  Lock: optional(
    [blake2(accountId), identity(netuid), blake2(accountId)],
    lockState,
    'Alpha that a coldkey has locked on a hotkey in a subnet.',
  ),
  LockingColdkeys: optional(
    [identity(netuid), blake2(accountId), blake2(accountId)],
    unit,
    'Coldkeys with a lock on a hotkey.',
  ),
  HotkeyLock: optional([identity(netuid), blake2(accountId)], lockState, 'Sum of perpetual locks on a hotkey.'),
  DecayingHotkeyLock: optional([identity(netuid), blake2(accountId)], lockState, 'Sum of decaying locks on a hotkey.'),
  OwnerLock: optional([identity(netuid)], lockState, "Sum of perpetual locks on the owner's hotkey."),
  DecayingOwnerLock: optional([identity(netuid)], lockState, "Sum of decaying locks on the owner's hotkey."),
  DecayingLock: optional(
    [blake2(accountId), identity(netuid)],
    bool,
    "Whether a coldkey's lock decays; present and false means that it is perpetual.",
  ),
};
