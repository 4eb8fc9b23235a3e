/**
 * The Subtensor pallet: subnets, neurons, weights, stake and emission. One declaration of all of its storage, calls,
 * events, errors and constants, as in the metadata of runtime 424 (plus `faucet`, which only development chains have).
 */
import { pallet } from '../../pallet.ts';
import { calls } from './calls.ts';
import { commits } from './commits.ts';
import { constants } from './constants.ts';
import { errors } from './errors.ts';
import { events } from './events.ts';
import { hyperparameters } from './hyperparameters.ts';
import { locks } from './locks.ts';
import { metagraph } from './metagraph.ts';
import { parameters } from './parameters.ts';
import { pools } from './pools.ts';
import { rateLimits } from './rate-limits.ts';
import { registration } from './registration.ts';
import { root } from './root.ts';
import { schedule } from './schedule.ts';
import { stake } from './stake.ts';
import { subnets } from './subnets.ts';

export const SubtensorModule = pallet({
  name: 'SubtensorModule',
  index: 7,
  storage: {
    ...parameters,
    ...subnets,
    ...pools,
    ...schedule,
    ...hyperparameters,
    ...registration,
    ...metagraph,
    ...commits,
    ...stake,
    ...root,
    ...locks,
    ...rateLimits,
  },
  calls,
  events,
  errors,
  constants,
});
