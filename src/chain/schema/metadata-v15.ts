/**
 * The format of runtime metadata, version 15 (crate `frame-metadata`): version 14 with the runtime's functions, the types
 * of which an extrinsic is made, and the enums that span all pallets.
 *
 *   "meta" ++ 15 ++ types ++ pallets ++ extrinsic ++ type of the runtime ++ APIs ++ outer enums ++ custom values
 */
import type { Value } from '../scale/index.ts';
import { bytes, fixedBytes, str, struct, tuple, u8, vec } from '../scale/index.ts';
import { docs, nothing, palletFields, portableType, signedExtension, typeId } from './metadata-v14.ts';

export const VERSION_15 = 15;

const apiMethod = struct(nothing, {
  name: str,
  inputs: vec(struct(nothing, { name: str, type: typeId })),
  output: typeId,
  docs,
});
const api = struct(nothing, { name: str, methods: vec(apiMethod), docs });
export type ApiMetadata = Value<typeof api>;

export const metadataV15 = struct(nothing, {
  magic: fixedBytes(4),
  version: u8,
  types: vec(portableType),
  pallets: vec(struct(nothing, { ...palletFields, docs })),
  extrinsic: struct(nothing, {
    version: u8,
    address: typeId,
    call: typeId,
    signature: typeId,
    extra: typeId,
    signedExtensions: vec(signedExtension),
  }),
  type: typeId,
  apis: vec(api),
  outerEnums: struct(nothing, { call: typeId, event: typeId, error: typeId }),
  custom: vec(tuple(str, struct(nothing, { type: typeId, value: bytes }))),
});
