/**
 * Compares a type of ours with a type of a chain's metadata, down to the bytes: yields what differs, in words.
 *
 * Types are the same when their bytes are and when they mean the same: kinds, lengths, names of fields, the type's own name
 * and its parameters (`FixedU128` means by its parameter). Where a type's module lies does not matter. An enum may have
 * more arms or fewer: an arm that only one side has is refused when it is met, an arm under another index is a difference.
 * The walk follows our shapes, so metadata cannot make it longer than they are.
 */
import type { AnyCodec, FieldShape, TypeShape, VariantShape } from '../scale/index.ts';
import type { ChainField, ChainMetadata, ChainType, ChainVariant } from './chain-metadata.ts';

export interface ShapeDifference {
  /** Where within the type: `data.free`; empty for the type itself. */
  readonly place: string;
  readonly ours: string;
  readonly theirs: string;
}
type Differences = Generator<ShapeDifference, void>;

/** The enum of all calls: each call is compared by itself. */
const CALLS_PATH = 'node_subtensor_runtime::RuntimeCall';

/** What differs between our type and theirs; nothing if they are the same. */
export function* compareCodec(metadata: ChainMetadata, ours: AnyCodec, theirs: number): Differences {
  yield* new Comparison(metadata).codec('', ours, theirs);
}

/** What differs between the fields of an arm of ours and theirs. */
export function* compareArm(metadata: ChainMetadata, ours: VariantShape, theirs: ChainVariant): Differences {
  yield* new Comparison(metadata).fields('', ours.fields, theirs.fields);
}

class Comparison {
  readonly #metadata: ChainMetadata;
  /** Pairs that are compared or being compared: calls contain calls. */
  readonly #seen = new Map<AnyCodec, Set<number>>();

  constructor(metadata: ChainMetadata) {
    this.#metadata = metadata;
  }

  *codec(place: string, ours: AnyCodec, theirs: number): Differences {
    const seen = this.#seen.get(ours) ?? new Set();
    if (seen.has(theirs)) return;
    this.#seen.set(ours, seen.add(theirs));
    const shape = ours.shape();
    const type = this.#metadata.types[theirs];
    if (!type) yield { place, ours: shape.kind, theirs: `type ${theirs}, which there is not` };
    else yield* this.#shape(place, shape, type);
  }

  *#shape(place: string, ours: TypeShape, theirs: ChainType): Differences {
    const definition = theirs.definition;
    if ('path' in ours) {
      const names = { ours: ours.path.at(-1) ?? '', theirs: theirs.path.at(-1) ?? '' };
      if (names.ours !== names.theirs) {
        yield { place, ours: names.ours || ours.kind, theirs: names.theirs || definition.kind };
        return;
      }
      if (ours.path.join('::') === CALLS_PATH) return;
      yield* this.#parameters(place, ours, theirs);
    }
    switch (ours.kind) {
      case 'primitive':
        if (definition.kind === 'primitive' && definition.name === ours.name) return;
        break;
      case 'compact':
      case 'sequence':
        if (definition.kind !== ours.kind) break;
        return yield* this.codec(ours.kind === 'sequence' ? `${place}[]` : place, ours.of, definition.of);
      case 'array':
        if (definition.kind !== 'array' || definition.length !== ours.length) break;
        return yield* this.codec(`${place}[]`, ours.of, definition.of);
      case 'tuple':
        if (definition.kind !== 'tuple' || definition.of.length !== ours.of.length) break;
        for (const [i, codec] of ours.of.entries()) yield* this.codec(join(place, `${i}`), codec, definition.of[i]!);
        return;
      case 'composite':
        if (definition.kind !== 'composite') break;
        return yield* this.fields(place, ours.fields, definition.fields);
      case 'variant':
        if (definition.kind !== 'variant') break;
        return yield* this.#arms(place, ours.variants, definition.variants);
    }
    yield { place, ours: nameOf(ours), theirs: nameOfTheirs(theirs) };
  }

  /** A parameter without a type says nothing. */
  *#parameters(place: string, ours: Extract<TypeShape, { path: unknown }>, theirs: ChainType): Differences {
    for (const { name, codec } of ours.parameters ?? []) {
      const type = theirs.parameters.find((parameter) => parameter.name === name)?.type;
      if (codec && type !== undefined) yield* this.codec(join(place, `<${name}>`), codec, type);
    }
  }

  *fields(place: string, ours: readonly FieldShape[], theirs: readonly ChainField[]): Differences {
    // A list that cannot be the same is not spelled out: metadata may have one of a hundred thousand names.
    const [mine, real] = [namesOf(ours), namesOf(theirs.slice(0, ours.length + 1))];
    if (mine !== real) yield { place, ours: `(${mine})`, theirs: `(${real})` };
    else {
      for (const [i, { name, codec }] of ours.entries()) {
        yield* this.codec(join(place, name ?? `${i}`), codec, theirs[i]!.type);
      }
    }
  }

  *#arms(place: string, ours: readonly VariantShape[], theirs: readonly ChainVariant[]): Differences {
    for (const arm of ours) {
      const at = join(place, arm.name);
      const byIndex = theirs.find(({ index }) => index === arm.index);
      if (byIndex?.name === arm.name) yield* this.fields(at, arm.fields, byIndex.fields);
      else if (byIndex) yield { place: at, ours: `${arm.index}: ${arm.name}`, theirs: `${arm.index}: ${byIndex.name}` };
      else {
        const byName = theirs.find(({ name }) => name === arm.name);
        if (byName) yield { place: at, ours: `index ${arm.index}`, theirs: `index ${byName.index}` };
      }
    }
  }
}

const join = (place: string, name: string) => (place === '' ? name : `${place}.${name}`);
const namesOf = (list: readonly { readonly name?: string | undefined }[]) => list.map(({ name }) => name ?? '_').join();

const nameOf = (shape: TypeShape): string =>
  shape.kind === 'primitive' ? shape.name : shape.kind === 'array' ? `array of ${shape.length}` : shape.kind;

function nameOfTheirs({ definition }: ChainType): string {
  if (definition.kind === 'primitive') return definition.name;
  return definition.kind === 'array' ? `array of ${definition.length}` : definition.kind;
}
