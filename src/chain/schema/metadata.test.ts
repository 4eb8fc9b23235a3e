/**
 * The metadata that we write, read by polkadot-js as a wallet would: values must encode and decode there as they do here.
 */
import { Metadata, TypeRegistry } from '@polkadot/types';
import fc from 'fast-check';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { concatBytes, fromHex, toHex } from '../bytes.ts';
import { decodeExtrinsic, encodeCall, encodeSignedExtrinsic, signingPayload } from '../extrinsic.ts';
import type { AnyCodec, TypeShape } from '../scale/index.ts';
import { decode, encode } from '../scale/index.ts';
import { toSs58 } from '../ss58.ts';
import type { AnyPallet, EventRecord, RuntimeCall } from './index.ts';
import {
  decodeValue,
  encodeValue,
  finneyVersion,
  metadata,
  metadataV14,
  mortalEra,
  pallets,
  runtimeApis,
  runtimeCall,
  runtimeVersion,
  storage,
  storageKey,
} from './index.ts';
import { typeRegistry } from './type-registry.ts';
import { anyValue } from './value.arbitrary.ts';

const SEED = 14;
const ALICE = fromHex('0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d');
const BOB = fromHex('0x8eaf04151687736326c9fea17e25fc5287613693c912909cb226aa4794f26a48');
const HASH = new Uint8Array(32).fill(0x11);
type Hex = `0x${string}`;
const hex = (bytes: Uint8Array) => toHex(bytes) as Hex;

const SET_WEIGHTS: RuntimeCall = {
  type: 'SubtensorModule',
  value: [{ type: 'set_weights', value: { netuid: 1, dests: [0, 1, 2], weights: [65_535, 100, 1], version_key: 7n } }],
};

describe('metadata', () => {
  const registry = new TypeRegistry();
  let wallet: Metadata;

  beforeAll(() => {
    // polkadot-js says that it does not know the chain's own extensions; they carry nothing.
    vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    wallet = new Metadata(registry, hex(metadata()));
    registry.setMetadata(wallet);
  });

  it('is version 14 and small enough for a page', () => {
    const bytes = metadata();
    expect([...bytes.subarray(0, 5)]).toEqual([...'meta'].map((character) => character.charCodeAt(0)).concat(14));
    expect(bytes.length).toBeLessThan(128 * 1024);
    expect(encode(metadataV14, decode(metadataV14, bytes))).toEqual(bytes);
  });

  it('shows every pallet with its index', () => {
    const shown = wallet.asLatest.pallets.map((pallet) => [pallet.name.toString(), pallet.index.toNumber()]);
    expect(shown).toEqual((pallets as readonly AnyPallet[]).map(({ name, index }) => [name, index]));
  });

  it('lets a wallet write the same call', () => {
    const theirs = registry.createType('Call', {
      callIndex: [7, 0],
      args: { netuid: 1, dests: [0, 1, 2], weights: [65_535, 100, 1], version_key: 7 },
    });
    expect(theirs.toHex()).toBe(hex(encodeCall(SET_WEIGHTS)));
    expect([theirs.section, theirs.method]).toEqual(['subtensorModule', 'setWeights']);
  });

  it('lets a wallet read every call back to the same bytes', () => {
    fc.assert(
      fc.property(anyValue(runtimeCall).filter(hasOnlyAccounts), (call) => {
        const bytes = encodeCall(call);
        expect(registry.createType('Call', bytes).toHex()).toBe(hex(bytes));
      }),
      { seed: SEED, numRuns: 150 },
    );
  });

  it('lets a wallet write the same signed extrinsic', () => {
    const extra = {
      era: mortalEra(1000, 64),
      nonce: 5,
      tip: 1_000_000n,
      metadataHashMode: { type: 'Disabled', value: undefined },
    } as const;
    const call = encodeCall(SET_WEIGHTS);
    const theirs = registry.createType('Extrinsic', registry.createType('Call', hex(call)), { version: 4 });
    const options = {
      blockHash: hex(HASH),
      genesisHash: hex(BOB),
      nonce: 5,
      tip: 1_000_000,
      era: registry.createType('ExtrinsicEra', { current: 1000, period: 64 }),
      runtimeVersion: registry.createType('RuntimeVersionPartial', { specVersion: 424, transactionVersion: 1 }),
    };
    const payload = registry.createType(
      'ExtrinsicPayload',
      {
        ...options,
        method: hex(call),
        specVersion: 424,
        transactionVersion: 1,
        era: options.era.toHex(),
      },
      { version: 4 },
    );
    const implicit = {
      specVersion: 424,
      transactionVersion: 1,
      genesisHash: BOB,
      eraBlockHash: HASH,
      metadataHash: undefined,
    };
    expect(hex(payload.toU8a({ method: true }))).toBe(hex(signingPayload({ call, extra, implicit })));

    const sr25519Signature = new Uint8Array(64).fill(7);
    theirs.addSignature(toSs58(ALICE), hex(concatBytes(Uint8Array.of(1), sr25519Signature)), payload.toHex());
    const ours = encodeSignedExtrinsic({ signer: ALICE, sr25519Signature, extra, call });
    expect(theirs.toHex()).toBe(hex(ours));
    expect(decodeExtrinsic(theirs.toU8a())).toMatchObject({ signature: { extra }, call });
  });

  it('lets a wallet read an account', () => {
    const value = { ...decodeValue(storage.System.Account, undefined), nonce: 3 };
    const rich = { ...value, data: { ...value.data, free: 12_345_678_901n } };
    const bytes = hex(encodeValue(storage.System.Account, rich));
    const type = storageType('System', 'Account');
    const account = registry.createType(type, bytes).toJSON() as { nonce: number; data: { free: number } };
    expect(account.nonce).toBe(3);
    expect(account.data.free).toBe(12_345_678_901);
    expect(hex(storageKey(storage.System.Account, ALICE))).toHaveLength(2 + 2 * (32 + 16 + 32));
  });

  it('lets a wallet read events', () => {
    const records: readonly EventRecord[] = [
      {
        phase: { type: 'ApplyExtrinsic', value: [1] },
        event: { type: 'Balances', value: [{ type: 'Transfer', value: { from: ALICE, to: BOB, amount: 42n } }] },
        topics: [],
      },
      {
        phase: { type: 'Finalization', value: undefined },
        event: { type: 'SubtensorModule', value: [{ type: 'WeightsSet', value: [1, 3] }] },
        topics: [HASH],
      },
    ];
    const bytes = hex(encodeValue(storage.System.Events, records));
    const theirs = registry.createType(storageType('System', 'Events'), bytes);
    expect(theirs.toHex()).toBe(bytes);
    const human = theirs.toHuman() as { event: { section: string; method: string; data: unknown } }[];
    expect(human.map(({ event }) => [event.section, event.method])).toEqual([
      ['balances', 'Transfer'],
      ['subtensorModule', 'WeightsSet'],
    ]);
    expect(human[1]!.event.data).toEqual(['1', '3']);
  });

  it('lets a wallet read a value of every storage item back to the same bytes', () => {
    const items = (pallets as readonly AnyPallet[]).flatMap((pallet) => Object.values(pallet.storage));
    for (const item of items) {
      const type = storageType(item.pallet, item.name);
      fc.assert(
        fc.property(anyValue<unknown>(item.value), (value) => {
          const bytes = encode(item.value, value);
          expect(hex(registry.createType(type, bytes).toU8a())).toBe(hex(bytes));
        }),
        { seed: SEED, numRuns: 2 },
      );
    }
  });

  it('takes slot duration and runtime version from the chain', () => {
    const version = { ...finneyVersion(), spec_name: 'localnet', apis: runtimeApis([['Core', 5]]) };
    const { pallets: shown } = decode(metadataV14, metadata({ slotDurationMs: 1_000, version }));
    const constantOf = (pallet: string, name: string) =>
      shown.find((entry) => entry.name === pallet)!.constants.find((entry) => entry.name === name)!.value;
    expect(toHex(constantOf('Aura', 'SlotDuration'))).toBe('0xe803000000000000');
    expect(toHex(constantOf('Timestamp', 'MinimumPeriod'))).toBe('0xf401000000000000');
    expect(decode(runtimeVersion, constantOf('System', 'Version'))).toEqual(version);
  });

  /** What polkadot-js calls the type of a storage item's value. */
  function storageType(pallet: string, name: string): string {
    const entries = wallet.asLatest.pallets.find((entry) => entry.name.eq(pallet))!.storage.unwrap().items;
    const { type } = entries.find((entry) => entry.name.eq(name))!;
    return registry.createLookupType(type.isPlain ? type.asPlain : type.asMap.value);
  }
});

