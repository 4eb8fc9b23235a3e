import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import createWabt from 'wabt';
import type { Bytes } from '../../src/chain/bytes.ts';
import { concatBytes, toHex, utf8 } from '../../src/chain/bytes.ts';
import { encodeCall, encodeExtrinsic, encodeSignedExtrinsic, extrinsicHash } from '../../src/chain/extrinsic.ts';
import { callCosts, callInfo, partialFee } from '../../src/chain/fees/index.ts';
import { blake2b64, blake2b128 } from '../../src/chain/hash.ts';
import { bytes, decode, encode, option, struct, u8, u32, u64, vec } from '../../src/chain/scale/index.ts';
import type { Era, Extra, RuntimeCall } from '../../src/chain/schema/index.ts';
import { runtimeVersion, weight } from '../../src/chain/schema/index.ts';
import { Trie } from '../../src/chain/trie/index.ts';
import {
  ACCOUNT_PREFIX,
  AURA_AUTHORITIES_KEY,
  BASE_EXTRINSIC_REF_TIME,
  BASE_FEE_RAO,
  buildRuntime,
  CODE_KEY,
  callRuntime,
  compressCode,
  decompressCode,
  FEE_RAO_PER_BYTE,
  GRANDPA_AUTHORITIES_KEY,
  GRANDPA_SET_ID_KEY,
  localnetVersion,
  RuntimeError,
} from './index.ts';

const METADATA = concatBytes(utf8('meta'), Uint8Array.of(14), new Uint8Array(1000).fill(7));
const NOTHING = new Uint8Array();
const FEELESS = { pallet: 7, call: 0 };
const CALL_COSTS = [
  { pallet: 3, call: 9, refTime: undefined, paysFee: false },
  { ...FEELESS, refTime: 15_000_000_000n, paysFee: false },
  { pallet: 5, call: 2, refTime: 175_000_000n, paysFee: true },
  { pallet: 5, call: 3, refTime: 175_000_000n, paysFee: true },
  { pallet: 7, call: 1, refTime: 20_000_000_001n, paysFee: true },
  { pallet: 11, call: 0, refTime: undefined, paysFee: true },
];
const ACCOUNT = new Uint8Array(32).fill(5);

let blob: Bytes;
let state: Trie;

beforeAll(async () => {
  const constants = { metadata: METADATA, specVersion: 424, transactionVersion: 1, slotDurationMs: 500 };
  blob = await buildRuntime({ ...constants, callCosts: CALL_COSTS });
  state = Trie.empty(1).set(CODE_KEY, blob);
});

const call = (method: string, args: Uint8Array = NOTHING, at = state) => callRuntime(at, method, args);

describe('the blob', () => {
  it('is a compressed module of the first WebAssembly version', async () => {
    expect(toHex(blob.subarray(0, 8))).toBe('0x52bc537646db8e05');
    const wabt = await createWabt();
    const features = { bulk_memory: false, sign_extension: false, mutable_globals: false, multi_value: false };
    const module = wabt.readWasm(decompressCode(blob), features);
    expect(() => module.validate()).not.toThrow();
    module.destroy();
  });

  it('says who it is, and does not claim to know BABE', () => {
    const version = decode(runtimeVersion, call('Core_version').output);
    expect(version).toEqual(localnetVersion({ specVersion: 424, transactionVersion: 1 }));
    const names = version.apis.map(([name]) => toHex(name));
    expect(names).toContain(toHex(blake2b64(utf8('AuraApi'))));
    expect(names).not.toContain(toHex(blake2b64(utf8('BabeApi'))));
  });

  it('gives its metadata in every form that is asked for', () => {
    expect(decode(bytes, call('Metadata_metadata').output)).toEqual(METADATA);
    expect(decode(vec(u32), call('Metadata_metadata_versions').output)).toEqual([14]);
    const at = (version: number) => call('Metadata_metadata_at_version', encode(u32, version)).output;
    expect(decode(option(bytes), at(14))).toEqual(METADATA);
    expect(decode(option(bytes), at(15))).toBeUndefined();
  });

  it('answers from storage, byte for byte, and reads nothing for a constant', () => {
    const stored = [
      ['AuraApi_authorities', AURA_AUTHORITIES_KEY, Uint8Array.of(4, 1)],
      ['GrandpaApi_grandpa_authorities', GRANDPA_AUTHORITIES_KEY, new Uint8Array(10_000).fill(3)],
      ['GrandpaApi_current_set_id', GRANDPA_SET_ID_KEY, encode(u64, 9n)],
    ] as const;
    const filled = stored.reduce((trie, [, key, value]) => trie.set(key, value), state);
    for (const [method, key, value] of stored) {
      expect(call(method, NOTHING, filled)).toEqual({ output: value, reads: [key] });
    }
    expect(call('AuraApi_slot_duration')).toEqual({ output: encode(u64, 500n), reads: [] });
  });

  it('gives the nonce of an account, and 0 for one that does not exist', () => {
    const key = concatBytes(ACCOUNT_PREFIX, blake2b128(ACCOUNT), ACCOUNT);
    const filled = state.set(key, concatBytes(encode(u32, 77), new Uint8Array(76)));
    expect(call('AccountNonceApi_account_nonce', ACCOUNT, filled)).toEqual({ output: encode(u32, 77), reads: [key] });
    expect(call('AccountNonceApi_account_nonce', ACCOUNT).output).toEqual(encode(u32, 0));
  });

  it('finds every extrinsic valid, under the tag of its hash', () => {
    const extrinsic = encode(bytes, utf8('anything'));
    const args = concatBytes(Uint8Array.of(2), extrinsic, new Uint8Array(32));
    const { output } = call('TaggedTransactionQueue_validate_transaction', args);
    expect(toHex(output)).toContain(toHex(extrinsicHash(extrinsic)).slice(2));
    expect(output[0]).toBe(0);
    expect(output).toHaveLength(1 + 8 + 1 + 2 + 32 + 8 + 1);
  });
});

