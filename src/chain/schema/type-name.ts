/**
 * What a type is called where a field of it stands: `Compact<u64>`, `Vec<AccountId32>`, `[u8; 32]`.
 *
 * Metadata shows such a name beside the number of a field's type. Generic clients print it, and the Python ones fail where
 * it is missing; nobody takes meaning from it.
 */
import type { AnyCodec, TypeShape } from '../scale/index.ts';

export const typeName = (codec: AnyCodec): string => nameOfShape(codec.shape());

function nameOfShape(shape: TypeShape): string {
  switch (shape.kind) {
    case 'primitive':
      return shape.name;
    case 'compact':
      return `Compact<${typeName(shape.of)}>`;
    case 'sequence':
      return `Vec<${typeName(shape.of)}>`;
    case 'array':
      return `[${typeName(shape.of)}; ${shape.length}]`;
    case 'tuple':
      return `(${shape.of.map(typeName).join(', ')})`;
    default: {
      const parameters = (shape.parameters ?? []).flatMap(({ codec }) => (codec ? [typeName(codec)] : []));
      const name = shape.path.at(-1) ?? '_';
      return parameters.length > 0 ? `${name}<${parameters.join(', ')}>` : name;
    }
  }
}
