/**
 * The format of runtime metadata, version 14 (crate `frame-metadata`): what a generic client reads to know a chain.
 *
 *   "meta" ++ 14 ++ types ++ pallets ++ extrinsic ++ type of the runtime
 *
 * Types are numbered; everything refers to them by number (crate `scale-info`, `PortableRegistry`).
 */
import type { Value } from '../scale/index.ts';
import { bytes, compact, fixedBytes, option, str, struct, u8, u32, variant, vec } from '../scale/index.ts';

export const typeId = compact(u32);
export const docs = vec(str);
/** Parts of metadata have no path of their own. */
export const nothing = [] as const;

const field = struct(nothing, { name: option(str), type: typeId, typeName: option(str), docs });

const typeDefinition = variant(nothing, {
  Composite: [0, [vec(field)]],
  Variant: [1, [vec(struct(nothing, { name: str, fields: vec(field), index: u8, docs }))]],
  Sequence: [2, [typeId]],
  Array: [3, { length: u32, of: typeId }],
  Tuple: [4, [vec(typeId)]],
  /** Index into `PRIMITIVES`. */
  Primitive: [5, [u8]],
  Compact: [6, [typeId]],
});
export const PRIMITIVES = [
  'bool',
  'char',
  'str',
  'u8',
  'u16',
  'u32',
  'u64',
  'u128',
  'u256',
  'i8',
  'i16',
  'i32',
  'i64',
  'i128',
  'i256',
] as const;

export const portableType = struct(nothing, {
  id: typeId,
  path: vec(str),
  parameters: vec(struct(nothing, { name: str, type: option(typeId) })),
  definition: typeDefinition,
  docs,
});
export type PortableType = Value<typeof portableType>;

const storageEntry = struct(nothing, {
  name: str,
  modifier: variant(nothing, { Optional: [0, []], Default: [1, []], Required: [2, []] }),
  type: variant(nothing, {
    Plain: [0, [typeId]],
    Map: [
      1,
      {
        hashers: vec(
          variant(nothing, {
            Blake2_128: [0, []],
            Blake2_256: [1, []],
            Blake2_128Concat: [2, []],
            Twox128: [3, []],
            Twox256: [4, []],
            Twox64Concat: [5, []],
            Identity: [6, []],
          }),
        ),
        key: typeId,
        value: typeId,
      },
    ],
  }),
  absent: bytes,
  docs,
});

export type StorageEntry = Value<typeof storageEntry>;

export const palletFields = {
  name: str,
  storage: option(struct(nothing, { prefix: str, entries: vec(storageEntry) })),
  calls: option(typeId),
  events: option(typeId),
  constants: vec(struct(nothing, { name: str, type: typeId, value: bytes, docs })),
  errors: option(typeId),
  index: u8,
};
const palletMetadata = struct(nothing, palletFields);
export type PalletMetadata = Value<typeof palletMetadata>;

export const MAGIC = [0x6d, 0x65, 0x74, 0x61];
export const VERSION = 14;

export const signedExtension = struct(nothing, { identifier: str, type: typeId, additionalSigned: typeId });

export const metadataV14 = struct(nothing, {
  magic: fixedBytes(4),
  version: u8,
  types: vec(portableType),
  pallets: vec(palletMetadata),
  extrinsic: struct(nothing, {
    type: typeId,
    version: u8,
    signedExtensions: vec(signedExtension),
  }),
  type: typeId,
});
