/**
 * The mechanisms and the size of a subnet: who may change them and how often. What changes is `networks` and
 * `registration` (spec economy §4.5).
 */
import type { Handlers } from '../handlers.ts';
import { setMechanismCount, setMechanismSplit } from '../subtensor/networks/index.ts';
import { trimToMaxUids } from '../subtensor/registration/index.ts';
import { forSubnet } from './setter.ts';

interface Count {
  readonly netuid: number;
  readonly mechanism_count: number;
}

interface Split {
  readonly netuid: number;
  readonly maybe_split: readonly number[] | undefined;
}

interface Trim {
  readonly netuid: number;
  readonly max_n: number;
}

export const mechanismCalls: Handlers<'AdminUtils'> = {
  sudo_set_mechanism_count: forSubnet(
    { by: 'owner', limit: 'MechanismCountUpdate', on: 'any' },
    (execution, { netuid, mechanism_count: count }: Count) => setMechanismCount(execution, netuid, count),
  ),
  sudo_set_mechanism_emission_split: forSubnet(
    { by: 'owner', limit: 'MechanismEmission', on: 'any' },
    (execution, { netuid, maybe_split: split }: Split) => setMechanismSplit(execution, netuid, split),
  ),
  sudo_trim_to_max_allowed_uids: forSubnet(
    { by: 'owner', limit: 'MaxUidsTrimming', on: 'any' },
    (execution, { netuid, max_n: uids }: Trim) => trimToMaxUids(execution, netuid, uids),
  ),
};
