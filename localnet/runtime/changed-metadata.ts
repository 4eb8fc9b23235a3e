/**
 * Metadata of runtimes that clients of this one cannot read, so that they can be shown to refuse.
 *
 *   renamed-item   SubtensorModule.SubnetworkN holds a u32 instead of a u16
 *
 * Only what the runtime says of itself changes: the state keeps its values, and a client that decoded them by the new
 * metadata, or by the old, would not know which is true.
 */
import type { Bytes } from '../../src/chain/bytes.ts';
import type { Value } from '../../src/chain/scale/index.ts';
import { decode, encode } from '../../src/chain/scale/index.ts';
import { metadataV14, metadataV15, storage } from '../../src/chain/schema/index.ts';

export const METADATA_CHANGES = ['renamed-item'] as const;
export type MetadataChange = (typeof METADATA_CHANGES)[number];

const CHANGED = storage.SubtensorModule.SubnetworkN;
/** Place of `u32` among the primitives of `scale-info`. */
const U32 = 5;
const VERSION_AT = 4;
const VERSION_14 = 14;

/** The metadata (version 14 or 15) with the change; as it was without one. @throws RangeError if it has no u32. */
export function withMetadataChange(metadata: Bytes, change: MetadataChange | undefined): Bytes {
  if (change === undefined) return metadata;
  if (metadata[VERSION_AT] === VERSION_14) {
    const value = decode(metadataV14, metadata);
    return encode(metadataV14, { ...value, pallets: changed(value.pallets, u32Of(value.types)) });
  }
  const value = decode(metadataV15, metadata);
  return encode(metadataV15, { ...value, pallets: changed(value.pallets, u32Of(value.types)) });
}

type MetadataV14 = Value<typeof metadataV14>;
type PalletMetadata = MetadataV14['pallets'][number];

function u32Of(types: MetadataV14['types']): number {
  const found = types.find(({ definition }) => definition.type === 'Primitive' && definition.value[0] === U32);
  if (!found) throw new RangeError('the metadata has no u32');
  return found.id;
}

const changed = <P extends PalletMetadata>(pallets: readonly P[], u32: number): readonly P[] =>
  pallets.map((pallet) => {
    if (pallet.name !== CHANGED.pallet || !pallet.storage) return pallet;
    const entries = pallet.storage.entries.map((entry) => {
      if (entry.name !== CHANGED.name || entry.type.type !== 'Map') return entry;
      // The default has the new length too, or generic clients would stumble over that.
      const absent = new Uint8Array(4);
      return { ...entry, type: { ...entry.type, value: { ...entry.type.value, value: u32 } }, absent };
    });
    return { ...pallet, storage: { ...pallet.storage, entries } };
  });
