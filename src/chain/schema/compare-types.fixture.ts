/**
 * Compares our types with those of a real chain's registry, pair by pair, each pair once. Yields what differs, in words.
 */
import type { AnyCodec, FieldShape, TypeShape } from '../scale/index.ts';
import type { RealField, RealMetadata, RealType } from './finney-metadata.fixture.ts';

type Differences = Generator<string, void>;
type Named = { readonly name: string };

export interface TypeComparison {
  type(place: string, ours: AnyCodec, theirs: number): Differences;
  shape(place: string, ours: TypeShape, theirs: number): Differences;
}

/** Names that only one side has. */
export function* compareNames(place: string, ours: readonly Named[], theirs: readonly Named[]): Differences {
  const [mine, real] = [new Set(ours.map(({ name }) => name)), new Set(theirs.map(({ name }) => name))];
  for (const name of mine.difference(real)) yield `${place}: ${name} is only ours`;
  for (const name of real.difference(mine)) yield `${place}: ${name} is only finney's`;
}

export function typeComparison(real: RealMetadata): TypeComparison {
  const compared = new Set<string>();

  function* type(place: string, ours: AnyCodec, theirs: number): Differences {
    yield* shape(place, ours.shape(), theirs);
  }

  function* shape(place: string, ours: TypeShape, theirs: number): Differences {
    const realType = real.type(theirs);
    const { def } = realType;
    const realKind = Object.keys(def)[0]!;
    if (ours.kind !== realKind) {
      yield `${place}: ${ours.kind} here, ${realKind} on finney`;
      return;
    }
    switch (ours.kind) {
      case 'primitive':
        if (ours.name !== def.primitive!.toLowerCase()) yield `${place}: ${ours.name} here, ${def.primitive} on finney`;
        break;
      case 'compact':
        yield* type(place, ours.of, def.compact!.type);
        break;
      case 'sequence':
        yield* type(`${place}[]`, ours.of, def.sequence!.type);
        break;
      case 'array':
        if (ours.length !== def.array!.len) yield `${place}: ${ours.length} here, ${def.array!.len} on finney`;
        yield* type(`${place}[]`, ours.of, def.array!.type);
        break;
      case 'tuple':
        yield* members(place, ours.of, def.tuple!);
        break;
      default:
        yield* pathed(place, ours, realType, theirs);
    }
  }

  function* pathed(
    place: string,
    ours: Extract<TypeShape, { path: unknown }>,
    { path, params, def }: RealType,
    theirs: number,
  ): Differences {
    const name = path.join('::');
    if (name !== ours.path.join('::')) {
      yield `${place}: ${ours.path.join('::')} here, ${name} on finney`;
      return;
    }
    if (compared.has(`${theirs}`)) return;
    compared.add(`${theirs}`);
    // A parameter without a type says nothing; where finney gives one, ours must be the same.
    for (const parameter of params) {
      if (parameter.type === null) continue;
      const mine = ours.parameters?.find((candidate) => candidate.name === parameter.name);
      if (mine?.codec) yield* type(`${name}<${parameter.name}>`, mine.codec, parameter.type);
      else yield `${name}: parameter ${parameter.name} is only finney's`;
    }
    if (ours.kind === 'composite') {
      yield* fields(name, ours.fields, def.composite!.fields);
      return;
    }
    const realVariants = def.variant!.variants;
    yield* compareNames(name, ours.variants, realVariants);
    for (const arm of ours.variants) {
      const match = realVariants.find((candidate) => candidate.name === arm.name);
      if (!match) continue;
      if (match.index !== arm.index) yield `${name}::${arm.name}: ${arm.index} here, ${match.index} on finney`;
      yield* fields(`${name}::${arm.name}`, arm.fields, match.fields);
    }
  }

  function* fields(place: string, ours: readonly FieldShape[], theirs: readonly RealField[]): Differences {
    const names = (list: readonly { readonly name?: string | null }[]) => list.map(({ name }) => name ?? '_').join();
    if (names(ours) !== names(theirs)) yield `${place}: (${names(ours)}) here, (${names(theirs)}) on finney`;
    else {
      yield* members(
        place,
        ours.map(({ codec }) => codec),
        theirs.map((field) => field.type),
      );
    }
  }

  function* members(place: string, ours: readonly AnyCodec[], theirs: readonly number[]): Differences {
    if (ours.length !== theirs.length) yield `${place}: ${ours.length} members here, ${theirs.length} on finney`;
    else for (const [i, codec] of ours.entries()) yield* type(`${place}.${i}`, codec, theirs[i]!);
  }

  return { type, shape };
}
