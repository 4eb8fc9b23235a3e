/**
 * The frame of the runtime: accounts, the block itself and what happened in it.
 *
 * The constant `Version` is not here: it depends on the chain and is added by `metadata`.
 */
import { digestItem } from '../../header.ts';
import type { Codec } from '../../scale/index.ts';
import { bool, bytes, compact, struct, tuple, u16, u32, u64, variant, vec } from '../../scale/index.ts';
import { constant, pallet } from '../pallet.ts';
import { blake2, item, optional, twox } from '../storage-item.ts';
import { accountId, cowStr, h256, weight, ZERO_HASH } from '../types/basic.ts';
import { dispatchError, dispatchEventInfo, perDispatchClass } from '../types/dispatch.ts';
import { accountData, EMPTY_ACCOUNT_DATA } from './balances.ts';
import { BLOCK_LENGTH, BLOCK_WEIGHTS, blockLength, blockWeights, runtimeDbWeight } from './block-limits.ts';

const path = (name: string) => ['frame_system', 'pallet', name];

/** Nonce, counts of what keeps the account alive, and its balance. */
const accountInfo = struct(
  ['frame_system', 'AccountInfo'],
  { nonce: u32, consumers: u32, providers: u32, sufficients: u32, data: accountData },
  [
    { name: 'Nonce', codec: u32 },
    { name: 'AccountData', codec: accountData },
  ],
);
const digest = struct(['sp_runtime', 'generic', 'digest', 'Digest'], { logs: vec(digestItem) });
const lastRuntimeUpgradeInfo = struct(['frame_system', 'LastRuntimeUpgradeInfo'], {
  spec_version: compact(u32),
  spec_name: cowStr,
});
const codeUpgradeAuthorization = struct(['frame_system', 'CodeUpgradeAuthorization'], {
  code_hash: h256,
  check_version: bool,
});
/** Which extrinsic an event belongs to, or which end of the block. */
const phase = variant(['frame_system', 'Phase'], {
  ApplyExtrinsic: [0, [u32]],
  Finalization: [1, []],
  Initialization: [2, []],
});
const NO_WEIGHT = { ref_time: 0n, proof_size: 0n };

export const systemEvents = variant(path('Event'), {
  ExtrinsicSuccess: [0, { dispatch_info: dispatchEventInfo }],
  ExtrinsicFailed: [1, { dispatch_error: dispatchError, dispatch_info: dispatchEventInfo }],
  CodeUpdated: [2, []],
  NewAccount: [3, { account: accountId }],
  KilledAccount: [4, { account: accountId }],
  Remarked: [5, { sender: accountId, hash: h256 }],
  UpgradeAuthorized: [6, { code_hash: h256, check_version: bool }],
  RejectedInvalidAuthorizedUpgrade: [7, { code_hash: h256, error: dispatchError }],
});

/** One thing that happened. `event` is the enum of all events of the runtime. */
export const eventRecord = <E>(event: Codec<E>) =>
  struct(['frame_system', 'EventRecord'], { phase, event, topics: vec(h256) }, [
    { name: 'E', codec: event },
    { name: 'T', codec: h256 },
  ]);

/** `record` is one entry of `Events`; it contains the events of all pallets, this one's too. */
export const system = <R>(record: Codec<R>) =>
  pallet({
    name: 'System',
    index: 0,
    storage: {
      Account: item(
        [blake2(accountId)],
        accountInfo,
        { nonce: 0, consumers: 0, providers: 0, sufficients: 0, data: EMPTY_ACCOUNT_DATA },
        'Nonce, reference counts and TAO balance of an account.',
      ),
      ExtrinsicCount: optional([], u32, 'Extrinsics in this block so far.'),
      InherentsApplied: item([], bool, false, "Whether the block's own extrinsics are done."),
      BlockWeight: item(
        [],
        perDispatchClass(weight),
        { normal: NO_WEIGHT, operational: NO_WEIGHT, mandatory: NO_WEIGHT },
        'Weight used by this block so far.',
      ),
      AllExtrinsicsLen: optional([], u32, "Bytes of this block's extrinsics so far.", 'bytes'),
      BlockHash: item([twox(u32)], h256, ZERO_HASH, 'Hashes of the last 2400 blocks.'),
      ExtrinsicData: item([twox(u32)], bytes, new Uint8Array(), 'Extrinsics of this block while it is being built.'),
      Number: item([], u32, 0, 'Number of this block.', 'block'),
      ParentHash: item([], h256, ZERO_HASH, 'Hash of the block before this one.'),
      Digest: item([], digest, { logs: [] }, "What the consensus engines noted in this block's header."),
      Events: item([], vec(record), [], 'What happened in this block.'),
      EventCount: item([], u32, 0, 'Number of events in this block.'),
      EventTopics: item([blake2(h256)], vec(tuple(u32, u32)), [], 'Where events with a topic stand: (block, index).'),
      LastRuntimeUpgrade: optional([], lastRuntimeUpgradeInfo, 'Runtime version that last ran its migrations.'),
      UpgradedToU32RefCount: item([], bool, false, 'Migration flag of an old account layout.'),
      UpgradedToTripleRefCount: item([], bool, false, 'Migration flag of an old account layout.'),
      ExecutionPhase: optional([], phase, 'What the block is busy with.'),
      AuthorizedUpgrade: optional([], codeUpgradeAuthorization, 'Runtime code that anybody may install, by hash.'),
      ExtrinsicWeightReclaimed: item([], weight, NO_WEIGHT, "Weight given back by this block's extrinsics."),
    },
    calls: variant(path('Call'), {
      remark: [0, { remark: bytes }],
      set_heap_pages: [1, { pages: u64 }],
      set_code: [2, { code: bytes }],
      set_code_without_checks: [3, { code: bytes }],
      set_storage: [4, { items: vec(tuple(bytes, bytes)) }],
      kill_storage: [5, { keys: vec(bytes) }],
      kill_prefix: [6, { prefix: bytes, subkeys: u32 }],
      remark_with_event: [7, { remark: bytes }],
      authorize_upgrade: [9, { code_hash: h256 }],
      authorize_upgrade_without_checks: [10, { code_hash: h256 }],
      apply_authorized_upgrade: [11, { code: bytes }],
    }),
    events: systemEvents,
    errors: {
      path: path('Error'),
      sentences: {
        InvalidSpecName: 'The new runtime is of another chain.',
        SpecVersionNeedsToIncrease: 'The new runtime is not newer.',
        FailedToExtractRuntimeVersion: "The new runtime's version cannot be read.",
        NonDefaultComposite: 'The account still holds something.',
        NonZeroRefCount: 'The account is still needed.',
        CallFiltered: 'The call is not allowed for this sender now.',
        MultiBlockMigrationsOngoing: 'The chain is migrating its storage.',
        NothingAuthorized: 'No upgrade was authorized.',
        Unauthorized: 'This is not the upgrade that was authorized.',
      },
    },
    constants: {
      BlockWeights: constant(blockWeights, BLOCK_WEIGHTS),
      BlockLength: constant(blockLength, BLOCK_LENGTH),
      BlockHashCount: constant(u32, 2_400),
      DbWeight: constant(runtimeDbWeight, { read: 25_000_000n, write: 100_000_000n }),
      SS58Prefix: constant(u16, 42),
    },
  });
