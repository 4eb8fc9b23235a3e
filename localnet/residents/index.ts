/** The people of the localnet: authorities, validators, miners, nominators; who they are, what they have and do. */
export { type Behaviour, chooseWeights, type Situation } from './behaviour.ts';
export { CAST_DEFAULTS, type CastOptions, createCast, PLAYED_SUBNETS, STAKE_THRESHOLD_RAO } from './cast.ts';
export { type FoundingOptions, foundingEntries } from './founding.ts';
export { devEndowments, treasuryAccount } from './founding-accounts.ts';
export { FAST_TEMPO_BLOCKS } from './founding-subnet.ts';
export { type Generation, generateCast, MAX_NEURONS, MAX_SUBNETS, MIN_NEURONS } from './generated.ts';
export { type Authorities, authorities, authorityWindow, devAccount, heldAuthorities, residentPair } from './keys.ts';
export { nextNonce } from './next-nonce.ts';
export { type PlayOptions, playResidents } from './play.ts';
export { handOver, rotateAuthorities } from './rotate.ts';
export { type SigningVersion, signCall } from './sign.ts';
export { parseTao, TAO } from './tao.ts';
export type { Cast, Neuron, Nomination, Resident, RootValidator, Subnet } from './types.ts';
