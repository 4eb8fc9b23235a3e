/**
 * The text of the small runtime: constants, answers from storage, and just enough reading of extrinsics for fees.
 *
 * Every exported function takes `(pointer, length)` of its SCALE arguments and returns a span (see `memory.ts`). Only
 * instructions of the first WebAssembly version: a light client's interpreter refuses bulk memory operations.
 *
 *   constants        Core_version, Metadata_*, AuraApi_slot_duration, and on demand BabeApi_configuration
 *   storage as is    AuraApi_authorities, GrandpaApi_grandpa_authorities, GrandpaApi_current_set_id
 *   storage, cut     AccountNonceApi_account_nonce: the first four bytes of System.Account
 *   computed         TransactionPaymentApi_query_info / _query_fee_details (`fees.ts`),
 *                    TaggedTransactionQueue_validate_transaction: well-formed is valid; the state machine checks the rest
 */
import type { Bytes } from '../../src/chain/bytes.ts';
import { concatBytes } from '../../src/chain/bytes.ts';
import { bytes, encode, u32, u64, vec } from '../../src/chain/scale/index.ts';
import type { CallCost, CostKind } from './fees.ts';
import { BASE_FEE_RAO, costKinds, FEE_RAO_PER_BYTE, UNKNOWN_KIND, UNSIGNED_KIND } from './fees.ts';
import { ACCOUNT_PREFIX, AURA_AUTHORITIES_KEY, GRANDPA_AUTHORITIES_KEY, GRANDPA_SET_ID_KEY } from './keys.ts';
import { MemoryLayout, type Segment, spanOf, WASM_PAGE_BYTES } from './memory.ts';
import type { VersionNumbers } from './version.ts';
import { encodeRuntimeVersion } from './version.ts';

export interface RuntimeConstants extends VersionNumbers {
  /** Metadata as `state_getMetadata` gives it: `meta`, a version byte, the rest. */
  readonly metadata: Bytes;
  readonly slotDurationMs: number;
  /** What fee queries are answered from. */
  readonly callCosts: readonly CallCost[];
}

/** The longest stored value that an answer can carry (256 authorities take 10 KB). */
const MAX_STORED_BYTES = 65_536;
/** Room for the host's heap beyond what the module declares; the host grows it when it needs more. */
const HEAP_PAGES = 16;
const METADATA_VERSION_AT = 4;
const ACCOUNT_BYTES = 32;
const ACCOUNT_HASH_BYTES = 16;
const NONCE_BYTES = 4;
const FEE_BYTES = 8;

/**
 * Finney's placeholder: a chain without epochs or authorities, so that nobody takes it for one of BABE's. All of
 * `BabeConfiguration` is zero (slot duration, epoch length, c, authorities, randomness) but the kind of slots.
 * UNKNOWN: which kind finney names; 2 (primary and secondary VRF) is Substrate's usual one.
 */
const BABE_PLACEHOLDER = concatBytes(new Uint8Array(8 + 8 + 16 + 1 + 32), Uint8Array.of(2));

/** Valid for 64 blocks, alone in its tag, passed on: `Ok(ValidTransaction { priority: 1, provides: [[hash]] })`. */
const VALID_TRANSACTION_TAG_AT = 1 + 8 + 1 + 1 + 1;
const VALID_TRANSACTION = concatBytes(
  Uint8Array.of(0),
  encode(u64, 1n),
  encode(vec(bytes), []),
  encode(vec(bytes), [new Uint8Array(32)]),
  encode(u64, 64n),
  Uint8Array.of(1),
);

