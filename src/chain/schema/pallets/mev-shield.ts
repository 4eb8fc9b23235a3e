/**
 * Extrinsics that stay encrypted until their block is made. (`pallet_shield`)
 *
 * Encrypted to the key of the next author (ML-KEM-768); valid for at most eight blocks.
 */
import { bool, option, struct, u32, u64, variant } from '../../scale/index.ts';
import { pallet } from '../pallet.ts';
import { identity, item, optional, twox } from '../storage-item.ts';
import { accountId, auraKey, boundedBytes, h256 } from '../types/basic.ts';
import { dispatchError } from '../types/dispatch.ts';

const path = (name: string) => ['pallet_shield', 'pallet', name];

const pendingExtrinsic = struct(path('PendingExtrinsic'), {
  who: accountId,
  encrypted_call: boundedBytes,
  submitted_at: u32,
});

export const MevShield = pallet({
  name: 'MevShield',
  index: 30,
  storage: {
    CurrentKey: optional([], boundedBytes, 'Key whose encrypted extrinsics are opened in this block.'),
    PendingKey: optional([], boundedBytes, 'Key that comes into use next.'),
    NextKey: optional([], boundedBytes, 'Key that senders should encrypt to.'),
    AuthorKeys: optional([twox(auraKey)], boundedBytes, 'Encryption key that a block author has announced.'),
    PendingKeyExpiresAt: optional([], u32, 'Block after which the pending key is refused.', 'block'),
    NextKeyExpiresAt: optional([], u32, 'Block after which the next key is refused.', 'block'),
    HasMigrationRun: item([identity(boundedBytes)], bool, false, 'Storage migrations that have been done, by name.'),
    MaxPendingExtrinsicsLimit: item([], u32, 100, 'Most encrypted extrinsics that may wait.'),
    ExtrinsicLifetime: item([], u32, 10, 'Blocks that an encrypted extrinsic may wait.', 'blocks'),
    OnInitializeWeight: item(
      [],
      u64,
      500_000_000_000n,
      'Reference time reserved for opening extrinsics in a block.',
      'ps',
    ),
    MaxExtrinsicWeight: item([], u64, 50_000_000_000n, 'Most reference time that one opened extrinsic may take.', 'ps'),
    PendingExtrinsics: optional([identity(u32)], pendingExtrinsic, 'Encrypted extrinsics that wait.'),
    CounterForPendingExtrinsics: item([], u32, 0, 'Number of encrypted extrinsics that wait.'),
    NextPendingExtrinsicIndex: item([], u32, 0, 'Number that the next encrypted extrinsic gets.'),
  },
  calls: variant(path('Call'), {
    announce_next_key: [0, { enc_key: option(boundedBytes) }],
    submit_encrypted: [1, { ciphertext: boundedBytes }],
    store_encrypted: [2, { encrypted_call: boundedBytes }],
    set_max_pending_extrinsics_number: [3, { value: u32 }],
    set_on_initialize_weight: [4, { value: u64 }],
    set_stored_extrinsic_lifetime: [5, { value: u32 }],
    set_max_extrinsic_weight: [6, { value: u64 }],
  }),
  events: variant(path('Event'), {
    EncryptedSubmitted: [0, { id: h256, who: accountId }],
    ExtrinsicStored: [1, { index: u32, who: accountId }],
    ExtrinsicDecodeFailed: [2, { index: u32 }],
    ExtrinsicDispatchFailed: [3, { index: u32, error: dispatchError }],
    ExtrinsicDispatched: [4, { index: u32 }],
    ExtrinsicExpired: [5, { index: u32 }],
    ExtrinsicPostponed: [6, { index: u32 }],
    MaxPendingExtrinsicsNumberSet: [7, { value: u32 }],
    OnInitializeWeightSet: [8, { value: u64 }],
    ExtrinsicLifetimeSet: [9, { value: u32 }],
    MaxExtrinsicWeightSet: [10, { value: u64 }],
    ExtrinsicWeightExceeded: [11, { index: u32 }],
  }),
  errors: {
    path: path('Error'),
    sentences: {
      BadEncKeyLen: 'The encryption key has the wrong length.',
      Unreachable: 'This cannot happen.',
      TooManyPendingExtrinsics: 'As many encrypted extrinsics wait as may.',
      WeightExceedsAbsoluteMax: 'The weight is above what is allowed.',
    },
  },
});
