/**
 * When somebody last did what may only be done now and then.
 *
 * Block 0 means never.
 */
import { u16, u64 } from '../../../scale/index.ts';
import { blake2, identity, item } from '../../storage-item.ts';
import { accountId, netuid } from '../../types/basic.ts';
import { rateLimitKey } from '../../types/subtensor.ts';

export const rateLimits = {
  LastRateLimitedBlock: item(
    [identity(rateLimitKey)],
    u64,
    0n,
    'Block in which a limited action was last done.',
    'block',
  ),
  TransactionKeyLastBlock: item(
    [blake2(accountId), identity(netuid), identity(u16)],
    u64,
    0n,
    'Block in which a key last did an action of some kind in a subnet (see TRANSACTION_KINDS).',
    'block',
  ),
  LastTxBlock: item([identity(accountId)], u64, 0n, 'Left over; moved to LastRateLimitedBlock.', 'block'),
  LastTxBlockChildKeyTake: item([identity(accountId)], u64, 0n, 'Left over; moved to LastRateLimitedBlock.', 'block'),
  LastTxBlockDelegateTake: item([identity(accountId)], u64, 0n, 'Left over; moved to LastRateLimitedBlock.', 'block'),
};