export function runtimeText(constants: RuntimeConstants): string {
  const memory = new MemoryLayout();
  const functions = [
    ...constantAnswers(memory, constants),
    ...storedAnswers(memory),
    accountNonce(memory),
    ...paymentAnswers(memory, constants.callCosts),
    validateTransaction(memory),
  ];
  return `(module
  (import "env" "ext_storage_read_version_1" (func $host_read (param i64 i64 i32) (result i64)))
  (import "env" "ext_hashing_blake2_128_version_1" (func $blake2_128 (param i64) (result i32)))
  (import "env" "ext_hashing_blake2_256_version_1" (func $blake2_256 (param i64) (result i32)))
  (memory (export "memory") ${memory.heapBase / WASM_PAGE_BYTES + HEAP_PAGES})
  (global (export "__heap_base") i32 (i32.const ${memory.heapBase}))
${PRELUDE}
${functions.join('\n')}
  ${memory.dataSegments()}
)`;
}

const PRELUDE = `
  (func $span (param $at i32) (param $length i32) (result i64)
    (i64.or (i64.extend_i32_u (local.get $at)) (i64.shl (i64.extend_i32_u (local.get $length)) (i64.const 32))))

  (func $copy (param $to i32) (param $from i32) (param $length i32)
    (block $done (loop $next
      (br_if $done (i32.eqz (local.get $length)))
      (i32.store8 (local.get $to) (i32.load8_u (local.get $from)))
      (local.set $to (i32.add (local.get $to) (i32.const 1)))
      (local.set $from (i32.add (local.get $from) (i32.const 1)))
      (local.set $length (i32.sub (local.get $length) (i32.const 1)))
      (br $next))))

  ;; Bytes that a compact integer takes, from its first byte.
  (func $compact_width (param $first i32) (result i32) (local $mode i32)
    (local.set $mode (i32.and (local.get $first) (i32.const 3)))
    (if (result i32) (i32.eq (local.get $mode) (i32.const 3))
      (then (i32.add (i32.shr_u (local.get $first) (i32.const 2)) (i32.const 5)))
      (else (i32.shl (i32.const 1) (local.get $mode)))))`;

const exported = (name: string, body: string): string => `
  (func (export "${name}") (param $args i32) (param $length i32) (result i64)${body})`;

function constantAnswers(memory: MemoryLayout, constants: RuntimeConstants): string[] {
  const { metadata, slotDurationMs, babeApi } = constants;
  const metadataVersion = metadata[METADATA_VERSION_AT]!;
  const some = memory.constant(concatBytes(Uint8Array.of(1), encode(bytes, metadata)));
  const none = memory.constant(Uint8Array.of(0));
  const answer = (name: string, value: Uint8Array) => exported(name, ` ${spanOf(memory.constant(value))}`);
  return [
    answer('Core_version', encodeRuntimeVersion(constants)),
    ...(babeApi ? [answer('BabeApi_configuration', BABE_PLACEHOLDER)] : []),
    answer('AuraApi_slot_duration', encode(u64, BigInt(slotDurationMs))),
    answer('Metadata_metadata_versions', encode(vec(u32), [metadataVersion])),
    exported('Metadata_metadata', ` ${spanOf({ at: some.at + 1, length: some.length - 1 })}`),
    exported(
      'Metadata_metadata_at_version',
      `
    (if (result i64) (i32.eq (i32.load (local.get $args)) (i32.const ${metadataVersion}))
      (then ${spanOf(some)}) (else ${spanOf(none)}))`,
    ),
  ];
}

/** `$stored(key)`: the value of a key, zero bytes if there is none. The host answers `Option<u32>`, the value's length. */
function storedAnswers(memory: MemoryLayout): string[] {
  const out = memory.scratch(MAX_STORED_BYTES);
  const stored = `
  (func $stored (param $key i64) (result i64) (local $option i32) (local $length i32)
    (local.set $option (i32.wrap_i64 (call $host_read (local.get $key) ${spanOf(out)} (i32.const 0))))
    (if (i32.load8_u (local.get $option))
      (then (local.set $length (i32.load (i32.add (local.get $option) (i32.const 1))))))
    (if (i32.gt_u (local.get $length) (i32.const ${MAX_STORED_BYTES})) (then (unreachable)))
    (call $span (i32.const ${out.at}) (local.get $length)))`;
  const answer = (name: string, key: Uint8Array) => exported(name, ` (call $stored ${spanOf(memory.constant(key))})`);
  return [
    stored,
    answer('AuraApi_authorities', AURA_AUTHORITIES_KEY),
    answer('GrandpaApi_grandpa_authorities', GRANDPA_AUTHORITIES_KEY),
    answer('GrandpaApi_current_set_id', GRANDPA_SET_ID_KEY),
  ];
}

