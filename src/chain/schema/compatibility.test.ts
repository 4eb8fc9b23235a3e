import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Bytes } from '../bytes.ts';
import { concatBytes } from '../bytes.ts';
import type { ChainError } from '../error.ts';
import type { Value } from '../scale/index.ts';
import { decode, encode } from '../scale/index.ts';
import { checkSchema, decodeMetadata, isCallable, isReadable, metadata, metadataWithApis } from './index.ts';
import { MAX_METADATA_BYTES } from './metadata-decode.ts';
import { metadataV14 } from './metadata-v14.ts';
import { pallets } from './runtime.ts';

const FINNEY = fileURLToPath(new URL('../../../../shared/data/finney.metadata.scale', import.meta.url));
/** Ours, as a chain of ours serves it. */
const OURS = metadata();
/** For 340 KB of metadata; it takes some 30. */
const WORK_MS = 150;

type Metadata = Value<typeof metadataV14>;
type Mutable<T> = T extends Uint8Array ? T : { -readonly [K in keyof T]: Mutable<T[K]> };

/** The report on a chain whose metadata is ours but for what `change` does to it. */
function reportAfter(change: (metadata: Mutable<Metadata>) => void) {
  const changed = decode(metadataV14, OURS) as Mutable<Metadata>;
  change(changed);
  return checkSchema(decodeMetadata(encode(metadataV14, changed)));
}
const palletOf = (meta: Mutable<Metadata>, name: string) => meta.pallets.find((pallet) => pallet.name === name)!;
const storageOf = (meta: Mutable<Metadata>, pallet: string, item: string) =>
  palletOf(meta, pallet).storage!.entries.find(({ name }) => name === item)!;
const typeOf = (meta: Mutable<Metadata>, is: (type: Mutable<Metadata>['types'][number]) => boolean) =>
  meta.types.findIndex(is);
const primitive = (meta: Mutable<Metadata>, index: number) =>
  typeOf(meta, ({ definition }) => definition.type === 'Primitive' && definition.value[0] === index);
const armsOf = (meta: Mutable<Metadata>, type: number) => {
  const { definition } = meta.types[type]!;
  if (definition.type !== 'Variant') throw new Error('not an enum');
  return definition.value[0];
};
const refusal = (bytes: Uint8Array): string => {
  try {
    decodeMetadata(bytes);
    return 'read';
  } catch (error) {
    return (error as ChainError).code;
  }
};

describe('a chain that our declarations describe', () => {
  it('fits in every version of metadata that we write', () => {
    for (const bytes of [OURS, metadataWithApis([]), metadata({ slotDurationMs: 250 })]) {
      expect(checkSchema(decodeMetadata(bytes))).toEqual({ specVersion: 424, missing: [], different: [], fits: true });
    }
  });

  it.skipIf(!existsSync(FINNEY))('is finney with runtime 424, and that is known in a moment', () => {
    const bytes = new Uint8Array(readFileSync(FINNEY));
    let [report, quickestMs] = [checkSchema(decodeMetadata(bytes)), Number.POSITIVE_INFINITY];
    // The quickest of a few: what it takes, and not what else the machine does.
    for (let i = 0; i < 5 && quickestMs >= WORK_MS; i++) {
      const startedMs = performance.now();
      report = checkSchema(decodeMetadata(bytes));
      quickestMs = Math.min(quickestMs, performance.now() - startedMs);
    }
    expect(quickestMs).toBeLessThan(WORK_MS);
    expect(report).toEqual({ specVersion: 424, missing: [], different: [], fits: true });
  });

  it('may have more than we declare: items, calls, events, errors and pallets', () => {
    const report = reportAfter((meta) => {
      const balances = palletOf(meta, 'Balances');
      const [entry] = balances.storage!.entries;
      balances.storage!.entries.push({ ...entry!, name: 'Newer' });
      armsOf(meta, balances.calls!).push({ name: 'newer', index: 200, fields: [], docs: [] });
      armsOf(meta, balances.errors!).push({ name: 'Newer', index: 200, fields: [], docs: [] });
      meta.pallets.push({ ...balances, name: 'Newer', index: 99 });
    });
    expect(report.fits).toBe(true);
  });
});

