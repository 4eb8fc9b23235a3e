/**
 * Who voted for the blocks: justifications for `chain_getBlock`, `grandpa_subscribeJustifications`, `grandpa_proveFinality`.
 *
 * As on a real node, votes are kept for blocks with which voters changed and for every so manieth block; DIFFERS: and for
 * the newest final block, which helps whoever looks at a young chain. With `votes: 'stored'` the methods are missing and
 * the newest votes are not given away: what is left is what a strict proxy lets through.
 */
import type { Bytes } from '../../src/chain/bytes.ts';
import { equalBytes, toHex } from '../../src/chain/bytes.ts';
import { finalityProofCodec } from '../../src/chain/grandpa-codec.ts';
import { encode } from '../../src/chain/scale/index.ts';
import { justificationServed } from '../p2p/index.ts';
import type { Block, ChainView, Finality } from '../types.ts';
import type { RpcContext } from './context.ts';
import type { Methods } from './json-rpc.ts';
import { MAX_UNKNOWN_HEADERS } from './limits.ts';

const FAMILY = 'Justifications';

/** The votes for a block, if they are to be had. */
export function justificationOf({ chain, votes, lies }: RpcContext, block: Block): Bytes | undefined {
  const newest = votes === 'all' ? chain.lastFinality : undefined;
  const found = [newest, chain.keptVotes(block.number)].find((kept) => kept && equalBytes(kept.block.hash, block.hash));
  return found && justificationServed(found, lies);
}

export function voteMethods({ chain, votes, lies }: RpcContext): Methods {
  if (votes === 'stored') return {};
  return {
    grandpa_subscribeJustifications: (_, subscriptions) =>
      subscriptions.open(FAMILY, 'grandpa_justifications', (send) =>
        chain.subscribe((event) => {
          if (event.type === 'finalized') send(toHex(justificationServed(event.finality, lies)));
        }),
      ),
    grandpa_unsubscribeJustifications: (params, subscriptions) =>
      subscriptions.close(FAMILY, params.text(0, 'subscription')),
    grandpa_proveFinality: (params) => {
      const number = params.u32(0, 'block');
      // DIFFERS: Substrate answers with an error for a block that is not final, or that there is not.
      const isFinal = number <= chain.finalized.number && chain.byNumber(number) !== undefined;
      const proven = isFinal ? votesCovering(chain, number) : undefined;
      if (!proven) return null;
      const unknownHeaders = headersBetween(chain, number, proven.block.number);
      const justification = justificationServed(proven, lies);
      return toHex(encode(finalityProofCodec, { block: proven.block.hash, justification, unknownHeaders }));
    },
  };
}

/** For a block of a set that is over the votes for its last block, else the newest. */
function votesCovering(chain: ChainView, number: number): Finality | undefined {
  const [lastOfSet] = chain.setChangesAfter(number - 1);
  return lastOfSet === undefined ? chain.lastFinality : chain.keptVotes(lastOfSet);
}

/** Headers after block `from` up to block `to`: with them the votes for `to` prove `from`. */
function headersBetween(chain: ChainView, from: number, to: number): Block['header'][] {
  const headers: Block['header'][] = [];
  for (let number = Math.max(from + 1, chain.firstNumber); number <= to; number++) {
    const block = chain.byNumber(number);
    if (!block || headers.length === MAX_UNKNOWN_HEADERS) break;
    headers.push(block.header);
  }
  return headers;
}
