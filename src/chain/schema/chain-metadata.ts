/**
 * A chain's metadata as far as it must be known to compare it with our declarations. Types are numbered; everything refers
 * to them by number. What a number means is only checked where it is followed: there may be no such type.
 */

export interface ChainField {
  readonly name: string | undefined;
  readonly type: number;
}
export interface ChainVariant {
  readonly name: string;
  readonly index: number;
  readonly fields: readonly ChainField[];
}
export type ChainTypeDefinition =
  | { readonly kind: 'composite'; readonly fields: readonly ChainField[] }
  | { readonly kind: 'variant'; readonly variants: readonly ChainVariant[] }
  | { readonly kind: 'sequence' | 'compact'; readonly of: number }
  | { readonly kind: 'array'; readonly of: number; readonly length: number }
  | { readonly kind: 'tuple'; readonly of: readonly number[] }
  | { readonly kind: 'primitive'; readonly name: string };
export interface ChainType {
  readonly path: readonly string[];
  readonly parameters: readonly { readonly name: string; readonly type: number | undefined }[];
  readonly definition: ChainTypeDefinition;
}
export interface ChainStorageItem {
  readonly name: string;
  readonly modifier: 'Optional' | 'Default' | 'Required';
  /** Empty for a plain value. */
  readonly hashers: readonly string[];
  /** Undefined for a plain value; a tuple where there are several hashers. */
  readonly key: number | undefined;
  readonly value: number;
  /** What an absent key stands for, as hex. */
  readonly absent: string;
}
export interface ChainPallet {
  readonly name: string;
  readonly index: number;
  readonly prefix: string | undefined;
  readonly storage: ReadonlyMap<string, ChainStorageItem>;
  readonly calls: number | undefined;
  readonly events: number | undefined;
  readonly errors: number | undefined;
}
export interface ChainExtension {
  readonly identifier: string;
  readonly extra: number;
  readonly implicit: number;
}
export interface ChainMetadata {
  /** Of the constant `System.Version`; undefined where that cannot be read. */
  readonly specVersion: number | undefined;
  readonly types: readonly ChainType[];
  readonly pallets: ReadonlyMap<string, ChainPallet>;
  readonly extensions: readonly ChainExtension[];
}
