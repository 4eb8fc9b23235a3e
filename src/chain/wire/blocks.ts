/**
 * `sync/2`: headers, bodies and justifications, by hash or number, up or down the chain.
 *
 *   request  { 1: parts u32 (bit 24 header, 25 body, 28 justifications), 2: hash | 3: number (4 bytes LE),
 *              5: direction (1 = towards the genesis), 6: how many, 7: several justifications }
 *   response { 1: { 1: hash, 2: header, 3: extrinsic*, 8: justifications }* }
 *   justifications = C(n) · (engine 4 · V(justification))*
 *
 * Without 7 a node answers with one justification in field 6, so we always set it. `sc_network_sync`'s `api.v1.proto`;
 * nothing is verified here.
 */
import type { Bytes } from '../bytes.ts';
import { concatBytes, equalBytes } from '../bytes.ts';
import { ChainError } from '../error.ts';
import { GRANDPA_ENGINE } from '../grandpa-codec.ts';
import { bytes, decode, encode, fixedBytes, tuple, u32, vec } from '../scale/index.ts';
import {
  HASH_BYTES,
  MAX_BLOCKS_PER_RESPONSE,
  MAX_EXTRINSICS_PER_BLOCK,
  MAX_JUSTIFICATIONS_PER_BLOCK,
} from './limits.ts';
import { decodeProtobuf, protobufBytes, protobufVarint } from './protobuf.ts';

const PARTS = 1;
const FROM_HASH = 2;
const FROM_NUMBER = 3;
const DIRECTION = 5;
const MAX_BLOCKS = 6;
const SEVERAL_JUSTIFICATIONS = 7;
const PART_BITS = { header: 1 << 24, body: 1 << 25, justifications: 1 << 28 } as const;
const DESCENDING = 1;

const BLOCK = 1;
const HASH = 1;
const HEADER = 2;
const EXTRINSIC = 3;
const JUSTIFICATIONS = 8;

const justificationsCodec = vec(tuple(fixedBytes(4), bytes));

/** What may be asked of a block besides its hash. */
export type BlockPart = keyof typeof PART_BITS;

export interface BlockRequest {
  readonly parts: readonly BlockPart[];
  readonly from: { readonly hash: Uint8Array } | { readonly number: number };
  readonly isDescending: boolean;
  /** At least 1; undefined: as many as the other side gives. */
  readonly maxBlocks: number | undefined;
}

export interface BlockData {
  readonly hash: Bytes;
  readonly headerBytes: Bytes | undefined;
  /** Extrinsics with their length prefixes; empty also if not asked for. */
  readonly body: readonly Bytes[];
  /** SCALE justification of GRANDPA; undefined if there is none. */
  readonly justification: Bytes | undefined;
}

export function encodeBlockRequest({ parts, from, isDescending, maxBlocks }: BlockRequest): Bytes {
  const bits = parts.reduce((sum, part) => sum | PART_BITS[part], 0);
  const fields = [
    protobufVarint(PARTS, bits),
    'hash' in from ? protobufBytes(FROM_HASH, from.hash) : protobufBytes(FROM_NUMBER, encode(u32, from.number)),
  ];
  if (isDescending) fields.push(protobufVarint(DIRECTION, DESCENDING));
  if (maxBlocks !== undefined) fields.push(protobufVarint(MAX_BLOCKS, maxBlocks));
  return concatBytes(...fields, protobufVarint(SEVERAL_JUSTIFICATIONS, 1));
}

/** @throws ChainError `wire/bad-request`, `wire/bad-protobuf`, `scale/…`. */
export function decodeBlockRequest(request: Uint8Array): BlockRequest {
  const fields = decodeProtobuf(request);
  const bits = fields.u32(PARTS) ?? 0;
  const parts = (Object.keys(PART_BITS) as BlockPart[]).filter((part) => bits & PART_BITS[part]);
  const hash = fields.bytes(FROM_HASH);
  const number = fields.bytes(FROM_NUMBER);
  if (!hash && !number) throw new ChainError('wire/bad-request', 'a block request names neither a hash nor a number');
  return {
    parts,
    from: hash ? { hash } : { number: decode(u32, number!, 'request.number') },
    isDescending: fields.u32(DIRECTION) === DESCENDING,
    maxBlocks: fields.u32(MAX_BLOCKS) || undefined,
  };
}

/** One block of a response; a response is these, one after another. */
export function encodeBlockData({ hash, headerBytes, body, justification }: BlockData): Bytes {
  const parts = [protobufBytes(HASH, hash)];
  if (headerBytes) parts.push(protobufBytes(HEADER, headerBytes));
  parts.push(...body.map((extrinsic) => protobufBytes(EXTRINSIC, extrinsic)));
  if (justification) {
    parts.push(protobufBytes(JUSTIFICATIONS, encode(justificationsCodec, [[GRANDPA_ENGINE, justification]])));
  }
  return protobufBytes(BLOCK, concatBytes(...parts));
}

/** The blocks of a response, in its order. @throws ChainError `wire/bad-response`, `wire/bad-protobuf`, `scale/…`. */
export function decodeBlockResponse(response: Uint8Array): readonly BlockData[] {
  const blocks = decodeProtobuf(response).all(BLOCK);
  if (blocks.length > MAX_BLOCKS_PER_RESPONSE) {
    throw new ChainError('wire/bad-response', `${blocks.length} blocks, at most ${MAX_BLOCKS_PER_RESPONSE}`);
  }
  return blocks.map(decodeBlock);
}

function decodeBlock(message: Uint8Array): BlockData {
  const fields = decodeProtobuf(message);
  const hash = fields.bytes(HASH);
  if (hash?.length !== HASH_BYTES) {
    throw new ChainError('wire/bad-response', `a block whose hash has ${hash?.length ?? 0} bytes`);
  }
  const body = fields.all(EXTRINSIC);
  if (body.length > MAX_EXTRINSICS_PER_BLOCK) {
    throw new ChainError('wire/bad-response', `${body.length} extrinsics, at most ${MAX_EXTRINSICS_PER_BLOCK}`);
  }
  const header = fields.bytes(HEADER);
  const justifications = fields.bytes(JUSTIFICATIONS);
  return {
    hash: Uint8Array.from(hash),
    headerBytes: header && header.length > 0 ? Uint8Array.from(header) : undefined,
    body: body.map((extrinsic) => Uint8Array.from(extrinsic)),
    // An absent field and one of zero bytes are the same in protobuf.
    justification: justifications && justifications.length > 0 ? grandpaJustification(justifications) : undefined,
  };
}

function grandpaJustification(encoded: Uint8Array): Bytes | undefined {
  const all = decode(justificationsCodec, encoded, 'block.justifications');
  if (all.length > MAX_JUSTIFICATIONS_PER_BLOCK) {
    throw new ChainError('wire/bad-response', `${all.length} justifications, at most ${MAX_JUSTIFICATIONS_PER_BLOCK}`);
  }
  return all.find(([engine]) => equalBytes(engine, GRANDPA_ENGINE))?.[1];
}
