/**
 * A drand beacon of the kind "quicknet": every round it signs nothing but the round's number.
 *
 *   message(round)   = hash_to_curve_G1( SHA-256( round as u64 big-endian ) )          RFC 9380, SSWU_RO, XMD:SHA-256
 *   signature        = secret · message                                 in G1;  public key = secret · generator of G2
 *   valid            ⇔ e(signature, G2) = e(message, public key)
 *   randomness       = SHA-256(signature)
 *
 * Source: drand's scheme bls-unchained-g1-rfc9380; `pallet_drand` checks pulses in this way (spec participation §5.4).
 * A localnet has its own key (`beaconFromSeed`); everything here is for one key, not for a threshold of holders.
 */
import { bls12_381 } from '@noble/curves/bls12-381.js';
import { sha256 } from '@noble/hashes/sha2.js';
import type { Bytes } from '../bytes.ts';
import { ChainError } from '../error.ts';
import { blake2b512 } from '../hash.ts';
import type { Value } from '../scale/index.ts';
import type { pulse } from '../schema/index.ts';
import { storage } from '../schema/index.ts';
import { decodeG1, decodeG2, type G1Point } from './points.ts';

const { fields, shortSignatures, utils } = bls12_381;

/** Domain of drand's signatures; a proof-of-possession domain would give other points. */
const SIGNATURE_DOMAIN = 'BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_';
const ROUND_BYTES = 8;
const SEED_BYTES = 32;
/** What a scalar of 255 bits is reduced from: 128 bits more, so that no residue is likelier than another. */
const SCALAR_SEED_BYTES = 48;

/** Whom to encrypt to: a beacon's key. */
export interface Beacon {
  /** Compressed point of G2, 96 bytes. */
  readonly publicKey: Bytes;
}

export interface BeaconKeyPair extends Beacon {
  /** Scalar below the group order, big-endian, 32 bytes. */
  readonly secretKey: Bytes;
}

const configured = storage.Drand.BeaconConfig.absent;
/** drand's network of rounds of 3 s, whose pulses the chain has by default. */
export const QUICKNET = {
  publicKey: configured.public_key,
  genesisTimeS: configured.genesis_time,
  periodS: configured.period,
} as const;

/** What the beacon signs in a round, as a point. @throws RangeError unless `round` fits in 64 bits */
export function hashRound(round: bigint): G1Point {
  if (round < 0n || round >= 1n << 64n) throw new RangeError(`round must fit in 64 bits, got ${round}`);
  const message = new Uint8Array(ROUND_BYTES);
  new DataView(message.buffer).setBigUint64(0, round);
  return shortSignatures.hash(sha256(message), new TextEncoder().encode(SIGNATURE_DOMAIN));
}

/** The key pair of a beacon of one's own; the same for the same seed of 32 bytes. */
export function beaconFromSeed(seed: Uint8Array): BeaconKeyPair {
  if (seed.length !== SEED_BYTES) throw new RangeError(`expected a seed of ${SEED_BYTES} bytes, got ${seed.length}`);
  const secretKey = utils.randomSecretKey(blake2b512(seed).slice(0, SCALAR_SEED_BYTES)) as Bytes;
  return { secretKey, publicKey: shortSignatures.getPublicKey(secretKey).toBytes() as Bytes };
}

/** The signature of a round, 48 bytes; always the same ones. Its time depends on the key: for beacons that guard nothing. */
export function signRound(secretKey: Uint8Array, round: bigint): Bytes {
  return hashRound(round).multiplyUnsafe(fields.Fr.fromBytes(secretKey)).toBytes() as Bytes;
}

/** What a node puts on the chain for a round: a value of `Drand.Pulses`. */
export function createPulse(secretKey: Uint8Array, round: bigint): Value<typeof pulse> {
  const signature = signRound(secretKey, round);
  return { round, signature, randomness: sha256(signature) as Bytes };
}

/**
 * True if `signature` is the beacon's for this round. Malformed signatures are not valid; nothing is thrown for them.
 * DIFFERS: the chain ignores bytes after the 48 of the signature; here they make it invalid.
 * @throws ChainError `timelock/bad-point` if the beacon's key is no key
 */
export function verifyRound(beacon: Beacon, round: bigint, signature: Uint8Array): boolean {
  const key = decodeG2(beacon.publicKey, 'publicKey');
  try {
    return shortSignatures.verify(decodeG1(signature, 'signature'), hashRound(round), key);
  } catch (error) {
    if (error instanceof ChainError) return false;
    throw error;
  }
}
