/** The localnet's own drand network: one key from the chain's seed, quicknet's rhythm, so that clients need no other clock. */
import { sha256 } from '@noble/hashes/sha2.js';
import type { Bytes } from '../../src/chain/bytes.ts';
import { utf8 } from '../../src/chain/bytes.ts';
import { blake2b256 } from '../../src/chain/hash.ts';
import { storage } from '../../src/chain/schema/index.ts';
import { type BeaconKeyPair, beaconChainHash, beaconFromSeed, QUICKNET } from '../../src/chain/timelock/index.ts';

const BEACON_ID = utf8('yumalight-localnet');

/** The same for the same seed; nothing about it is secret. */
export const localnetBeacon = (seed: string): BeaconKeyPair => beaconFromSeed(blake2b256(utf8(`${seed}/beacon`)));

/** `Drand.BeaconConfig` of a chain whose pulses `localnetBeacon(seed)` signs. */
export function beaconConfig(seed: string): (typeof storage.Drand.BeaconConfig)['absent'] {
  const { publicKey } = localnetBeacon(seed);
  const { genesisTimeS, periodS } = QUICKNET;
  // A group of one has no hash of its own; its key tells it apart.
  const groupHash = sha256(publicKey) as Bytes;
  return {
    ...storage.Drand.BeaconConfig.absent,
    public_key: publicKey,
    period: periodS,
    genesis_time: genesisTimeS,
    hash: beaconChainHash({ publicKey, genesisTimeS, periodS, groupHash, beaconId: BEACON_ID }),
    group_hash: groupHash,
    metadata: { beacon_id: BEACON_ID },
  };
}
