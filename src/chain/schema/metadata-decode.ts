/**
 * Reads the metadata of a chain (versions 14, 15 and 16) as far as it must be known to compare it with our declarations:
 * types, storage, calls, events, errors and extensions. Docs, constants and runtime functions are passed over.
 *
 *   "meta" ++ version ++ types ++ pallets ++ extrinsic ++ …not read
 *
 * Whoever sends metadata may be lying, so every list is counted against a bound before it is read. Formats: crate
 * `frame-metadata`, `v14.rs`, `v15.rs`, `v16.rs`; types: crate `scale-info`, `PortableRegistry`.
 */
import { equalBytes, toHex } from '../bytes.ts';
import { ChainError } from '../error.ts';
import { compact, decode, ScaleReader, str, u32 } from '../scale/index.ts';
import type {
  ChainExtension,
  ChainField,
  ChainMetadata,
  ChainPallet,
  ChainStorageItem,
  ChainType,
  ChainTypeDefinition,
  ChainVariant,
} from './chain-metadata.ts';
import { MAGIC, PRIMITIVES } from './metadata-v14.ts';
import { runtimeVersion } from './pallets/runtime-version.ts';

/** Finney's is 338 KB. */
export const MAX_METADATA_BYTES = 4 << 20;
/** Finney's has some 900 types in 28 pallets. */
const MAX_TYPES = 16_384;
const MAX_PALLETS = 256;
/** An arm's index is a byte. */
const MAX_VARIANTS = 256;
/** Fields, arms, parameters, storage items, …: all together. Finney's has some 13 000. */
const MAX_PARTS = 262_144;

type MetadataVersion = 14 | 15 | 16;
const HASHERS = [
  'Blake2_128',
  'Blake2_256',
  'Blake2_128Concat',
  'Twox128',
  'Twox256',
  'Twox64Concat',
  'Identity',
] as const;
const MODIFIERS = ['Optional', 'Default', 'Required'] as const;
const compactU32 = compact(u32);

/**
 * @throws ChainError `metadata/too-large`, `metadata/not-metadata`, `metadata/unsupported` (another version),
 *   `metadata/too-many` (types, pallets, arms or parts), `metadata/bad-tag`, and `scale/…`.
 */
export function decodeMetadata(bytes: Uint8Array): ChainMetadata {
  if (bytes.length > MAX_METADATA_BYTES) {
    throw new ChainError('metadata/too-large', `at most ${MAX_METADATA_BYTES} bytes of metadata, got ${bytes.length}`);
  }
  return new MetadataReader(bytes).metadata();
}

class MetadataReader {
  readonly #input: ScaleReader;
  #parts = 0;
  #version: MetadataVersion = 14;
  #specVersion: number | undefined;

  constructor(bytes: Uint8Array) {
    this.#input = new ScaleReader(bytes);
  }

  metadata(): ChainMetadata {
    if (!equalBytes(this.#input.take(MAGIC.length), Uint8Array.from(MAGIC))) {
      throw this.#refusal('metadata/not-metadata', 'the bytes do not begin with "meta"');
    }
    const version = this.#input.u8();
    if (version !== 14 && version !== 15 && version !== 16) {
      throw this.#refusal('metadata/unsupported', `versions 14, 15 and 16 are read, got ${version}`);
    }
    this.#version = version;
    const types = this.#list(() => this.#type(), MAX_TYPES);
    const pallets = this.#list(() => this.#pallet(), MAX_PALLETS);
    const extensions = this.#extensions();
    return {
      specVersion: this.#specVersion,
      types,
      pallets: new Map(pallets.map((pallet) => [pallet.name, pallet])),
      extensions,
    };
  }

  #refusal(code: string, reason: string): ChainError {
    return new ChainError(code, reason, { offset: this.#input.offset });
  }

  #list<T>(read: () => T, max = MAX_PARTS): T[] {
    const count = this.#number();
    this.#input.expectItems(count, 1);
    this.#parts += count;
    if (count > max || this.#parts > MAX_PARTS) {
      throw this.#refusal('metadata/too-many', `at most ${max} are read here and ${MAX_PARTS} in all, got ${count}`);
    }
    const list: T[] = [];
    for (let i = 0; i < count; i++) list.push(read());
    return list;
  }

  #number = (): number => compactU32.read(this.#input);
  #text = (): string => str.read(this.#input);

  #tag<const T>(names: readonly T[]): T {
    const tag = this.#input.u8();
    const name = names[tag];
    if (name === undefined) throw this.#refusal('metadata/bad-tag', `expected a tag below ${names.length}, got ${tag}`);
    return name;
  }