/** key = prefix ++ blake2b-128(account) ++ account; the nonce is the first field; no account, nonce 0. */
function accountNonce(memory: MemoryLayout): string {
  const key = memory.constant(concatBytes(ACCOUNT_PREFIX, new Uint8Array(ACCOUNT_HASH_BYTES + ACCOUNT_BYTES)));
  const hashAt = key.at + ACCOUNT_PREFIX.length;
  const zero = memory.constant(new Uint8Array(NONCE_BYTES));
  return exported(
    'AccountNonceApi_account_nonce',
    ` (local $account i64)
    (call $copy (i32.const ${hashAt})
      (call $blake2_128 (call $span (local.get $args) (i32.const ${ACCOUNT_BYTES}))) (i32.const ${ACCOUNT_HASH_BYTES}))
    (call $copy (i32.const ${hashAt + ACCOUNT_HASH_BYTES}) (local.get $args) (i32.const ${ACCOUNT_BYTES}))
    (local.set $account (call $stored ${spanOf(key)}))
    (if (result i64) (i64.eqz (i64.shr_u (local.get $account) (i64.const 32)))
      (then ${spanOf(zero)})
      (else (call $span (i32.wrap_i64 (local.get $account)) (i32.const ${NONCE_BYTES}))))`,
  );
}

/**
 * Arguments: the extrinsic with its length prefix, then its length again (u32). The signed form of version 4 is
 *
 *   84 · 00 account 32 · 0k signature 64 · era 1 or 2 · compact nonce · compact tip · mode 1 · pallet 1 · call 1 · …
 *
 * `$kind` finds what the call costs: a row (address and length of the head of its answer, i32 each; fixed fee, i64).
 */
