/**
 * The runtime's metadata, version 15: everything of version 14, and the functions that clients may call, with their types.
 *
 * Which functions there are is the node's business (`RuntimeApiShape`); their types are numbered with all others.
 */
import type { Bytes } from '../bytes.ts';
import type { AnyCodec } from '../scale/index.ts';
import { encode, tuple, variant } from '../scale/index.ts';
import { signedExtensions, uncheckedExtrinsic } from './extensions.ts';
import type { MetadataOptions } from './metadata.ts';
import { declarations, EXTRINSIC_VERSION } from './metadata.ts';
import { MAGIC } from './metadata-v14.ts';
import type { ApiMetadata } from './metadata-v15.ts';
import { metadataV15, VERSION_15 } from './metadata-v15.ts';
import type { AnyPallet } from './pallet.ts';
import { pallets, runtimeCall, runtimeEvent } from './runtime.ts';
import type { TypeRegistry } from './type-registry.ts';
import { multiAddress, multiSignature, runtimeType } from './types/basic.ts';

/** A group of functions, as far as a client must know it to call them. */
export interface RuntimeApiShape {
  readonly name: string;
  readonly methods: Readonly<
    Record<
      string,
      { readonly inputs: readonly { readonly name: string; readonly codec: AnyCodec }[]; readonly output: AnyCodec }
    >
  >;
}

/** The metadata's bytes: `meta`, 15, and so on. Written anew at each call: keep them. */
export function metadataWithApis(apis: readonly RuntimeApiShape[], options: MetadataOptions = {}): Bytes {
  const { registry, palletList, extensions } = declarations(options);
  registry.id(uncheckedExtrinsic);
  return encode(metadataV15, {
    magic: Uint8Array.from(MAGIC),
    version: VERSION_15,
    pallets: palletList.map((pallet) => ({ ...pallet, docs: [] })),
    extrinsic: {
      version: EXTRINSIC_VERSION,
      address: registry.id(multiAddress),
      call: registry.id(runtimeCall),
      signature: registry.id(multiSignature),
      extra: registry.id(tuple(...signedExtensions.map(({ extra }) => extra))),
      signedExtensions: extensions,
    },
    type: registry.id(runtimeType),
    apis: apis.map((api) => apiMetadata(api, registry)),
    outerEnums: {
      call: registry.id(runtimeCall),
      event: registry.id(runtimeEvent),
      error: registry.id(runtimeError()),
    },
    custom: [],
    // Last: everything above has been numbered by now.
    types: registry.types(),
  });
}

function apiMetadata({ name, methods }: RuntimeApiShape, registry: TypeRegistry): ApiMetadata {
  const list = Object.entries(methods).map(([method, { inputs, output }]) => ({
    name: method,
    inputs: inputs.map((input) => ({ name: input.name, type: registry.id(input.codec) })),
    output: registry.id(output),
    docs: [],
  }));
  return { name, methods: list, docs: [] };
}

/** The errors of all pallets in one enum. */
function runtimeError(): AnyCodec {
  const arms = (pallets as readonly AnyPallet[]).flatMap(({ name, index, errors }) => {
    if (!errors) return [];
    const own = variant(
      errors.path,
      Object.fromEntries(Object.keys(errors.sentences).map((error, i) => [error, [i, []] as const])),
    );
    return [[name, [index, [own]] as const] as const];
  });
  return variant(['node_subtensor_runtime', 'RuntimeError'], Object.fromEntries(arms));
}
