/**
 * Types by the names that people give them: `StakeInfo`, `U64F64`, `Vec<(u16, AccountId32)>`.
 *
 * A name is the last part of a type's path in the chain's registry; the types are found by walking all declarations.
 */
import { ChainError } from '../../src/chain/error.ts';
import type { AnyCodec } from '../../src/chain/scale/index.ts';
import * as scale from '../../src/chain/scale/index.ts';
import type { AnyPallet } from '../../src/chain/schema/index.ts';
import * as schema from '../../src/chain/schema/index.ts';

const { bool, bytes, str, u8, u16, u32, u64, u128, u256, i8, i16, i32, i64, i128 } = scale;
const { accountId, i32f32, i64f64, i96f32, u64f64, u96f32, unit } = schema;
/** Names that are no path of the registry. */
const ALIASES: Readonly<Record<string, AnyCodec>> = {
  ...{ bool, str, u8, u16, u32, u64, u128, u256, i8, i16, i32, i64, i128 },
  '()': unit,
  Bytes: bytes,
  AccountId: accountId,
  I32F32: i32f32,
  I64F64: i64f64,
  I96F32: i96f32,
  U64F64: u64f64,
  U96F32: u96f32,
};
const WRAPPERS: Readonly<Record<string, (...of: AnyCodec[]) => AnyCodec>> = {
  Vec: (of) => (of === u8 ? bytes : scale.vec(of!)),
  Option: (of) => scale.option(of!),
  Compact: (of) => scale.compact(of!),
  BTreeSet: (of) => schema.btreeSet(of!),
  BTreeMap: (key, value) => schema.btreeMap(key!, value!),
};

/** @throws ChainError `vectors/unknown-type`. */
export function typeByName(name: string): AnyCodec {
  const trimmed = name.trim();
  const known = Object.hasOwn(ALIASES, trimmed) ? ALIASES[trimmed] : namedTypes().get(trimmed);
  if (known) return known;
  const wrapper = /^(\w+)<(.+)>$/.exec(trimmed);
  const wrap = wrapper && Object.hasOwn(WRAPPERS, wrapper[1]!) ? WRAPPERS[wrapper[1]!] : undefined;
  if (wrap) return wrap(...splitTopLevel(wrapper![2]!).map(typeByName));
  const tuple = /^\((.+)\)$/.exec(trimmed);
  if (tuple) return scale.tuple(...splitTopLevel(tuple[1]!).map(typeByName));
  throw new ChainError('vectors/unknown-type', `no type is called ${JSON.stringify(trimmed.slice(0, 60))}`);
}

/** Splits at the commas that are in no brackets. */
function splitTopLevel(list: string): string[] {
  const parts = [''];
  let depth = 0;
  for (const character of list) {
    if ('<('.includes(character)) depth++;
    if ('>)'.includes(character)) depth--;
    if (character === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] += character;
  }
  return parts;
}

let found: ReadonlyMap<string, AnyCodec> | undefined;
function namedTypes(): ReadonlyMap<string, AnyCodec> {
  found ??= walkDeclarations();
  return found;
}

function walkDeclarations(): ReadonlyMap<string, AnyCodec> {
  const byName = new Map<string, AnyCodec>();
  const seen = new Set<string>();
  const visit = (codec: AnyCodec): void => {
    const shape = codec.shape();
    if (shape.kind === 'composite' || shape.kind === 'variant') {
      const path = shape.path.join('::');
      for (const parameter of shape.parameters ?? []) if (parameter.codec) visit(parameter.codec);
      // Generic collections share one path; what is in them was visited as a parameter.
      if (seen.has(path)) return;
      seen.add(path);
      const name = shape.path.at(-1) ?? '';
      if (!byName.has(name)) byName.set(name, codec);
      const fields = shape.kind === 'composite' ? shape.fields : shape.variants.flatMap((arm) => arm.fields);
      for (const field of fields) visit(field.codec);
    } else if (shape.kind === 'tuple') {
      for (const member of shape.of) visit(member);
    } else if (shape.kind !== 'primitive') {
      visit(shape.of);
    }
  };
  for (const exported of Object.values(schema)) if (isCodec(exported)) visit(exported);
  for (const pallet of schema.pallets as readonly AnyPallet[]) {
    for (const item of Object.values(pallet.storage)) {
      for (const key of item.keys) visit(key.codec);
      visit(item.value);
    }
  }
  return byName;
}

const isCodec = (value: unknown): value is AnyCodec =>
  typeof value === 'object' && value !== null && 'shape' in value && 'read' in value;
