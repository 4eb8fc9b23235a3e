/**
 * The metadata of finney (runtime 424, SCALE, version 16), read by polkadot-js, in the few terms that the comparison needs.
 *
 * The file is not part of the repository; where it is missing there is nothing to compare with.
 */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Metadata, TypeRegistry } from '@polkadot/types';
import { toHex } from '../bytes.ts';

const FILE = fileURLToPath(new URL('../../../../shared/data/finney.metadata.scale', import.meta.url));
export const isPresent = existsSync(FILE);

export interface RealField {
  readonly name: string | null;
  readonly type: number;
}
export interface RealVariant extends RealField {
  readonly name: string;
  readonly index: number;
  readonly fields: readonly RealField[];
}
export interface RealType {
  readonly path: readonly string[];
  readonly params: readonly { readonly name: string; readonly type: number | null }[];
  readonly def: {
    readonly primitive?: string;
    readonly compact?: { readonly type: number };
    readonly sequence?: { readonly type: number };
    readonly array?: { readonly type: number; readonly len: number };
    readonly tuple?: readonly number[];
    readonly composite?: { readonly fields: readonly RealField[] };
    readonly variant?: { readonly variants: readonly RealVariant[] };
  };
}
interface RealStorageItem {
  readonly name: string;
  readonly modifier: string;
  readonly type: {
    readonly plain?: number;
    readonly map?: { readonly hashers: readonly string[]; readonly key: number; readonly value: number };
  };
  readonly fallback: string;
}
type TypeReference = { readonly type: number } | null;
export interface RealPallet {
  readonly name: string;
  readonly index: number;
  readonly storage: { readonly prefix: string; readonly items: readonly RealStorageItem[] } | null;
  readonly calls: TypeReference;
  readonly events: TypeReference;
  readonly errors: TypeReference;
  readonly constants: readonly { readonly name: string; readonly type: number; readonly value: string }[];
}
interface RealApi {
  readonly name: string;
  readonly version: number;
  readonly methods: readonly {
    readonly name: string;
    readonly inputs: readonly { readonly name: string; readonly type: number }[];
    readonly output: number;
  }[];
}
export interface RealMetadata {
  readonly pallets: readonly RealPallet[];
  readonly type: (id: number) => RealType;
  readonly types: readonly RealType[];
  readonly apis: readonly RealApi[];
  readonly extensions: readonly { readonly identifier: string; readonly type: number; readonly implicit: number }[];
}

export function readFinneyMetadata(): RealMetadata {
  const metadata = new Metadata(new TypeRegistry(), toHex(readFileSync(FILE)) as `0x${string}`);
  const json = metadata.asV16.toJSON() as unknown as {
    readonly lookup: { readonly types: readonly { readonly id: number; readonly type: RealType }[] };
    readonly pallets: readonly RealPallet[];
    readonly apis: readonly RealApi[];
    readonly extrinsic: { readonly transactionExtensions: RealMetadata['extensions'] };
  };
  const types = json.lookup.types.map(({ type }) => type);
  return {
    pallets: json.pallets,
    types,
    apis: json.apis,
    type: (id) => types[id]!,
    extensions: json.extrinsic.transactionExtensions,
  };
}
