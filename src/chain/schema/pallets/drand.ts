/**
 * Pulses of the drand randomness beacon; they open time-locked weights. (`pallet_drand`)
 *
 * Rounds come every 3 s; nodes put them on the chain as unsigned extrinsics. The default network is "quicknet".
 */
import { fromHex } from '../../bytes.ts';
import { bool, option, struct, u32, u64, variant, vec } from '../../scale/index.ts';
import { constant, pallet } from '../pallet.ts';
import { blake2, identity, item, optional } from '../storage-item.ts';
import { boundedBytes, multiSignature, multiSigner } from '../types/basic.ts';

const path = (name: string) => ['pallet_drand', 'pallet', name];

const drandType = (name: string) => ['pallet_drand', 'types', name];

/** One round of the beacon: SHA-256 of the signature, and the BLS signature itself. */
export const pulse = struct(drandType('Pulse'), { round: u64, randomness: boundedBytes, signature: boundedBytes });

const beaconConfiguration = struct(drandType('BeaconConfiguration'), {
  public_key: boundedBytes,
  period: u32,
  genesis_time: u32,
  hash: boundedBytes,
  group_hash: boundedBytes,
  scheme_id: boundedBytes,
  metadata: struct(drandType('Metadata'), { beacon_id: boundedBytes }),
});

const signedBy = [
  { name: 'Public', codec: multiSigner },
  { name: 'BlockNumber', codec: u32 },
];
/** What a node signs when it puts pulses on the chain. */
export const pulsesPayload = struct(
  drandType('PulsesPayload'),
  { block_number: u32, pulses: vec(pulse), public: multiSigner },
  signedBy,
);
const beaconConfigurationPayload = struct(
  drandType('BeaconConfigurationPayload'),
  { block_number: u32, config: beaconConfiguration, public: multiSigner },
  signedBy,
);

export const Drand = pallet({
  name: 'Drand',
  index: 26,
  storage: {
    BeaconConfig: item(
      [],
      beaconConfiguration,
      {
        public_key: fromHex(
          '0x83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a',
        ),
        period: 3,
        genesis_time: 1_692_803_367,
        hash: fromHex('0x52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971'),
        group_hash: fromHex('0xf477d5c89f21a17c863a7f937c6a6d15859414d2be09cd448d4279af331c5d3e'),
        scheme_id: fromHex('0x626c732d756e636861696e65642d67312d72666339333830'),
        metadata: { beacon_id: fromHex('0x717569636b6e6574') },
      },
      'The drand network whose pulses open time-locked data.',
    ),
    HasMigrationRun: item([identity(boundedBytes)], bool, false, 'Storage migrations that have been done, by name.'),
    Pulses: optional([blake2(u64)], pulse, 'Randomness and signature of a drand round.'),
    LastStoredRound: item([], u64, 0n, 'Newest round that the chain has.'),
    OldestStoredRound: item([], u64, 0n, 'Oldest round that the chain still has.'),
    NextUnsignedAt: item([], u32, 0, 'Block from which the next pulse is accepted.', 'block'),
  },
  calls: variant(path('Call'), {
    write_pulse: [0, { pulses_payload: pulsesPayload, signature: option(multiSignature) }],
    set_beacon_config: [1, { config_payload: beaconConfigurationPayload, signature: option(multiSignature) }],
    set_oldest_stored_round: [2, { oldest_round: u64 }],
  }),
  events: variant(path('Event'), {
    BeaconConfigChanged: [0, []],
    NewPulse: [1, { rounds: vec(u64) }],
    SetOldestStoredRound: [2, [u64]],
  }),
  errors: {
    path: path('Error'),
    sentences: {
      NoneValue: 'The value is missing.',
      StorageOverflow: 'A number grew too large.',
      DrandConnectionFailure: 'The drand network could not be reached.',
      UnverifiedPulse: "The pulse's signature does not hold.",
      InvalidRoundNumber: 'The pulse is not newer than the last one.',
      PulseVerificationError: 'The pulse could not be checked.',
    },
  },
  constants: {
    UnsignedPriority: constant(u64, 1_048_576n),
    HttpFetchTimeout: constant(u64, 1_000n),
  },
});
