/**
 * Time-lock encryption to a round of a drand beacon, and the beacon itself: how validators commit weights that the chain
 * opens later. Pure: keys, nonces and times are passed in.
 */
export { hasTooManyCommits, MAX_TIMELOCKED_COMMITS, type TimelockedCommit } from './add-commit.ts';
export type { Beacon, BeaconKeyPair } from './beacon.ts';
export { beaconFromSeed, createPulse, QUICKNET, signRound, verifyRound } from './beacon.ts';
export { type BeaconNetwork, beaconChainHash } from './chain-hash.ts';
export type { Ciphertext } from './ciphertext.ts';
export { CIPHERTEXT_OVERHEAD_BYTES, decodeCiphertext, encodeCiphertext, MAX_CIPHERTEXT_BYTES } from './ciphertext.ts';
export { type Decrypted, type DecryptRefusal, decryptWithRound } from './decrypt.ts';
export { type OpenedWeights, openDueCommit, withOpenedWeights } from './due-commits.ts';
export { type EncryptionSecrets, encryptToRound } from './encrypt.ts';
export { decodePayload, encodePayload, type RevealedPayload, type WeightsPayload } from './payload.ts';
export { type Revealed, type RevealRefusal, readRevealedWeights, revealTimelockedWeights } from './reveal.ts';
export { type BeaconClock, newestRoundAt, revealRound, roundTimeMs } from './rounds.ts';
export {
  checkWritePulse,
  type Pulse,
  type PulseContext,
  type PulseRefusal,
  type WritePulse,
  writePulseCall,
} from './write-pulse.ts';