describe('a chain that has changed', () => {
  it('has another type under a storage item, which alone is not read any more', () => {
    const report = reportAfter((meta) => {
      const { type } = storageOf(meta, 'SubtensorModule', 'Kappa');
      if (type.type === 'Map') type.value.value = primitive(meta, 5);
    });
    expect(report.different).toEqual([
      { what: 'storage SubtensorModule.Kappa', ours: 'value: u16', theirs: 'value: u32' },
    ]);
    expect(report.fits).toBe(false);
    expect(isReadable(report, 'SubtensorModule', 'Kappa')).toBe(false);
    expect(isReadable(report, 'SubtensorModule', 'Tempo')).toBe(true);
    expect(isCallable(report, 'SubtensorModule', 'set_weights')).toBe(true);
  });

  it('hashes keys otherwise, has another default, or another modifier', () => {
    const report = reportAfter((meta) => {
      const kappa = storageOf(meta, 'SubtensorModule', 'Kappa');
      if (kappa.type.type === 'Map') kappa.type.value.hashers[0]!.type = 'Twox64Concat';
      storageOf(meta, 'SubtensorModule', 'Tempo').absent = Uint8Array.of(1, 0);
      storageOf(meta, 'System', 'Number').modifier.type = 'Optional';
    });
    const named = (item: string) => report.different.filter(({ what }) => what.endsWith(`.${item}`));
    expect(named('Kappa')).toMatchObject([{ ours: 'keys Identity', theirs: 'keys Twox64Concat' }]);
    expect(named('Tempo')).toMatchObject([{ theirs: 'default 0x0100' }]);
    expect(named('Number')[0]).toMatchObject({ ours: 'Default', theirs: 'Optional' });
  });

  it('has lost items, calls and pallets', () => {
    const report = reportAfter((meta) => {
      const { storage } = palletOf(meta, 'SubtensorModule');
      storage!.entries = storage!.entries.filter(({ name }) => name !== 'Kappa');
      const calls = armsOf(meta, palletOf(meta, 'Balances').calls!);
      calls.splice(
        calls.findIndex(({ name }) => name === 'burn'),
        1,
      );
      meta.pallets = meta.pallets.filter(({ name }) => name !== 'Sudo');
    });
    expect(report.missing).toContain('storage SubtensorModule.Kappa');
    expect(report.missing).toContain('call Balances.burn');
    expect(report.missing).toContain('storage Sudo.Key');
    expect(isReadable(report, 'SubtensorModule', 'Kappa')).toBe(false);
    expect(isCallable(report, 'Balances', 'burn')).toBe(false);
    expect(isCallable(report, 'Balances', 'transfer_all')).toBe(true);
  });

  it('has renumbered a pallet, which takes its calls, events and errors along', () => {
    const report = reportAfter((meta) => {
      palletOf(meta, 'Balances').index = 77;
    });
    expect(isCallable(report, 'Balances', 'burn')).toBe(false);
    expect(report.different.map(({ what }) => what)).toEqual(
      expect.arrayContaining(['event Balances.Transfer', 'error Balances.InsufficientBalance']),
    );
    expect(isReadable(report, 'Balances', 'TotalIssuance')).toBe(true);
  });

  it('has renamed or swapped the fields of a struct that a value holds', () => {
    const report = reportAfter((meta) => {
      const type = meta.types[typeOf(meta, ({ path }) => path.at(-1) === 'AccountInfo')]!;
      if (type.definition.type === 'Composite') type.definition.value[0].reverse();
    });
    expect(report.different).toMatchObject([{ what: 'storage System.Account' }]);
  });

  it('has given a fixed-point number another point, which only its parameter tells', () => {
    const report = reportAfter((meta) => {
      const [one, other] = meta.types.filter(({ path }) => path.join('::') === 'substrate_fixed::FixedU128');
      for (const parameter of other!.parameters) parameter.type = one!.parameters[0]!.type;
    });
    expect(report.different.map(({ what }) => what)).toContain('storage SubtensorModule.RootProp');
    expect(isReadable(report, 'SubtensorModule', 'RootProp')).toBe(false);
    expect(isReadable(report, 'SubtensorModule', 'Alpha')).toBe(true);
  });

  it('demands another extension of every transaction, so that none can be sent', () => {
    const report = reportAfter((meta) => {
      meta.extrinsic.signedExtensions.push({ identifier: 'CheckMore', type: 0, additionalSigned: 0 });
    });
    expect(report.different.map(({ what }) => what)).toEqual(['extensions']);
    expect(isCallable(report, 'Balances', 'burn')).toBe(false);
    expect(isReadable(report, 'Balances', 'TotalIssuance')).toBe(true);
  });

  it('is reported for each storage item that is taken away, and for no other', () => {
    const items = pallets.flatMap((pallet) => Object.keys(pallet.storage).map((name) => [pallet.name, name] as const));
    fc.assert(
      fc.property(fc.constantFrom(...items), ([pallet, item]) => {
        const { missing, different } = reportAfter((meta) => {
          const { storage } = palletOf(meta, pallet);
          storage!.entries = storage!.entries.filter(({ name }) => name !== item);
        });
        expect([missing, different]).toEqual([[`storage ${pallet}.${item}`], []]);
      }),
      { seed: 31, numRuns: 10 },
    );
  });
});

