/**
 * Structs, enums, and codecs that refer to each other.
 */
import { ChainError } from '../error.ts';
import type { AnyCodec, Codec, TypeParameter, TypeShape, Value } from './codec.ts';
import { within } from './codec.ts';

/** Where a type lives in the chain's source, for the registry: `['pallet_subtensor', 'pallet', 'AxonInfo']`. */
export type TypePath = readonly string[];

/** A struct with named fields, in the order of the declaration. */
export function struct<const F extends Readonly<Record<string, AnyCodec>>>(
  path: TypePath,
  fields: F,
  parameters?: readonly TypeParameter[],
): Codec<{ readonly [K in keyof F]: Value<F[K]> }> {
  const entries = Object.entries(fields);
  return {
    shape: () => ({
      kind: 'composite',
      path,
      fields: entries.map(([name, codec]) => ({ name, codec })),
      ...(parameters ? { parameters } : {}),
    }),
    minBytes: entries.reduce((sum, [, codec]) => sum + codec.minBytes, 0),
    write(value, out) {
      for (const [name, codec] of entries) codec.write(value[name as keyof F], out);
    },
    read(input) {
      const value: Record<string, unknown> = {};
      for (const [name, codec] of entries) value[name] = within(name, () => codec.read(input));
      return value as { readonly [K in keyof F]: Value<F[K]> };
    },
  };
}

/** A one-field wrapper (`AccountId32([u8; 32])`): the value is the inner value, the registry shows the wrapper. */
export function newtype<T>(path: TypePath, of: Codec<T>, parameters?: readonly TypeParameter[]): Codec<T> {
  return {
    ...of,
    shape: () => ({ kind: 'composite', path, fields: [{ codec: of }], ...(parameters ? { parameters } : {}) }),
  };
}

/** What one arm of an enum carries: nothing, named fields, or unnamed members. */
export type Arm = Readonly<Record<string, AnyCodec>> | readonly AnyCodec[];
type ArmValue<A> = A extends readonly []
  ? undefined
  : A extends readonly AnyCodec[]
    ? { readonly [K in keyof A]: Value<A[K]> }
    : { readonly [K in keyof A]: Value<A[K]> };

/** A value of an enum: `{ type: 'Raw', value: … }`. */
export type VariantValue<A> = {
  readonly [K in keyof A & string]: { readonly type: K; readonly value: ArmValue<A[K]> };
}[keyof A & string];

/**
 * An enum. Arms are `name: [index, arm]`: indices are stated, since chains leave gaps.
 * An arm is `[]` (no data), `[codec, …]` (unnamed) or `{ name: codec }` (named).
 */
export function variant<const A extends Readonly<Record<string, readonly [number, Arm]>>>(
  path: TypePath,
  arms: A,
  parameters?: readonly TypeParameter[],
): Codec<VariantValue<{ readonly [K in keyof A]: A[K][1] }>> {
  const list = Object.entries(arms).map(([name, [index, arm]]) => ({
    name,
    index,
    named: !Array.isArray(arm),
    fields: Object.entries(arm) as readonly [string, AnyCodec][],
  }));
  const byIndex = new Map(list.map((arm) => [arm.index, arm]));
  const byName = new Map(list.map((arm) => [arm.name, arm]));
  return {
    shape: () => ({
      kind: 'variant',
      path,
      variants: list.map(({ name, index, named, fields }) => ({
        name,
        index,
        fields: fields.map(([field, codec]) => (named ? { name: field, codec } : { codec })),
      })),
      ...(parameters ? { parameters } : {}),
    }),
    minBytes: 1,
    write(value, out) {
      const arm = byName.get(value.type);
      if (!arm) throw new RangeError(`${path.at(-1)} has no variant ${value.type}`);
      out.push(Uint8Array.of(arm.index));
      const body = value.value as Readonly<Record<string, unknown>> | undefined;
      for (const [field, codec] of arm.fields) codec.write(body?.[field], out);
    },
    read(input) {
      const offset = input.offset;
      const index = input.u8();
      const arm = byIndex.get(index);
      if (!arm) throw new ChainError('scale/bad-variant', `${path.at(-1)} has no variant ${index}`, { offset });
      const values = within(arm.name, () =>
        arm.fields.map(([field, codec]) => [field, within(field, () => codec.read(input))] as const),
      );
      const value =
        values.length === 0 && !arm.named
          ? undefined
          : arm.named
            ? Object.fromEntries(values)
            : values.map(([, member]) => member);
      return { type: arm.name, value } as VariantValue<{ readonly [K in keyof A]: A[K][1] }>;
    },
  };
}

/** A codec that is looked up when it is used, so that types may contain themselves (calls in calls). */
export function lazy<T>(get: () => Codec<T>): Codec<T> {
  return {
    shape: (): TypeShape => get().shape(),
    minBytes: 0,
    write: (value, out) => get().write(value, out),
    read: (input) => input.nested(() => get().read(input)),
  };
}
