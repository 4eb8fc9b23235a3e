/** The people of the localnet: authorities, validators, miners; who they are and what they do. */
export { type Behaviour, chooseWeights, type Situation } from './behaviour.ts';
export type { Cast, Neuron, Resident, RootValidator, Subnet } from './cast.ts';
export { createCast, STAKE_THRESHOLD_RAO, TAO } from './cast.ts';
export { type Authorities, authorities, devAccount, residentPair } from './keys.ts';
export { type PlayOptions, playResidents } from './play.ts';
