/**
 * A lie: one thing that a server says otherwise than it is, and the words with which it must be refused.
 *
 * Most lies are told by a server that is honest in everything else: `lyingView` puts them between the honest chain and the
 * real JSON-RPC server or p2p node, so one lie is told over both transports. What only a transport can do (junk, silence,
 * floods) is in `lying-rpc.ts` and `lying-node.ts`.
 */

import type { Block, ChainView, Finality } from '../../localnet/types.ts';
import type { Bytes } from '../../src/chain/bytes.ts';
import { toHex } from '../../src/chain/bytes.ts';
import type { Trie } from '../../src/chain/trie/index.ts';
import type { AdversaryChain } from './chain.ts';

export type Transport = 'json-rpc' | 'libp2p';

/** What a case must come to. */
export interface Expectation {
  /** What the server is then. */
  readonly state: 'refused' | 'limited' | 'lagging' | 'unreachable';
  /** Where it is named, if not alone as well as beside an honest server: a server lags behind another, or is asked last. */
  readonly namedOnly?: 'alone' | 'beside' | undefined;
  /** The code that its status has; more than one where timing or the transport decides which is met first. */
  readonly codes: readonly string[];
}

export interface ViewLie extends Expectation {
  readonly name: string;
  /** Keeps this process busy for seconds: told while nothing else is. */
  readonly isHeavy?: boolean;
  /** Left out: over both transports. */
  readonly only?: Transport;
  /** Read proofs. */
  proof?(
    nodes: readonly Bytes[],
    asked: { readonly keys: readonly Uint8Array[]; readonly block: Block; readonly chain: AdversaryChain },
  ): readonly Bytes[];
  /** A block that somebody asks for. */
  block?(block: Block, chain: AdversaryChain): Block;
  /** The block of a number; left out, the honest one through `block`. */
  byNumber?(number: number, chain: AdversaryChain): Block | undefined;
  /** The header that is announced with a new block; undefined: nothing. */
  announced?(block: Block, chain: AdversaryChain): Block | undefined;
  /** What it says is final; left out, the honest block through `block`. */
  finalized?(chain: AdversaryChain): Block;
  /** Votes, announced and stored; undefined: none. */
  finality?(finality: Finality, chain: AdversaryChain): Finality | undefined;
  /** Whatever else a chain view says. */
  view?(chain: AdversaryChain): Partial<ChainView>;
}

/** The chain as the liar shows it. */
export function lyingView(chain: AdversaryChain, lie: ViewLie): ChainView {
  /** Blocks of the liar's own making, by hash: whoever names them is given them. */
  const forged = new Map<string, Block>();
  const owned = (block: Block | undefined): Block | undefined => {
    if (block && !chain.byHash(block.hash)) forged.set(toHex(block.hash), block);
    return block;
  };
  const shown = (block: Block | undefined): Block | undefined => {
    if (!block) return undefined;
    const changed = lie.block && block.number > 0 ? owned(lie.block(block, chain))! : block;
    const { state } = block;
    return lie.proof && state ? { ...changed, state: lyingTrie(state, block) } : changed;
  };
  const lyingTrie = (trie: Trie, block: Block): Trie => {
    const prove = (keys: readonly Uint8Array[]) => lie.proof!(trie.prove(keys), { keys, block, chain });
    const others = { get: trie.get.bind(trie), root: trie.root.bind(trie), entries: trie.entries.bind(trie) };
    // A trie's own state is private; whoever serves it needs no more than this.
    return { stateVersion: trie.stateVersion, ...others, prove } as unknown as Trie;
  };
  const told = (finality: Finality | undefined): Finality | undefined =>
    finality && lie.finality ? lie.finality(finality, chain) : finality;
  const view: ChainView = {
    genesis: chain.genesis,
    firstNumber: chain.firstNumber,
    get best() {
      return shown(chain.best)!;
    },
    get finalized() {
      return lie.finalized ? owned(lie.finalized(chain))! : shown(chain.finalized)!;
    },
    get grandpa() {
      return chain.grandpa;
    },
    get lastFinality() {
      return told(chain.lastFinality);
    },
    keptVotes: (number) => told(chain.keptVotes(number)),
    setChangesAfter: (number) => chain.setChangesAfter(number),
    byHash: (hash) => forged.get(toHex(hash)) ?? shown(chain.byHash(hash)),
    byNumber: (number) => (lie.byNumber ? owned(lie.byNumber(number, chain)) : shown(chain.byNumber(number))),
    submit: (extrinsic) => chain.submit(extrinsic),
    pending: () => chain.pending(),
    queryInfo: () => chain.queryInfo(),
    subscribe: (listener) =>
      chain.subscribe((event) => {
        if (event.type === 'finalized') {
          const finality = told(event.finality);
          if (finality) listener({ type: 'finalized', finality });
        } else if (event.type === 'imported') {
          const block = lie.announced ? owned(lie.announced(event.block, chain)) : shown(event.block);
          if (block) listener({ ...event, block });
        } else {
          listener(event);
        }
      }),
  };
  return lie.view ? Object.defineProperties(view, Object.getOwnPropertyDescriptors(lie.view(chain))) : view;
}