const era: fc.Arbitrary<Era> = fc.oneof(
  fc.constant<Era>({ type: 'Immortal' }),
  fc.record({ type: fc.constant('Mortal' as const), periodBlocks: fc.constant(64), phase: fc.nat({ max: 63 }) }),
);
const extra: fc.Arbitrary<Extra> = fc.record({
  era,
  nonce: fc.nat({ max: 2 ** 32 - 1 }),
  tip: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  metadataHashMode: fc.constant({ type: 'Disabled' as const, value: undefined }),
});

const dispatchInfo = struct([], { weight, class: u8, partial_fee: u64 });
const feeDetails = struct([], {
  inclusion_fee: option(struct([], { base_fee: u64, len_fee: u64, adjusted_weight_fee: u64 })),
  tip: u64,
});

describe('fees', () => {
  const withLength = (extrinsic: Uint8Array) => concatBytes(extrinsic, encode(u32, extrinsic.length));
  const infoOf = (extrinsic: Uint8Array, at = state) =>
    decode(dispatchInfo, call('TransactionPaymentApi_query_info', withLength(extrinsic), at).output);
  const detailsOf = (extrinsic: Uint8Array) =>
    decode(feeDetails, call('TransactionPaymentApi_query_fee_details', withLength(extrinsic)).output);
  const signed = (terms: Extra, encodedCall: Uint8Array) =>
    encodeSignedExtrinsic({ signer: ACCOUNT, sr25519Signature: new Uint8Array(64), extra: terms, call: encodedCall });

  it('are those of the state machine for every call of known weight, whatever its terms and arguments', () => {
    fc.assert(
      fc.property(extra, fc.constantFrom(...CALL_COSTS), fc.uint8Array({ maxLength: 200 }), (terms, cost, args) => {
        const extrinsic = signed(terms, Uint8Array.of(cost.pallet, cost.call, ...args));
        const { refTime, paysFee } = cost;
        const fee = partialFee({ refTime: refTime ?? 0n, class: 'Normal', paysFee }, extrinsic.length);
        const ref_time = refTime ?? BASE_EXTRINSIC_REF_TIME;
        expect(infoOf(extrinsic)).toEqual({ weight: { ref_time, proof_size: 0n }, class: 0, partial_fee: fee });
      }),
      { seed: 11, numRuns: 200 },
    );
  });

  it('are base and length for all others, which say so by the weight of an empty extrinsic', () => {
    fc.assert(
      fc.property(extra, fc.uint8Array({ minLength: 2, maxLength: 200 }), (terms, encodedCall) => {
        fc.pre(!CALL_COSTS.some(({ pallet, call: index }) => encodedCall[0] === pallet && encodedCall[1] === index));
        const extrinsic = signed(terms, encodedCall);
        const { weight: told, partial_fee: fee } = infoOf(extrinsic);
        expect(fee).toBe(BASE_FEE_RAO + FEE_RAO_PER_BYTE * BigInt(extrinsic.length));
        expect(told.ref_time).toBe(BASE_EXTRINSIC_REF_TIME);
      }),
      { seed: 12, numRuns: 100 },
    );
  });

  it('are nothing for unsigned extrinsics', () => {
    expect(infoOf(encodeExtrinsic({ signature: undefined, call: Uint8Array.of(5, 2, 1) })).partial_fee).toBe(0n);
  });

  it('are told in their parts', () => {
    const terms: Extra = { era: { type: 'Immortal' }, nonce: 0, tip: 0n, metadataHashMode: MODE };
    const paying = signed(terms, Uint8Array.of(5, 3, 1));
    const parts = { base_fee: BASE_FEE_RAO, len_fee: BigInt(paying.length), adjusted_weight_fee: 87_500n };
    expect(detailsOf(paying)).toEqual({ inclusion_fee: parts, tip: 0n });
    expect(detailsOf(signed(terms, Uint8Array.of(7, 0)))).toEqual({ inclusion_fee: undefined, tip: 0n });
    expect(detailsOf(paying)).toEqual({ inclusion_fee: parts, tip: 0n });
  });

  it('of the chain’s own calls are what the state machine says', async () => {
    const constants = { metadata: METADATA, specVersion: 424, transactionVersion: 1, slotDurationMs: 500 };
    const own = Trie.empty(1).set(CODE_KEY, await buildRuntime({ ...constants, callCosts: callCosts() }));
    const terms: Extra = { era: { type: 'Immortal' }, nonce: 7, tip: 3n, metadataHashMode: MODE };
    const dest = { type: 'Id', value: [ACCOUNT] } as const;
    const calls: readonly RuntimeCall[] = [
      { type: 'Balances', value: [{ type: 'transfer_keep_alive', value: { dest, value: 5n } }] },
      {
        type: 'SubtensorModule',
        value: [{ type: 'add_stake', value: { hotkey: ACCOUNT, netuid: 1, amount_staked: 9n } }],
      },
      { type: 'SubtensorModule', value: [{ type: 'burned_register', value: { netuid: 1, hotkey: ACCOUNT } }] },
    ];
    for (const known of calls) {
      const extrinsic = signed(terms, encodeCall(known));
      const info = callInfo(known);
      expect(infoOf(extrinsic, own)).toEqual({
        weight: { ref_time: info.refTime, proof_size: 0n },
        class: 0,
        partial_fee: partialFee(info, extrinsic.length),
      });
    }
  });
});

