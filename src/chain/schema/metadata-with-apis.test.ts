import { Metadata, TypeRegistry } from '@polkadot/types';
import { describe, expect, it } from 'vitest';
import { toHex } from '../bytes.ts';
import { decode, option, u16, u64, vec } from '../scale/index.ts';
import type { RuntimeApiShape } from './index.ts';
import { accountId, dynamicInfo, metadata, metadataV14, metadataV15, metadataWithApis } from './index.ts';

const API: RuntimeApiShape = {
  name: 'TestApi',
  methods: {
    about: { inputs: [{ name: 'netuid', codec: u16 }], output: option(dynamicInfo) },
    holders: { inputs: [], output: vec(accountId) },
  },
};

interface Described {
  readonly apis: readonly {
    readonly name: string;
    readonly methods: readonly {
      readonly name: string;
      readonly inputs: readonly { readonly name: string; readonly type: number }[];
      readonly output: number;
    }[];
  }[];
  readonly outerEnums: Readonly<Record<'callType' | 'eventType' | 'errorType', number>>;
  readonly lookup: { readonly types: readonly { readonly type: { readonly path: readonly string[] } }[] };
  readonly extrinsic: Readonly<Record<'addressType' | 'callType' | 'signatureType' | 'extraType', number>>;
}

const readByPolkadot = (): Described =>
  new Metadata(new TypeRegistry(), toHex(metadataWithApis([API])) as `0x${string}`).asV15.toJSON() as never;

describe('metadata of version 15', () => {
  it('names the functions and the types of what they take and give', () => {
    const { apis, lookup } = readByPolkadot();
    expect(apis.map(({ name }) => name)).toEqual(['TestApi']);
    const [about, holders] = apis[0]!.methods;
    expect(about!.inputs.map(({ name }) => name)).toEqual(['netuid']);
    expect(lookup.types[about!.output]!.type.path).toEqual(['Option']);
    expect(holders!.name).toBe('holders');
  });

  it('names the enums that span all pallets, and what an extrinsic is made of', () => {
    const { outerEnums, lookup, extrinsic } = readByPolkadot();
    const path = (type: number) => lookup.types[type]!.type.path.at(-1);
    expect(path(outerEnums.callType)).toBe('RuntimeCall');
    expect(path(outerEnums.eventType)).toBe('RuntimeEvent');
    expect(path(outerEnums.errorType)).toBe('RuntimeError');
    expect(path(extrinsic.addressType)).toBe('MultiAddress');
    expect(path(extrinsic.signatureType)).toBe('MultiSignature');
    expect(extrinsic.callType).toBe(outerEnums.callType);
  });

  it('says the same of pallets as version 14', () => {
    const options = { slotDurationMs: 250 };
    const [old, now] = [decode(metadataV14, metadata(options)), decode(metadataV15, metadataWithApis([API], options))];
    expect(now.pallets.map(({ docs: _, ...pallet }) => pallet)).toEqual(old.pallets);
    // Numbers of types are the same too: version 15 only has more of them.
    expect(now.types.slice(0, old.types.length)).toEqual(old.types);
    expect(now.types.length).toBeGreaterThan(old.types.length);
  });

  it('gives the type of every field a name, without which the Python tools decode no call', () => {
    const { types } = decode(metadataV15, metadataWithApis([API]));
    const fields = types.flatMap(({ definition }) =>
      definition.type === 'Composite'
        ? definition.value[0]
        : definition.type === 'Variant'
          ? definition.value[0].flatMap((arm) => arm.fields)
          : [],
    );
    expect(fields.length).toBeGreaterThan(1000);
    expect(fields.filter(({ typeName }) => !typeName)).toEqual([]);
    const names = new Set(fields.map(({ typeName }) => typeName));
    for (const name of ['Compact<u64>', 'Vec<u8>', 'AccountId32', 'Option<SubnetIdentityV3>'])
      expect(names).toContain(name);
  });

  it('is the same at every call', () => {
    expect(metadataWithApis([API])).toEqual(metadataWithApis([API]));
    expect(metadataWithApis([{ ...API, methods: { x: { inputs: [], output: u64 } } }])).not.toEqual(
      metadataWithApis([API]),
    );
  });
});