describe('the type registry', () => {
  it('never gives one number to two different types', () => {
    const registry = typeRegistry();
    const roots = (pallets as readonly AnyPallet[]).flatMap(({ storage, calls, events }) => [
      ...Object.values(storage).map(({ value }) => value),
      ...(calls ? [calls] : []),
      ...(events ? [events] : []),
    ]);
    const seen = new Map<number, string>();
    const visit = (codec: AnyCodec): number => {
      const shape = codec.shape();
      const id = registry.id(codec);
      const known = seen.get(id);
      const text = inWords(shape, registry.id);
      if (known !== undefined) expect(text).toBe(known);
      else {
        seen.set(id, text);
        for (const inner of within(shape)) visit(inner);
      }
      return id;
    };
    for (const root of roots) visit(root);
    expect(seen.size).toBeGreaterThan(300);
  });
});

/** polkadot-js guesses what a short address of another kind is by the bytes that are left. */
function hasOnlyAccounts(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return true;
  if ('type' in value && ['Index', 'Raw', 'Address32', 'Address20'].includes(value.type as string)) return false;
  return Object.values(value).every(hasOnlyAccounts);
}

function within(shape: TypeShape): readonly AnyCodec[] {
  switch (shape.kind) {
    case 'primitive':
      return [];
    case 'tuple':
      return shape.of;
    case 'composite':
      return shape.fields.map(({ codec }) => codec);
    case 'variant':
      return shape.variants.flatMap(({ fields }) => fields.map(({ codec }) => codec));
    default:
      return [shape.of];
  }
}

/** A type's own structure, with the numbers of the types in it. */
const inWords = (shape: TypeShape, id: (codec: AnyCodec) => number): string =>
  JSON.stringify([
    shape.kind,
    'variants' in shape ? shape.variants.map(({ name, index, fields }) => [name, index, fields.length]) : undefined,
    'fields' in shape ? shape.fields.map(({ name }) => name) : undefined,
    within(shape).map(id),
  ]);
