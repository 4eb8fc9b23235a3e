/**
 * Values as polkadot.js writes them in JSON, read by the type that they are meant for.
 *
 * Integers are numbers, decimal strings or big-endian hex (negative ones in two's complement); bytes and hashes are hex,
 * byte strings also plain text; accounts hex or SS58; fixed-point numbers `{ "bits": … }`; enums `"Name"` or
 * `{ "Name": content }`; `null` is `None`; calls within calls `{ "callIndex": "0x0702", "args": { … } }`. Names may be in
 * snake_case or camelCase, with a small or big first letter.
 */
import { fromHex, utf8 } from '../../src/chain/bytes.ts';
import { JsonPlace } from '../../src/chain/json.ts';
import type {
  AnyCodec,
  Codec,
  FieldShape,
  PrimitiveName,
  TypeShape,
  VariantShape,
} from '../../src/chain/scale/index.ts';
import { runtimeCall } from '../../src/chain/schema/index.ts';
import { fromSs58 } from '../../src/chain/ss58.ts';

/** Calls in calls in calls; nobody nests deeper in a vector. */
const MAX_DEPTH = 32;
/** 256 bits in decimal digits. */
const MAX_INTEGER_CHARACTERS = 78;
const INTEGER = /^(-?[0-9]+|0x[0-9a-fA-F]+)$/;

/** The value of type `codec` that stands at `place`. @throws ChainError `json/…` with the place. */
export function fromNotation<T>(codec: Codec<T>, place: JsonPlace): T {
  return read(codec.shape(), place, 0) as T;
}

/** `setWeights`, `set_weights` and `SetWeights` are the same name. */
export const plainName = (name: string): string => name.replaceAll('_', '').toLowerCase();

function read(shape: TypeShape, place: JsonPlace, depth: number): unknown {
  if (depth > MAX_DEPTH) throw place.error('too-long', `at most ${MAX_DEPTH} levels`);
  const inner = (codec: AnyCodec, at: JsonPlace): unknown => read(codec.shape(), at, depth + 1);
  switch (shape.kind) {
    case 'primitive':
      return primitive(shape.name, place);
    case 'compact':
      return isUnit(shape.of) ? undefined : inner(shape.of, place);
    case 'sequence':
      return isByte(shape.of) ? text(place) : place.list().map((at) => inner(shape.of, at));
    case 'array':
      return isByte(shape.of) ? bytes(place) : place.list().map((at) => inner(shape.of, at));
    case 'tuple':
      return members(shape.of, place).map(([codec, at]) => inner(codec, at));
    case 'composite':
      return composite(shape, place, inner);
    case 'variant':
      return variant(shape, place, inner);
  }
}

type ReadInner = (codec: AnyCodec, at: JsonPlace) => unknown;
type Composite = Extract<TypeShape, { kind: 'composite' }>;
type Variant = Extract<TypeShape, { kind: 'variant' }>;

function primitive(name: PrimitiveName, place: JsonPlace): unknown {
  if (name === 'bool') return place.bool();
  if (name === 'str' || name === 'char') return place.text();
  const bits = Number(name.slice(1));
  const value = integer(place, name.startsWith('i') ? bits : undefined);
  return bits > 32 ? value : Number(value);
}

/** Whether it fits is for the codec to say. Hex of a signed type is its two's complement in `signedBits`. */
function integer(place: JsonPlace, signedBits?: number): bigint {
  const text = String(place.raw);
  if (text.length > MAX_INTEGER_CHARACTERS || !INTEGER.test(text)) throw place.error('wrong-type', 'a whole number');
  const value = BigInt(text);
  return signedBits && text.startsWith('0x') ? BigInt.asIntN(signedBits, value) : value;
}

const isByte = (codec: AnyCodec): boolean => {
  const shape = codec.shape();
  return shape.kind === 'primitive' && shape.name === 'u8';
};
const isUnit = (codec: AnyCodec): boolean => {
  const shape = codec.shape();
  return shape.kind === 'tuple' && shape.of.length === 0;
};

function bytes(place: JsonPlace): Uint8Array {
  return Array.isArray(place.raw) ? Uint8Array.from(place.list(), (at) => at.u8()) : fromHex(place.text());
}

/** A byte string may be given as what it spells. */
function text(place: JsonPlace): Uint8Array {
  return typeof place.raw === 'string' && !place.raw.startsWith('0x') ? utf8(place.raw) : bytes(place);
}

