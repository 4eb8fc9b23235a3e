/**
 * The text of the small runtime: constants, answers from storage, and just enough reading of extrinsics for fees.
 *
 * Every exported function takes `(pointer, length)` of its SCALE arguments and returns a span (see `memory.ts`). Only
 * instructions of the first WebAssembly version: a light client's interpreter refuses bulk memory operations.
 *
 *   constants        Core_version, Metadata_*, AuraApi_slot_duration
 *   storage as is    AuraApi_authorities, GrandpaApi_grandpa_authorities, GrandpaApi_current_set_id
 *   storage, cut     AccountNonceApi_account_nonce: the first four bytes of System.Account
 *   computed         TransactionPaymentApi_query_info / _query_fee_details (`fees.ts`),
 *                    TaggedTransactionQueue_validate_transaction: well-formed is valid; the state machine checks the rest
 */
import type { Bytes } from '../../src/chain/bytes.ts';
import { concatBytes } from '../../src/chain/bytes.ts';
import { bytes, compact, encode, u8, u32, u64, vec } from '../../src/chain/scale/index.ts';
import type { CallIndex } from './fees.ts';
import { BASE_EXTRINSIC_REF_TIME, BASE_FEE_RAO, FEE_RAO_PER_BYTE } from './fees.ts';
import { ACCOUNT_PREFIX, AURA_AUTHORITIES_KEY, GRANDPA_AUTHORITIES_KEY, GRANDPA_SET_ID_KEY } from './keys.ts';
import { MemoryLayout, type Segment, spanOf, WASM_PAGE_BYTES } from './memory.ts';
import type { VersionNumbers } from './version.ts';
import { encodeRuntimeVersion } from './version.ts';

export interface RuntimeConstants extends VersionNumbers {
  /** Metadata as `state_getMetadata` gives it: `meta`, a version byte, the rest. */
  readonly metadata: Bytes;
  readonly slotDurationMs: number;
  /** Calls with `Pays::No`. */
  readonly feelessCalls: readonly CallIndex[];
}

/** The longest stored value that an answer can carry (256 authorities take 10 KB). */
const MAX_STORED_BYTES = 65_536;
/** Room for the host's heap beyond what the module declares; the host grows it when it needs more. */
const HEAP_PAGES = 16;
const METADATA_VERSION_AT = 4;
const ACCOUNT_BYTES = 32;
const ACCOUNT_HASH_BYTES = 16;
const NONCE_BYTES = 4;

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
    ...paymentAnswers(memory, constants.feelessCalls),
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
  const { metadata, slotDurationMs } = constants;
  const metadataVersion = metadata[METADATA_VERSION_AT]!;
  const some = memory.constant(concatBytes(Uint8Array.of(1), encode(bytes, metadata)));
  const none = memory.constant(Uint8Array.of(0));
  const answer = (name: string, value: Uint8Array) => exported(name, ` ${spanOf(memory.constant(value))}`);
  return [
    answer('Core_version', encodeRuntimeVersion(constants)),
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
 * `$pays` is 0 for an unsigned extrinsic and for one whose call is in the list; a form that is not this one pays.
 */
function paymentAnswers(memory: MemoryLayout, feelessCalls: readonly CallIndex[]): string[] {
  const feeless = memory.constant(Uint8Array.from(feelessCalls.flatMap(({ pallet, call }) => [pallet, call])));
  const infoHead = concatBytes(encode(compact(u64), BASE_EXTRINSIC_REF_TIME), encode(compact(u64), 0n), encode(u8, 0));
  const info = memory.constant(concatBytes(infoHead, new Uint8Array(8)));
  const details = memory.constant(concatBytes(Uint8Array.of(1), encode(u64, BASE_FEE_RAO), new Uint8Array(16)));
  const noFee = memory.constant(Uint8Array.of(0));
  return [
    `
  (func $pays (param $at i32) (param $length i32) (result i32) (local $end i32) (local $call i32) (local $entry i32)
    (local.set $end (i32.add (local.get $at) (local.get $length)))
    (local.set $at (i32.add (local.get $at) (call $compact_width (i32.load8_u (local.get $at)))))
    (if (i32.ge_u (local.get $at) (local.get $end)) (then (return (i32.const 1))))
    (if (i32.eqz (i32.and (i32.load8_u (local.get $at)) (i32.const 0x80))) (then (return (i32.const 0))))
    (if (i32.ne (i32.load16_u (local.get $at)) (i32.const 0x0084)) (then (return (i32.const 1))))
    (local.set $at (i32.add (local.get $at) (i32.const 34)))
    (if (i32.gt_u (i32.load8_u (local.get $at)) (i32.const 1)) (then (return (i32.const 1))))
    (local.set $at (i32.add (local.get $at) (i32.const 65)))
    (local.set $at (i32.add (local.get $at) (select (i32.const 2) (i32.const 1) (i32.load8_u (local.get $at)))))
    (local.set $at (i32.add (local.get $at) (call $compact_width (i32.load8_u (local.get $at)))))
    (local.set $at (i32.add (local.get $at) (call $compact_width (i32.load8_u (local.get $at)))))
    (local.set $at (i32.add (local.get $at) (i32.const 1)))
    (if (i32.gt_u (i32.add (local.get $at) (i32.const 2)) (local.get $end)) (then (return (i32.const 1))))
    (local.set $call (i32.load16_u (local.get $at)))
    (local.set $entry (i32.const ${feeless.at}))
    (block $unknown (loop $next
      (br_if $unknown (i32.ge_u (local.get $entry) (i32.const ${feeless.at + feeless.length})))
      (if (i32.eq (i32.load16_u (local.get $entry)) (local.get $call)) (then (return (i32.const 0))))
      (local.set $entry (i32.add (local.get $entry) (i32.const 2)))
      (br $next)))
    (i32.const 1))

  ;; Rao for the encoded length, the u32 behind the extrinsic.
  (func $length_fee (param $args i32) (param $length i32) (result i64)
    (i64.mul (i64.const ${FEE_RAO_PER_BYTE})
      (i64.load32_u (i32.sub (i32.add (local.get $args) (local.get $length)) (i32.const 4)))))`,
    exported(
      'TransactionPaymentApi_query_info',
      `
    (i64.store (i32.const ${info.at + infoHead.length})
      (if (result i64) (call $pays (local.get $args) (local.get $length))
        (then (i64.add (i64.const ${BASE_FEE_RAO}) (call $length_fee (local.get $args) (local.get $length))))
        (else (i64.const 0))))
    ${spanOf(info)}`,
    ),
    exported(
      'TransactionPaymentApi_query_fee_details',
      `
    (i64.store (i32.const ${details.at + 1 + 8}) (call $length_fee (local.get $args) (local.get $length)))
    (if (result i64) (call $pays (local.get $args) (local.get $length)) (then ${spanOf(details)}) (else ${spanOf(noFee)}))`,
    ),
  ];
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
