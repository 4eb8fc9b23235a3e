/**
 * The runtime's metadata, written from the declarations: what a chain of ours answers when a wallet asks what it is.
 *
 * Version 14, extrinsics of version 4. Everything that generic clients need is in it; the docs are our own.
 */
import type { Bytes } from '../bytes.ts';
import type { TypeShape } from '../scale/index.ts';
import { encode, tuple } from '../scale/index.ts';
import { signedExtensions, uncheckedExtrinsic } from './extensions.ts';
import type { PalletMetadata, StorageEntry } from './metadata-v14.ts';
import { MAGIC, metadataV14, VERSION } from './metadata-v14.ts';
import type { AnyPallet, PalletConstant, PalletErrors } from './pallet.ts';
import { constant } from './pallet.ts';
import { Aura } from './pallets/aura.ts';
import type { RuntimeVersion } from './pallets/runtime-version.ts';
import { finneyVersion, runtimeVersion } from './pallets/runtime-version.ts';
import { Timestamp } from './pallets/timestamp.ts';
import { pallets } from './runtime.ts';
import type { AnyStorageItem } from './storage-item.ts';
import type { TypeRegistry } from './type-registry.ts';
import { typeRegistry } from './type-registry.ts';
import { runtimeType } from './types/basic.ts';

export const EXTRINSIC_VERSION = 4;
/** What an `Optional` item's default is in metadata: the encoding of `None`. */
const NONE: Bytes = Uint8Array.of(0);

/** Where a chain of ours differs from finney. */
export interface MetadataOptions {
  /** Milliseconds between blocks. */
  readonly slotDurationMs?: number;
  readonly version?: RuntimeVersion;
}

type Constants = Readonly<Record<string, PalletConstant<unknown>>>;

/** The metadata's bytes: `meta`, 14, and so on. Written anew at each call: keep them. */
export function metadata(options: MetadataOptions = {}): Bytes {
  const { registry, palletList, extensions } = declarations(options);
  const extrinsic = {
    type: registry.id(uncheckedExtrinsic),
    version: EXTRINSIC_VERSION,
    signedExtensions: extensions,
  };
  return encode(metadataV14, {
    magic: Uint8Array.from(MAGIC),
    version: VERSION,
    types: registry.types(),
    pallets: palletList,
    extrinsic,
    type: registry.id(runtimeType),
  });
}

/** What metadata of every version says: pallets and extensions, their types numbered in a fresh registry. */
export function declarations(options: MetadataOptions) {
  const own = ownConstants(options);
  const registry = typeRegistry();
  const palletList = pallets.map((pallet) => palletMetadata(pallet, own[pallet.name] ?? {}, registry));
  const extensions = signedExtensions.map(({ identifier, extra, implicit }) => ({
    identifier,
    type: registry.id(extra),
    additionalSigned: registry.id(implicit),
  }));
  return { registry, palletList, extensions };
}

/** Constants that a chain states for itself, by pallet. */
function ownConstants(options: MetadataOptions): Readonly<Record<string, Constants>> {
  const slotDurationMs = BigInt(options.slotDurationMs ?? Aura.constants.SlotDuration.value);
  return {
    System: { Version: constant(runtimeVersion, options.version ?? finneyVersion()) },
    Aura: { SlotDuration: { ...Aura.constants.SlotDuration, value: slotDurationMs } },
    // Two blocks must be at least half a slot apart.
    Timestamp: { MinimumPeriod: { ...Timestamp.constants.MinimumPeriod, value: slotDurationMs / 2n } },
  };
}

function palletMetadata(pallet: AnyPallet, own: Constants, registry: TypeRegistry): PalletMetadata {
  const { name, index, calls, events, errors } = pallet;
  const items = Object.values(pallet.storage);
  return {
    name,
    storage: items.length > 0 ? { prefix: name, entries: items.map((item) => entry(item, registry)) } : undefined,
    calls: calls && registry.id(calls),
    events: events && registry.id(events),
    constants: Object.entries({ ...pallet.constants, ...own }).map(([constantName, { codec, value }]) => ({
      name: constantName,
      type: registry.id(codec),
      value: encode(codec, value),
      docs: [],
    })),
    errors: errors && registry.idOfShape(errorShape(errors)),
    index,
  };
}

function entry(item: AnyStorageItem, registry: TypeRegistry): StorageEntry {
  const { name, modifier, keys, value, absent, docs } = item;
  const key = keys.length === 1 ? keys[0]!.codec : tuple(...keys.map((part) => part.codec));
  return {
    name,
    modifier: { type: modifier, value: undefined },
    type:
      keys.length === 0
        ? { type: 'Plain', value: [registry.id(value)] }
        : {
            type: 'Map',
            value: {
              hashers: keys.map(({ hasher }) => ({ type: hasher, value: undefined })),
              key: registry.id(key),
              value: registry.id(value),
            },
          },
    absent: modifier === 'Default' ? encode(value, absent) : NONE,
    docs: [docs],
  };
}

/** Errors have no codec of their own: in a dispatch error they are four bytes. */
const errorShape = ({ path, sentences }: PalletErrors): TypeShape => ({
  kind: 'variant',
  path,
  variants: Object.entries(sentences).map(([name, docs], index) => ({ name, index, fields: [], docs })),
});
