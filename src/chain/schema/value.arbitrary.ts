/** Random values of any type, made from its shape, for property tests. */
import fc from 'fast-check';
import type { AnyCodec, Codec, FieldShape, PrimitiveName, TypeShape } from '../scale/index.ts';

/** Below this, lists are short and calls contain no calls. */
const MAX_DEPTH = 5;
const MAX_ITEMS = 3;

/** Values that a test wants for some types: accounts that exist, amounts that somebody has. */
export type Known = (codec: AnyCodec) => fc.Arbitrary<unknown> | undefined;

/** A value that `codec` can write. Where a type is `known`, only what that says. */
export function anyValue<T>(codec: Codec<T>, known: Known = () => undefined): fc.Arbitrary<T> {
  return (known(codec) ?? ofShape(codec.shape(), 0, known)) as fc.Arbitrary<T>;
}

function ofShape(shape: TypeShape, depth: number, known: Known): fc.Arbitrary<unknown> {
  const inner = (codec: AnyCodec) => known(codec) ?? ofShape(codec.shape(), depth + 1, known);
  switch (shape.kind) {
    case 'primitive':
      return primitive(shape.name);
    case 'compact':
      return isUnit(shape.of) ? fc.constant(undefined) : inner(shape.of);
    case 'sequence':
      return isByte(shape.of)
        ? bytes({ maxLength: 40 })
        : depth > MAX_DEPTH || isUninhabited(shape.of)
          ? fc.constant([])
          : fc.array(inner(shape.of), { maxLength: MAX_ITEMS });
    case 'array':
      return isByte(shape.of)
        ? bytes({ minLength: shape.length, maxLength: shape.length })
        : fc.array(inner(shape.of), { minLength: shape.length, maxLength: shape.length });
    case 'tuple':
      return fc.tuple(...shape.of.map(inner));
    case 'composite':
      return composite(shape, inner);
    case 'variant':
      return variant(shape, depth, inner);
  }
}

type Inner = (codec: AnyCodec) => fc.Arbitrary<unknown>;

const bytes = (length: { readonly minLength?: number; readonly maxLength: number }) =>
  fc.uint8Array(length).map((array) => Uint8Array.from(array));

function primitive(name: PrimitiveName): fc.Arbitrary<unknown> {
  if (name === 'bool') return fc.boolean();
  // Pairs of surrogates only: others do not survive UTF-8.
  if (name === 'str' || name === 'char') return fc.string({ unit: 'grapheme', maxLength: 12 });
  const bits = Number(name.slice(1));
  const span = 1n << BigInt(bits);
  const range = name.startsWith('i') ? { min: -span / 2n, max: span / 2n - 1n } : { min: 0n, max: span - 1n };
  const integer = fc.oneof(fc.bigInt(range), fc.constantFrom(range.min, range.max));
  return bits > 32 ? integer : integer.map(Number);
}

const isByte = (codec: AnyCodec): boolean => {
  const shape = codec.shape();
  return shape.kind === 'primitive' && shape.name === 'u8';
};
const isUnit = (codec: AnyCodec): boolean => {
  const shape = codec.shape();
  return shape.kind === 'tuple' && shape.of.length === 0;
};

/** An enum without variants, or what contains one: only an empty list of it exists. */
const isUninhabited = (codec: AnyCodec): boolean => {
  const shape = codec.shape();
  if (shape.kind === 'variant') return shape.variants.length === 0;
  return shape.kind === 'composite' && shape.fields.some((field) => isUninhabited(field.codec));
};

function composite({ path, fields }: Extract<TypeShape, { kind: 'composite' }>, inner: Inner): fc.Arbitrary<unknown> {
  const [first] = fields;
  if (path.at(-1) === 'U256') return primitive('u256');
  // Sorted and without doubles, the easy way.
  if (first && (path[0] === 'BTreeSet' || path[0] === 'BTreeMap')) {
    return inner(first.codec).map((entries) => (entries as readonly unknown[]).slice(0, 1));
  }
  if (first && (first.name === undefined || path[0] === 'substrate_fixed')) return inner(first.codec);
  return named(fields, inner);
}

const named = (fields: readonly FieldShape[], inner: Inner): fc.Arbitrary<unknown> =>
  fc.record(Object.fromEntries(fields.map(({ name = '', codec }) => [name, inner(codec)])), { noNullPrototype: true });

function variant(
  { path, variants }: Extract<TypeShape, { kind: 'variant' }>,
  depth: number,
  inner: Inner,
): fc.Arbitrary<unknown> {
  const name = path.at(-1);
  if (name === 'Era') return fc.constant({ type: 'Immortal' });
  const some = variants[1]?.fields[0];
  if (name === 'Option' && some) return fc.oneof(fc.constant(undefined), inner(some.codec));
  // The deepest calls are the first that there are; they contain none.
  const arms = name === 'RuntimeCall' && depth > MAX_DEPTH ? variants.slice(0, 1) : variants;
  return fc.constantFrom(...arms).chain(({ name: type, fields }) => {
    if (fields.length === 0) return fc.constant({ type, value: undefined });
    const value =
      fields[0]!.name === undefined ? fc.tuple(...fields.map(({ codec }) => inner(codec))) : named(fields, inner);
    return value.map((content) => ({ type, value: content }));
  });
}