describe('metadata from somebody who lies', () => {
  it('is refused by name', () => {
    expect(refusal(new Uint8Array(MAX_METADATA_BYTES + 1))).toBe('metadata/too-large');
    expect(refusal(Uint8Array.of(1, 2, 3, 4, 14))).toBe('metadata/not-metadata');
    expect(refusal(OURS.with(4, 13))).toBe('metadata/unsupported');
    expect(refusal(new Uint8Array())).toBe('scale/truncated');
    const head = OURS.subarray(0, 5);
    // 2^29 types are announced.
    expect(refusal(concatBytes(head, Uint8Array.of(2, 0, 0, 0x80)))).toBe('scale/length-exceeds-input');
    const many = concatBytes(head, Uint8Array.of(0x02, 0x00, 0x04, 0x00), new Uint8Array(1 << 17));
    expect(refusal(many)).toBe('metadata/too-many');
  });

  it('costs no more than its bytes, and refers to types that are not there without harm', () => {
    const report = reportAfter((meta) => {
      meta.types = meta.types.slice(0, 40);
    });
    expect(report.fits).toBe(false);
  });

  it('has no enum of more arms than an index can tell apart', () => {
    const changed = decode(metadataV14, OURS) as Mutable<Metadata>;
    const arms = armsOf(
      changed,
      typeOf(changed, ({ definition }) => definition.type === 'Variant' && definition.value[0].length > 0),
    );
    arms.push(...Array.from({ length: 257 - arms.length }, () => arms[0]!));
    expect(refusal(encode(metadataV14, changed))).toBe('metadata/too-many');
    arms.pop();
    expect(refusal(encode(metadataV14, changed))).toBe('read');
  });

  it('is compared in no time though a struct has a hundred thousand fields', () => {
    const started = performance.now();
    const report = reportAfter((meta) => {
      const { definition } = meta.types.find(({ path }) => path.at(-1) === 'AccountId32')!;
      if (definition.type !== 'Composite') throw new Error('no struct');
      definition.value[0].push(...Array.from({ length: 100_000 }, () => definition.value[0][0]!));
    });
    expect(report.fits).toBe(false);
    expect(report.different.every(({ theirs }) => theirs.length <= 200)).toBe(true);
    // It takes a fifth of that on a busy machine.
    expect(performance.now() - started).toBeLessThan(2000);
  });

  it('never throws anything but a refusal, however it is damaged', () => {
    const bytes = OURS.slice(0, 20_000) as Bytes;
    fc.assert(
      fc.property(fc.nat({ max: bytes.length - 1 }), fc.nat({ max: 255 }), (at, byte) => {
        expect(refusal(bytes.with(at, byte))).toMatch(/^(read|metadata\/|scale\/)/);
      }),
      { seed: 32, numRuns: 200 },
    );
  });
});
