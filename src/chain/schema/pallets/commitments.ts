/**
 * What hotkeys publish about themselves, in the open or locked to a drand round. (`pallet_commitments`)
 *
 * At most three fields per commitment and 3100 bytes per epoch. Free of charge.
 */
import type { Bytes } from '../../bytes.ts';
import type { Codec, Value } from '../../scale/index.ts';
import { bytes, fixedBytes, struct, tuple, u16, u32, u64, variant, vec } from '../../scale/index.ts';
import { constant, pallet } from '../pallet.ts';
import { identity, item, optional, twox } from '../storage-item.ts';
import { accountId, boundedBytes, boundedVec, btreeSet, netuid } from '../types/basic.ts';

const path = (name: string) => ['pallet_commitments', 'pallet', name];

const commitmentType = (name: string) => ['pallet_commitments', 'types', name];

/** Longest content that `Raw` can carry; the variant's index tells its length. */
const MAX_RAW_BYTES = 128;

type RawArms = Readonly<Record<`Raw${number}`, readonly [number, readonly [Codec<Bytes>]]>>;
const rawArms: RawArms = Object.fromEntries(
  Array.from({ length: MAX_RAW_BYTES + 1 }, (_, length) => [`Raw${length}`, [length + 1, [fixedBytes(length)]]]),
);

const otherArms = {
  None: [0, []],
  BlakeTwo256: [130, [fixedBytes(32)]],
  Sha256: [131, [fixedBytes(32)]],
  Keccak256: [132, [fixedBytes(32)]],
  ShaThree256: [133, [fixedBytes(32)]],
  TimelockEncrypted: [134, { encrypted: boundedBytes, reveal_round: u64 }],
  ResetBondsFlag: [135, []],
  BigRaw: [136, [boundedBytes]],
} as const;

/** One field of a commitment. */
export const commitmentData = variant(commitmentType('Data'), { ...otherArms, ...rawArms } as typeof otherArms &
  RawArms);
export type CommitmentData = Value<typeof commitmentData>;

/** Content in the form that fits its length: `Raw0`…`Raw128`, else `BigRaw` (the chain takes up to 512 bytes). */
export function rawCommitment(content: Bytes): CommitmentData {
  return content.length <= MAX_RAW_BYTES
    ? { type: `Raw${content.length}`, value: [content] }
    : { type: 'BigRaw', value: [content] };
}

export const commitmentInfo = struct(commitmentType('CommitmentInfo'), { fields: boundedVec(commitmentData) }, [
  { name: 'FieldLimit' },
]);

const registration = struct(commitmentType('Registration'), { deposit: u64, block: u32, info: commitmentInfo }, [
  { name: 'Balance', codec: u64 },
  { name: 'MaxFields' },
  { name: 'BlockNumber', codec: u32 },
]);
const usageTracker = struct(commitmentType('UsageTracker'), { last_epoch: u64, used_space: u64 });

export const Commitments = pallet({
  name: 'Commitments',
  index: 18,
  storage: {
    TimelockedIndex: item([], btreeSet(tuple(u16, accountId)), [], 'Commitments that wait for their drand round.'),
    CommitmentOf: optional(
      [identity(netuid), twox(accountId)],
      registration,
      'What a hotkey has published in a subnet.',
    ),
    LastCommitment: optional(
      [identity(netuid), twox(accountId)],
      u32,
      'Block in which a hotkey last published.',
      'block',
    ),
    LastBondsReset: optional(
      [identity(netuid), twox(accountId)],
      u32,
      'Block in which a hotkey last cleared the bonds towards it.',
      'block',
    ),
    RevealedCommitments: optional(
      [identity(netuid), twox(accountId)],
      vec(tuple(bytes, u64)),
      'Time-locked commitments that have opened: (bytes, block).',
    ),
    UsedSpaceOf: optional(
      [identity(netuid), twox(accountId)],
      usageTracker,
      'Bytes that a hotkey has published in this epoch.',
    ),
    MaxSpace: item([], u32, 3_100, 'Bytes that a hotkey may publish in one epoch.', 'bytes'),
  },
  calls: variant(path('Call'), {
    set_commitment: [0, { netuid, info: commitmentInfo }],
    set_max_space: [2, { new_limit: u32 }],
  }),
  events: variant(path('Event'), {
    Commitment: [0, { netuid, who: accountId }],
    TimelockCommitment: [1, { netuid, who: accountId, reveal_round: u64 }],
    CommitmentRevealed: [2, { netuid, who: accountId }],
  }),
  errors: {
    path: path('Error'),
    sentences: {
      TooManyFieldsInCommitmentInfo: 'A commitment may have at most three fields.',
      AccountNotAllowedCommit: 'The hotkey is not registered in this subnet.',
      SpaceLimitExceeded: 'The hotkey has published as much as it may in this epoch.',
      UnexpectedUnreserveLeftover: 'The deposit could not be returned in full.',
    },
  },
  constants: {
    MaxFields: constant(u32, 3),
    InitialDeposit: constant(u64, 0n),
    FieldDeposit: constant(u64, 0n),
  },
});
