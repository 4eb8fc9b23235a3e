/**
 * The parameters of the chain and of its subnets, set by root or by subnet owners (spec participation §11).
 *
 * Two calls are left out: `swap_authorities` and `schedule_grandpa_change`, since the keys of this network's authorities
 * are fixed.
 */
import type { Handlers } from '../handlers.ts';
import { chainParameters } from './chain-parameters.ts';
import { mechanismCalls } from './mechanism-calls.ts';
import { ownerHotkeyCalls } from './owner-hotkey.ts';
import { ownerParameters } from './owner-parameters.ts';
import { rootParameters } from './root-parameters.ts';

export const adminUtilsCalls: Handlers<'AdminUtils'> = {
  ...chainParameters,
  ...rootParameters,
  ...ownerParameters,
  ...ownerHotkeyCalls,
  ...mechanismCalls,
};