function paymentAnswers(memory: MemoryLayout, calls: readonly CallCost[]): string[] {
  const [unknown, unsigned] = [kindRow(memory, UNKNOWN_KIND), kindRow(memory, UNSIGNED_KIND)];
  const known = [...costKinds(calls)].flatMap(([kind, alike]) => {
    const { at } = kindRow(memory, kind);
    return alike.map(({ pallet, call }) => concatBytes(Uint8Array.of(pallet, call, 0, 0), encode(u32, at)));
  });
  const table = memory.constant(concatBytes(...known));
  const tip = new Uint8Array(FEE_BYTES);
  const details = memory.constant(concatBytes(Uint8Array.of(1), encode(u64, BASE_FEE_RAO), new Uint8Array(16), tip));
  const noFee = memory.constant(concatBytes(Uint8Array.of(0), tip));
  const [lengthFeeAt, weightFeeAt] = [details.at + 1 + FEE_BYTES, details.at + 1 + 2 * FEE_BYTES];
  return [
    `
  (func $kind (param $at i32) (param $length i32) (result i32) (local $end i32) (local $call i32) (local $entry i32)
    (local.set $end (i32.add (local.get $at) (local.get $length)))
    (local.set $at (i32.add (local.get $at) (call $compact_width (i32.load8_u (local.get $at)))))
    (if (i32.ge_u (local.get $at) (local.get $end)) (then (return (i32.const ${unknown.at}))))
    (if (i32.eqz (i32.and (i32.load8_u (local.get $at)) (i32.const 0x80))) (then (return (i32.const ${unsigned.at}))))
    (if (i32.ne (i32.load16_u (local.get $at)) (i32.const 0x0084)) (then (return (i32.const ${unknown.at}))))
    (local.set $at (i32.add (local.get $at) (i32.const 34)))
    (if (i32.gt_u (i32.load8_u (local.get $at)) (i32.const 1)) (then (return (i32.const ${unknown.at}))))
    (local.set $at (i32.add (local.get $at) (i32.const 65)))
    (local.set $at (i32.add (local.get $at) (select (i32.const 2) (i32.const 1) (i32.load8_u (local.get $at)))))
    (local.set $at (i32.add (local.get $at) (call $compact_width (i32.load8_u (local.get $at)))))
    (local.set $at (i32.add (local.get $at) (call $compact_width (i32.load8_u (local.get $at)))))
    (local.set $at (i32.add (local.get $at) (i32.const 1)))
    (if (i32.gt_u (i32.add (local.get $at) (i32.const 2)) (local.get $end)) (then (return (i32.const ${unknown.at}))))
    (local.set $call (i32.load16_u (local.get $at)))
    (local.set $entry (i32.const ${table.at}))
    (block $unknown (loop $next
      (br_if $unknown (i32.ge_u (local.get $entry) (i32.const ${table.at + table.length})))
      (if (i32.eq (i32.load16_u (local.get $entry)) (local.get $call))
        (then (return (i32.load offset=4 (local.get $entry)))))
      (local.set $entry (i32.add (local.get $entry) (i32.const 8)))
      (br $next)))
    (i32.const ${unknown.at}))

  ;; Rao for the encoded length, the u32 behind the extrinsic.
  (func $length_fee (param $args i32) (param $length i32) (result i64)
    (i64.mul (i64.const ${FEE_RAO_PER_BYTE})
      (i64.load32_u (i32.sub (i32.add (local.get $args) (local.get $length)) (i32.const 4)))))`,
    exported(
      'TransactionPaymentApi_query_info',
      ` (local $kind i32) (local $fee i64)
    (local.set $kind (call $kind (local.get $args) (local.get $length)))
    (local.set $fee (i64.load offset=8 (local.get $kind)))
    (i64.store (i32.add (i32.load (local.get $kind)) (i32.load offset=4 (local.get $kind)))
      (if (result i64) (i64.eqz (local.get $fee))
        (then (i64.const 0))
        (else (i64.add (local.get $fee) (call $length_fee (local.get $args) (local.get $length))))))
    (call $span (i32.load (local.get $kind)) (i32.add (i32.load offset=4 (local.get $kind)) (i32.const ${FEE_BYTES})))`,
    ),
    exported(
      'TransactionPaymentApi_query_fee_details',
      ` (local $fee i64)
    (local.set $fee (i64.load offset=8 (call $kind (local.get $args) (local.get $length))))
    (i64.store (i32.const ${lengthFeeAt}) (call $length_fee (local.get $args) (local.get $length)))
    (i64.store (i32.const ${weightFeeAt}) (i64.sub (local.get $fee) (i64.const ${BASE_FEE_RAO})))
    (if (result i64) (i64.eqz (local.get $fee)) (then ${spanOf(noFee)}) (else ${spanOf(details)}))`,
    ),
  ];
}

/** The head has room for the fee behind it. */
function kindRow(memory: MemoryLayout, { infoHead, fixedFeeRao }: CostKind): Segment {
  const head = memory.constant(concatBytes(infoHead, new Uint8Array(FEE_BYTES)));
  return memory.constant(concatBytes(encode(u32, head.at), encode(u32, infoHead.length), encode(u64, fixedFeeRao)));
}

/** Arguments: source u8, the extrinsic, block hash 32. The tag it provides is the extrinsic's hash. */
function validateTransaction(memory: MemoryLayout): string {
  const answer: Segment = memory.constant(VALID_TRANSACTION);
  return exported(
    'TaggedTransactionQueue_validate_transaction',
    `
    (call $copy (i32.const ${answer.at + VALID_TRANSACTION_TAG_AT})
      (call $blake2_256 (call $span (i32.add (local.get $args) (i32.const 1)) (i32.sub (local.get $length) (i32.const 33))))
      (i32.const 32))
    ${spanOf(answer)}`,
  );
}
