/**
 * The name of a drand network: SHA-256 over what its clients must agree on.
 *
 *   hash = SHA-256( period u32 ++ genesis time i64 ++ public key ++ group hash ++ beacon id )        numbers big-endian
 *
 * Source: drand's `common/chain/info.go`; quicknet's own values give its published hash.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import type { Bytes } from '../bytes.ts';
import { concatBytes } from '../bytes.ts';
import type { Beacon } from './beacon.ts';
import type { BeaconClock } from './rounds.ts';

export interface BeaconNetwork extends Beacon, BeaconClock {
  /** Hash of the group that made the key; the seed of its first round. */
  readonly groupHash: Uint8Array;
  /** ASCII, not "default" (whose networks leave it out). */
  readonly beaconId: Uint8Array;
}

const PERIOD_BYTES = 4;
const TIME_BYTES = 8;

export function beaconChainHash(network: BeaconNetwork): Bytes {
  const numbers = new Uint8Array(PERIOD_BYTES + TIME_BYTES);
  const view = new DataView(numbers.buffer);
  view.setUint32(0, network.periodS);
  view.setBigInt64(PERIOD_BYTES, BigInt(network.genesisTimeS));
  return sha256(concatBytes(numbers, network.publicKey, network.groupHash, network.beaconId)) as Bytes;
}