  #option<T>(read: () => T): T | undefined {
    return this.#tag([false, true]) ? read() : undefined;
  }

  #bytes(): Uint8Array {
    const length = this.#number();
    this.#input.expectItems(length, 1);
    return this.#input.take(length);
  }

  /** Docs and notes: passed over, as bytes. */
  #skipTexts(): void {
    this.#list(() => void this.#bytes());
  }

  /** 16: whether an item is deprecated, and why. */
  #skipDeprecation(): void {
    if (this.#version < 16) return;
    this.#skipDeprecationNote(['current', 'deprecated', 'noted']);
  }

  #skipDeprecationNote(states: readonly string[]): void {
    if (this.#tag(states) !== 'noted') return;
    this.#bytes();
    this.#option(() => this.#bytes());
  }

  #type(): ChainType {
    this.#number(); // types stand in the order of their numbers
    const path = this.#list(this.#text);
    const parameters = this.#list(() => ({ name: this.#text(), type: this.#option(this.#number) }));
    const definition = this.#definition();
    this.#skipTexts();
    return { path, parameters, definition };
  }

  #definition(): ChainTypeDefinition {
    const kind = this.#tag(['composite', 'variant', 'sequence', 'array', 'tuple', 'primitive', 'compact']);
    switch (kind) {
      case 'composite':
        return { kind, fields: this.#fields() };
      case 'variant':
        return { kind, variants: this.#list(() => this.#variant(), MAX_VARIANTS) };
      case 'sequence':
      case 'compact':
        return { kind, of: this.#number() };
      case 'array': {
        const length = this.#input.u32();
        return { kind, length, of: this.#number() };
      }
      case 'tuple':
        return { kind, of: this.#list(this.#number) };
      case 'primitive':
        return { kind, name: this.#tag(PRIMITIVES) };
    }
  }

  #fields(): ChainField[] {
    return this.#list(() => {
      const name = this.#option(this.#text);
      const type = this.#number();
      this.#option(() => this.#bytes());
      this.#skipTexts();
      return { name, type };
    });
  }

  #variant(): ChainVariant {
    const name = this.#text();
    const fields = this.#fields();
    const index = this.#input.u8();
    this.#skipTexts();
    return { name, index, fields };
  }

  #pallet(): ChainPallet {
    const name = this.#text();
    const storage = this.#option(() => ({ prefix: this.#text(), items: this.#list(() => this.#storageItem()) }));
    const [calls, events] = [this.#enum(), this.#enum()];
    this.#list(() => this.#constant(name));
    const errors = this.#enum();
    if (this.#version === 16) this.#skipAssociated();
    const index = this.#input.u8();
    if (this.#version >= 15) this.#skipTexts();
    this.#skipDeprecation();
    const items = new Map(storage?.items.map((item) => [item.name, item]));
    return { name, index, prefix: storage?.prefix, storage: items, calls, events, errors };
  }

  /** Calls, events or errors: the number of their type. */
  #enum(): number | undefined {
    return this.#option(() => {
      const type = this.#number();
      if (this.#version === 16) {
        this.#list(() => {
          this.#input.u8();
          this.#skipDeprecationNote(['unused', 'deprecated', 'noted']);
        });
      }
      return type;
    });
  }

  #storageItem(): ChainStorageItem {
    const name = this.#text();
    const modifier = this.#tag(MODIFIERS);
    const isMap = this.#tag([false, true]);
    const hashers = isMap ? this.#list(() => this.#tag(HASHERS)) : [];
    const key = isMap ? this.#number() : undefined;
    const value = this.#number();
    const absent = toHex(this.#bytes());
    this.#skipTexts();
    this.#skipDeprecation();
    return { name, modifier, hashers, key, value, absent };
  }

  #constant(pallet: string): void {
    const name = this.#text();
    this.#number();
    const value = this.#bytes();
    this.#skipTexts();
    this.#skipDeprecation();
    if (pallet === 'System' && name === 'Version') this.#specVersion = specVersionOf(value);
  }

  /** 16: associated types and view functions. */
  #skipAssociated(): void {
    this.#list(() => {
      this.#bytes();
      this.#number();
      this.#skipTexts();
    });
    this.#list(() => {
      this.#input.take(VIEW_FUNCTION_ID_BYTES);
      this.#bytes();
      this.#list(() => {
        this.#bytes();
        this.#number();
      });
      this.#number();
      this.#skipTexts();
      this.#skipDeprecation();
    });
  }

  #extensions(): ChainExtension[] {
    if (this.#version === 14) {
      this.#number();
      this.#input.u8();
    } else if (this.#version === 15) {
      this.#input.u8();
      for (let i = 0; i < EXTRINSIC_TYPES_V15; i++) this.#number();
    } else {
      this.#bytes(); // versions, a byte each
      for (let i = 0; i < EXTRINSIC_TYPES_V16; i++) this.#number();
      this.#list(() => {
        this.#input.u8();
        this.#list(this.#number);
      });
    }
    return this.#list(() => ({ identifier: this.#text(), extra: this.#number(), implicit: this.#number() }));
  }
}

const VIEW_FUNCTION_ID_BYTES = 32;
/** Address, call, signature and extra; version 16 has no extra. */
const EXTRINSIC_TYPES_V15 = 4;
const EXTRINSIC_TYPES_V16 = 3;

/** A version that is not in our form leaves the number unknown: the types are compared all the same. */
function specVersionOf(value: Uint8Array): number | undefined {
  try {
    return decode(runtimeVersion, value).spec_version;
  } catch (error) {
    if (error instanceof ChainError) return undefined;
    throw error;
  }
}
