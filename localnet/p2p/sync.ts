/**
 * `sync/2`: headers and bodies, by hash or number, up or down the chain. Bytes: `chain/wire/blocks.ts`.
 *
 * Justifications are attached only if the operator wants it, and only where votes are kept: smoldot verifies the
 * highest first, finds that its target does not follow its finalized block, and bans us. It learns of finality from
 * commits and warp proofs.
 */
import type { Bytes } from '../../src/chain/bytes.ts';
import { concatBytes } from '../../src/chain/bytes.ts';
import type { BlockRequest } from '../../src/chain/wire/index.ts';
import {
  decodeBlockRequest,
  encodeBlockData,
  MAX_BLOCKS_PER_RESPONSE,
  MAX_SMALL_REQUEST_BYTES,
  protocolName,
} from '../../src/chain/wire/index.ts';
import type { Block, ChainView } from '../types.ts';
import { ENOUGH_BLOCK_RESPONSE_BYTES, SYNC_DEADLINE_MS } from './limits.ts';
import type { RequestProtocol } from './requests.ts';

export function blockRequests(chain: ChainView, serveJustifications = false): RequestProtocol {
  return {
    name: protocolName(chain.genesis.hash, 'sync/2'),
    maxRequestBytes: MAX_SMALL_REQUEST_BYTES,
    deadlineMs: SYNC_DEADLINE_MS,
    answer(request) {
      const question = decodeBlockRequest(request);
      const wantsVotes = serveJustifications && question.parts.includes('justifications');
      const wantsBody = question.parts.includes('body');
      const parts: Bytes[] = [];
      let size = 0;
      for (const block of blocksAsked(chain, question)) {
        // Nobody can be given what is gone; the answer ends before it.
        if (block.isBodyPruned && wantsBody) break;
        const part = encodeBlockData({
          hash: block.hash,
          headerBytes: question.parts.includes('header') ? block.headerBytes : undefined,
          body: wantsBody ? block.body : [],
          justification: wantsVotes ? chain.keptVotes(block.number)?.justification : undefined,
        });
        parts.push(part);
        size += part.length;
        if (size >= ENOUGH_BLOCK_RESPONSE_BYTES) break;
      }
      return concatBytes(...parts);
    },
  };
}

function* blocksAsked(chain: ChainView, { from, isDescending, maxBlocks }: BlockRequest): IterableIterator<Block> {
  const limit = Math.min(maxBlocks ?? MAX_BLOCKS_PER_RESPONSE, MAX_BLOCKS_PER_RESPONSE);
  let block = 'hash' in from ? chain.byHash(from.hash) : chain.byNumber(from.number);
  for (let sent = 0; block && sent < limit; sent++) {
    yield block;
    if (isDescending) block = block.number === 0 ? undefined : chain.byHash(block.header.parentHash);
    else block = chain.byNumber(block.number === 0 ? chain.firstNumber : block.number + 1);
  }
}
