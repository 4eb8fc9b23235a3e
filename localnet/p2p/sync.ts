/**
 * `sync/2`: headers and bodies, by hash or number, up or down the chain.
 *
 *   request  { 1: fields u32 (bit 24 header, 25 body), 2: hash | 3: number (4 bytes LE), 5: direction, 6: how many }
 *   response { 1: { 1: hash, 2: header, 3: extrinsic* } * }
 *
 * Justifications (bit 28) are never attached: smoldot verifies the highest first, finds that its target does not follow
 * its finalized block, and bans us. It learns of finality from commits and warp proofs.
 */
import type { Bytes } from '../../src/chain/bytes.ts';
import { concatBytes } from '../../src/chain/bytes.ts';
import { decode, u32 } from '../../src/chain/scale/index.ts';
import type { Block, ChainView } from '../types.ts';
import { P2pError } from './error.ts';
import {
  ENOUGH_BLOCK_RESPONSE_BYTES,
  MAX_BLOCKS_PER_RESPONSE,
  MAX_SMALL_REQUEST_BYTES,
  SYNC_DEADLINE_MS,
} from './limits.ts';
import { protocolName } from './names.ts';
import type { ProtobufFields } from './protobuf.ts';
import { decodeProtobuf, protobufBytes } from './protobuf.ts';
import type { RequestProtocol } from './requests.ts';

const FIELDS = 1;
const FROM_HASH = 2;
const FROM_NUMBER = 3;
const DIRECTION = 5;
const MAX_BLOCKS = 6;
const WANTS_HEADER = 1 << 24;
const WANTS_BODY = 1 << 25;
const DESCENDING = 1;

export function blockRequests(chain: ChainView): RequestProtocol {
  return {
    name: protocolName(chain.genesis.hash, 'sync/2'),
    maxRequestBytes: MAX_SMALL_REQUEST_BYTES,
    deadlineMs: SYNC_DEADLINE_MS,
    answer(request) {
      const fields = decodeProtobuf(request);
      const wanted = fields.u32(FIELDS) ?? 0;
      const parts: Bytes[] = [];
      let size = 0;
      for (const block of blocksAsked(chain, fields)) {
        // Nobody can be given what is gone; the answer ends before it.
        if (block.isBodyPruned && wanted & WANTS_BODY) break;
        const part = protobufBytes(1, encodeBlock(block, wanted));
        parts.push(part);
        size += part.length;
        if (size >= ENOUGH_BLOCK_RESPONSE_BYTES) break;
      }
      return concatBytes(...parts);
    },
  };
}

function* blocksAsked(chain: ChainView, fields: ProtobufFields): IterableIterator<Block> {
  const isDescending = fields.u32(DIRECTION) === DESCENDING;
  const limit = Math.min(fields.u32(MAX_BLOCKS) || MAX_BLOCKS_PER_RESPONSE, MAX_BLOCKS_PER_RESPONSE);
  let block = firstBlock(chain, fields);
  for (let sent = 0; block && sent < limit; sent++) {
    yield block;
    if (isDescending) block = block.number === 0 ? undefined : chain.byHash(block.header.parentHash);
    else block = chain.byNumber(block.number === 0 ? chain.firstNumber : block.number + 1);
  }
}

function firstBlock(chain: ChainView, fields: ProtobufFields): Block | undefined {
  const hash = fields.bytes(FROM_HASH);
  if (hash) return chain.byHash(hash);
  const number = fields.bytes(FROM_NUMBER);
  if (number) return chain.byNumber(decode(u32, number, 'request.number'));
  throw new P2pError('p2p/bad-request', 'a block request names neither a hash nor a number');
}

function encodeBlock(block: Block, wanted: number): Bytes {
  const parts = [protobufBytes(1, block.hash)];
  if (wanted & WANTS_HEADER) parts.push(protobufBytes(2, block.headerBytes));
  if (wanted & WANTS_BODY) parts.push(...block.body.map((extrinsic) => protobufBytes(3, extrinsic)));
  return concatBytes(...parts);
}