const MODE = { type: 'Disabled', value: undefined } as const;

describe('calls', () => {
  const METHODS = [
    'AccountNonceApi_account_nonce',
    'Metadata_metadata_at_version',
    'TaggedTransactionQueue_validate_transaction',
    'TransactionPaymentApi_query_info',
    'TransactionPaymentApi_query_fee_details',
  ];

  it('answer or are refused with any arguments, and do nothing else', () => {
    fc.assert(
      fc.property(fc.constantFrom(...METHODS), fc.uint8Array({ maxLength: 150 }), (method, args) => {
        try {
          expect(call(method, args).output).toBeInstanceOf(Uint8Array);
        } catch (error) {
          expect(error).toBeInstanceOf(RuntimeError);
        }
      }),
      { seed: 13, numRuns: 500 },
    );
  });

  it('take long arguments, up to a limit', () => {
    const args = concatBytes(new Uint8Array((1 << 20) - 4), encode(u32, 1000));
    expect(call('TransactionPaymentApi_query_info', args).output.length).toBeGreaterThan(8);
    const longer = concatBytes(args, Uint8Array.of(0));
    expect(() => call('TransactionPaymentApi_query_info', longer)).toThrow(
      expect.objectContaining({ code: 'runtime/too-long' }),
    );
  });

  it.each(['Core_execute_block', 'memory', '__heap_base', 'toString', ''])('of %j are refused', (method) => {
    expect(() => call(method)).toThrow(expect.objectContaining({ code: 'runtime/unknown-method' }));
  });

  it('need a runtime in the state', () => {
    const none = Trie.empty(1);
    expect(() => call('Core_version', NOTHING, none)).toThrow(expect.objectContaining({ code: 'runtime/bad-code' }));
    const damaged = none.set(CODE_KEY, blob.subarray(0, 100));
    expect(() => call('Core_version', NOTHING, damaged)).toThrow(expect.objectContaining({ code: 'runtime/bad-code' }));
  });
});

describe('building', () => {
  it('refuses metadata that is none', async () => {
    const constants = { specVersion: 1, transactionVersion: 1, slotDurationMs: 1 };
    await expect(buildRuntime({ ...constants, metadata: NOTHING })).rejects.toBeInstanceOf(RangeError);
  });

  it('decompresses what it compresses, and leaves plain code alone', () => {
    const code = new Uint8Array(5000).fill(1);
    expect(decompressCode(compressCode(code))).toEqual(code);
    expect(decompressCode(code)).toEqual(code);
  });
});
