/**
 * Numbers the types of a runtime by walking the shapes of its codecs (crate `scale-info`).
 *
 * A type with a path is known by its path and parameters, any other by its structure, so that each type gets one number
 * however many codecs describe it. A number is given before a type's fields are walked: calls contain calls.
 */
import type { AnyCodec, FieldShape, TypeParameter, TypeShape } from '../scale/index.ts';
import type { PortableType } from './metadata-v14.ts';
import { PRIMITIVES } from './metadata-v14.ts';
import { typeName } from './type-name.ts';

export interface TypeRegistry {
  /** The number of a codec's type; the type and all types within are registered at first sight. */
  id(codec: AnyCodec): number;
  /** The same for a shape that has no codec. */
  idOfShape(shape: TypeShape): number;
  /** All types in the order of their numbers. */
  types(): readonly PortableType[];
}

export function typeRegistry(): TypeRegistry {
  const ids = new Map<string, number>();
  const types: PortableType[] = [];

  const id = (codec: AnyCodec): number => idOfShape(codec.shape());

  function idOfShape(shape: TypeShape): number {
    const key = typeKey(shape);
    const known = ids.get(key);
    if (known !== undefined) return known;
    const fresh = ids.size;
    ids.set(key, fresh);
    types[fresh] = portable(shape, fresh);
    return fresh;
  }

  function typeKey(shape: TypeShape): string {
    switch (shape.kind) {
      case 'primitive':
        return shape.name;
      case 'compact':
        return `compact ${id(shape.of)}`;
      case 'sequence':
        return `sequence ${id(shape.of)}`;
      case 'array':
        return `array ${id(shape.of)} ${shape.length}`;
      case 'tuple':
        return `tuple ${shape.of.map(id).join(' ')}`;
      default:
        return `${shape.path.join('::')} ${JSON.stringify(parameters(shape.parameters))}`;
    }
  }

  const parameters = (list: readonly TypeParameter[] = []) =>
    list.map(({ name, codec }) => ({ name, type: codec && id(codec) }));

  const fields = (list: readonly FieldShape[]) =>
    list.map(({ name, codec, typeName: given, docs }) => ({
      name,
      type: id(codec),
      typeName: given ?? typeName(codec),
      docs: docs ? [docs] : [],
    }));

  function definition(shape: TypeShape): PortableType['definition'] {
    switch (shape.kind) {
      case 'primitive':
        return { type: 'Primitive', value: [PRIMITIVES.indexOf(shape.name)] };
      case 'compact':
        return { type: 'Compact', value: [id(shape.of)] };
      case 'sequence':
        return { type: 'Sequence', value: [id(shape.of)] };
      case 'array':
        return { type: 'Array', value: { length: shape.length, of: id(shape.of) } };
      case 'tuple':
        return { type: 'Tuple', value: [shape.of.map(id)] };
      case 'composite':
        return { type: 'Composite', value: [fields(shape.fields)] };
      case 'variant': {
        const variants = shape.variants.map(({ name, index, fields: list, docs }) => ({
          name,
          index,
          fields: fields(list),
          docs: docs ? [docs] : [],
        }));
        return { type: 'Variant', value: [variants] };
      }
    }
  }

  const portable = (shape: TypeShape, number: number): PortableType => ({
    id: number,
    path: 'path' in shape ? shape.path : [],
    parameters: 'path' in shape ? parameters(shape.parameters) : [],
    definition: definition(shape),
    docs: [],
  });

  return { id, idOfShape, types: () => types };
}