function members(codecs: readonly AnyCodec[], place: JsonPlace): [AnyCodec, JsonPlace][] {
  const places = place.raw === null && codecs.length === 0 ? [] : place.list();
  if (places.length !== codecs.length) throw place.error('wrong-type', `a list of ${codecs.length}`);
  return codecs.map((codec, i) => [codec, places[i]!]);
}

function composite({ path, fields }: Composite, place: JsonPlace, inner: ReadInner): unknown {
  const name = path.at(-1);
  if (name === 'AccountId32') return account(place);
  if (name === 'U256') return integer(place);
  const [first] = fields;
  // A fixed-point number reads as its bits, any other wrapper as what it wraps.
  if (first && path[0] === 'substrate_fixed') return inner(first.codec, place.get('bits'));
  if (first && name === 'BTreeMap' && !Array.isArray(place.raw)) return mapEntries(first.codec, place, inner);
  if (first && first.name === undefined) return inner(first.codec, place);
  return named(fields, place, inner);
}

/** `{ "1": … }`: a map with its keys as text. `pairs` is the list of tuples that it wraps. */
function mapEntries(pairs: AnyCodec, place: JsonPlace, inner: ReadInner): unknown {
  const list = pairs.shape();
  const pair = list.kind === 'sequence' ? list.of.shape() : undefined;
  if (pair?.kind !== 'tuple') throw place.error('wrong-type', 'a list');
  const [key, value] = pair.of;
  return place.entries().map(([text, at]) => [inner(key!, JsonPlace.of(text)), inner(value!, at)]);
}

function account(place: JsonPlace): Uint8Array {
  const text = place.text();
  return text.startsWith('0x') ? fromHex(text) : fromSs58(text);
}

function named(fields: readonly FieldShape[], place: JsonPlace, inner: ReadInner): unknown {
  const given = new Map((fields.length > 0 ? place.entries() : []).map(([key, at]) => [plainName(key), at]));
  return Object.fromEntries(
    fields.map(({ name = '', codec }) => {
      return [name, inner(codec, given.get(plainName(name)) ?? place.get(name))];
    }),
  );
}

function variant(shape: Variant, place: JsonPlace, inner: ReadInner): unknown {
  const name = shape.path.at(-1);
  if (name === 'Option') return place.raw === null ? undefined : inner(shape.variants[1]!.fields[0]!.codec, place);
  if (name === 'RuntimeCall') return call(place, inner);
  if (name === 'MultiAddress' && typeof place.raw === 'string') return { type: 'Id', value: [account(place)] };
  if (typeof place.raw === 'string') return arm(find(shape, place.raw, place), undefined, inner);
  const entries = place.entries();
  if (entries.length !== 1) throw place.error('wrong-type', 'an object with one member');
  const [key, content] = entries[0]!;
  return arm(find(shape, key, place), content, inner);
}

function find(shape: Variant, name: string, place: JsonPlace): VariantShape {
  const found = shape.variants.find((candidate) => plainName(candidate.name) === plainName(name));
  if (!found) throw place.error('wrong-type', `a variant of ${shape.path.at(-1)}`);
  return found;
}

function arm({ name, fields }: VariantShape, content: JsonPlace | undefined, inner: ReadInner): unknown {
  if (fields.length === 0 || !content) return { type: name, value: undefined };
  if (fields[0]!.name !== undefined) return { type: name, value: named(fields, content, inner) };
  if (fields.length === 1) return { type: name, value: [inner(fields[0]!.codec, content)] };
  const codecs = fields.map((field) => field.codec);
  return { type: name, value: members(codecs, content).map(([codec, at]) => inner(codec, at)) };
}

function call(place: JsonPlace, inner: ReadInner): unknown {
  const [palletIndex, callIndex] = bytes(place.get('callIndex'));
  const found = findCall(
    ({ index }) => index === palletIndex,
    ({ index }) => index === callIndex,
  );
  if (!found) throw place.get('callIndex').error('wrong-type', 'the index of a call');
  return { type: found.pallet, value: [arm(found.call, place.get('args'), inner)] };
}

type Test = (variant: VariantShape) => boolean;

/** The first call that passes, in the first pallet that passes. */
export function findCall(isPallet: Test, isCall: Test): { pallet: string; call: VariantShape } | undefined {
  const pallet = variantsOf(runtimeCall).find(isPallet);
  const calls = pallet ? variantsOf(pallet.fields[0]!.codec) : [];
  const found = calls.find(isCall);
  return pallet && found ? { pallet: pallet.name, call: found } : undefined;
}

function variantsOf(codec: AnyCodec): readonly VariantShape[] {
  const shape = codec.shape();
  return shape.kind === 'variant' ? shape.variants : [];
}
