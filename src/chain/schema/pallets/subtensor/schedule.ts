/**
 * When epochs run.
 *
 * An epoch is due at `LastEpochBlock + Tempo`, or at `PendingEpochAt` if that is set and earlier.
 */
import { u16, u64 } from '../../../scale/index.ts';
import { identity, item } from '../../storage-item.ts';
import { netuid } from '../../types/basic.ts';

export const schedule = {
  Tempo: item([identity(netuid)], u16, 360, 'Blocks from one epoch to the next; 0 means never.', 'blocks'),
  LastEpochBlock: item([identity(netuid)], u64, 0n, 'Block at which the epoch clock was last restarted.', 'block'),
  PendingEpochAt: item(
    [identity(netuid)],
    u64,
    0n,
    'Block at which an extra or postponed epoch is due; 0 means none.',
    'block',
  ),
  SubnetEpochIndex: item(
    [identity(netuid)],
    u64,
    0n,
    'Number of epochs so far; commits and reveals are counted in it.',
    'epochs',
  ),
  BlocksSinceLastStep: item([identity(netuid)], u64, 0n, 'Blocks since the last epoch ran.', 'blocks'),
  LastMechansimStepBlock: item(
    [identity(netuid)],
    u64,
    0n,
    'Block of the last epoch that ran; 0 if none did. (The chain spells it so.)',
    'block',
  ),
};
