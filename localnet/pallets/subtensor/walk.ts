/** Which subnets a block has to do with, in the chain's own order. */
import type { ReadPlan } from '../../../src/chain/economy/index.ts';
import {
  byNetworkKey,
  drivePlanNow,
  eligibilityReads,
  isEligible,
  netuidsPlan,
  readAll,
} from '../../../src/chain/economy/index.ts';
import type { State } from '../../state.ts';

/** What a read plan finds in the state as it is now. */
export function query<T>(state: State, plan: ReadPlan<T>): T {
  return drivePlanNow(plan, (key) => state.getRaw(key));
}

/** All subnets but root, as the chain walks them. */
export function subnets(state: State): readonly number[] {
  return query(state, netuidsPlan())
    .filter((netuid) => netuid !== 0)
    .sort(byNetworkKey);
}

/** The subnets that take part in emission. */
export function eligibleSubnets(state: State): readonly number[] {
  return subnets(state).filter((netuid) => isEligible(netuid, query(state, readAll(eligibilityReads(netuid)))));
}
