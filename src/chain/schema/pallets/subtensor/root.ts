/**
 * Dividends of root stakers, which are claimed.
 *
 * Owed = earned per rao · root stake − what is settled already.
 */
import { u128 } from '../../../scale/index.ts';
import { blake2, identity, item } from '../../storage-item.ts';
import { accountId, btreeMap, netuid } from '../../types/basic.ts';
import { i96f32 } from '../../types/fixed.ts';
import { rootClaimTypeEnum } from '../../types/subtensor.ts';

export const root = {
  RootClaimable: item(
    [blake2(accountId)],
    btreeMap(netuid, i96f32),
    [],
    'What each rao of root stake on a hotkey has earned so far, by subnet.',
    '/2^32',
  ),
  RootClaimed: item(
    [identity(netuid), blake2(accountId), blake2(accountId)],
    u128,
    0n,
    'Root dividends of a coldkey that are already settled.',
    'rao',
  ),
  RootClaimType: item(
    [blake2(accountId)],
    rootClaimTypeEnum,
    { type: 'Swap', value: undefined },
    'What a coldkey wants done with its root dividends: sold, kept, or kept in some subnets.',
  ),
  RootClaimableThreshold: item(
    [blake2(netuid)],
    i96f32,
    2_147_483_648_000_000n,
    'Root dividends below this stay unclaimed.',
    'rao/2^32',
  ),
};
