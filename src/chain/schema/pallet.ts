/**
 * What a pallet is: a named, numbered part of the runtime with its storage, calls, events, errors and constants.
 */
import type { AnyCodec, Codec, TypePath } from '../scale/index.ts';
import type { AnyStorageItem, StorageDeclaration, StorageItem } from './storage-item.ts';

/** The errors of a pallet in the order of their indices (0, 1, 2, …). */
export interface PalletErrors {
  readonly path: TypePath;
  /** Name → one sentence why; empty where a user never meets it. */
  readonly sentences: Readonly<Record<string, string>>;
}

export interface PalletConstant<T> {
  readonly codec: Codec<T>;
  readonly value: T;
}

/** A value that the runtime publishes in its metadata. */
export const constant = <T>(codec: Codec<T>, value: NoInfer<T>): PalletConstant<T> => ({ codec, value });

// biome-ignore lint/suspicious/noExplicitAny: declarations of every key and value type are collected here.
type AnyStorageDeclaration = StorageDeclaration<any, any, any>;

export interface PalletDeclaration {
  readonly name: string;
  /** First byte of every encoded call, event and module error of the pallet. */
  readonly index: number;
  readonly storage?: Readonly<Record<string, AnyStorageDeclaration>>;
  /** An enum of the pallet's calls. */
  readonly calls?: AnyCodec;
  /** An enum of the pallet's events. */
  readonly events?: AnyCodec;
  readonly errors?: PalletErrors;
  // biome-ignore lint/suspicious/noExplicitAny: constants of every type are collected here.
  readonly constants?: Readonly<Record<string, PalletConstant<any>>>;
}

type Placed<D> =
  D extends StorageDeclaration<infer Keys, infer Stored, infer Absent> ? StorageItem<Keys, Stored, Absent> : never;
export type PlacedStorage<P extends PalletDeclaration> = {
  readonly [Name in keyof NonNullable<P['storage']>]: Placed<NonNullable<P['storage']>[Name]>;
};
export type Pallet<P extends PalletDeclaration> = Omit<P, 'storage'> & { readonly storage: PlacedStorage<P> };

/** Any pallet, for code that walks all of them. */
export interface AnyPallet extends Omit<PalletDeclaration, 'storage'> {
  readonly storage: Readonly<Record<string, AnyStorageItem>>;
}

/** Declares a pallet; its storage items learn their pallet's and their own name. */
export function pallet<const P extends PalletDeclaration>(declaration: P): Pallet<P> {
  const items = Object.entries(declaration.storage ?? {}).map(([name, item]) => [
    name,
    { ...item, pallet: declaration.name, name },
  ]);
  return { ...declaration, storage: Object.fromEntries(items) as PlacedStorage<P> };
}
