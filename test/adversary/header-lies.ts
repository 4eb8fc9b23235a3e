/**
 * Lies in headers, about which chain it is, how far it has come, and what is in its blocks.
 *
 * Forged headers are announced as the child of the best block; whole forged chains are served under the numbers that a
 * client asks for. The liar holds the key of one author where a case says so.
 */

import type { Block, ChainView } from '../../localnet/types.ts';
import { auraSlot } from '../../src/chain/aura.ts';
import type { Bytes } from '../../src/chain/bytes.ts';
import { equalBytes, utf8 } from '../../src/chain/bytes.ts';
import { encodeScheduledChange } from '../../src/chain/grandpa.ts';
import { blake2b256 } from '../../src/chain/hash.ts';
import type { DigestItem, Header } from '../../src/chain/header.ts';
import { ed25519FromUri, sr25519FromUri } from '../../src/chain/keys.ts';
import { bytes, encode } from '../../src/chain/scale/index.ts';
import type { AdversaryChain } from './chain.ts';
import { authors, blockOf } from './chain.ts';
import type { ViewLie } from './lie.ts';
import { flipped } from './proof-lies.ts';

const mallory = sr25519FromUri('//Mallory');
const malloryVoter = { publicKey: ed25519FromUri('//Mallory').publicKey, weight: 1n };
const refused = (...codes: readonly string[]) => ({ state: 'refused', codes }) as const;
/** How much further than it is a liar says it is. */
const FAR_AHEAD = 5000;
const STALE_BEHIND = 40;

const withHeader = (block: Block, change: Partial<Header>): Block =>
  blockOf({ ...block.header, ...change }, block.body, block.state!);

/** The same header with other digest items. */
const withDigest = (block: Block, change: (digest: readonly DigestItem[]) => readonly DigestItem[]): Block =>
  withHeader(block, { digest: change(block.header.digest) });

/** What is announced is forged; the rest is honest. */
const announcing = (forge: (block: Block, chain: AdversaryChain) => Block): Pick<ViewLie, 'announced'> => ({
  announced: forge,
});

/** A stranger seals every slot, or one of the authors her own. */
type Forger = 'mallory' | 'an author';

/** A chain of the liar's own making from the block `from` on, as long as the honest one and a little longer. */
function forgedChain(from: number, author: Forger): NonNullable<ViewLie['byNumber']> {
  const own = new Map<number, Block>();
  return (number, chain) => {
    if (number <= from || number > chain.best.number + 2) return chain.byNumber(number);
    for (let at = from + 1; at <= number; at++) {
      if (own.has(at)) continue;
      const parent = own.get(at - 1) ?? chain.byNumber(at - 1)!;
      let slot = auraSlot(parent.header) + 1n;
      // Hers is one slot of as many as there are authors.
      while (author === 'an author' && slot % BigInt(authors.length) !== 0n) slot++;
      const forge = author === 'mallory' ? { author: mallory } : {};
      own.set(at, chain.extend(parent, slot, [], { ...forge, entry: Uint8Array.of(6, 6, 6, 6) as Bytes }));
    }
    return own.get(number);
  };
}

export const HEADER_LIES: readonly ViewLie[] = [
  {
    name: 'a header announced with another state root',
    ...refused('aura/bad-signature'),
    announced: (block) => withHeader(block, { stateRoot: flipped(block.header.stateRoot, 0) }),
  },
  {
    name: 'a header announced without its seal',
    ...refused('aura/missing-seal'),
    announced: (block) => withDigest(block, (digest) => digest.slice(0, -1)),
  },
  {
    name: 'a header announced with two seals',
    ...refused('aura/duplicate-seal'),
    announced: (block) => withDigest(block, (digest) => [...digest, digest.at(-1)!]),
  },
  {
    name: 'a header announced without a slot',
    ...refused('aura/missing-slot'),
    announced: (block) => withDigest(block, (digest) => digest.slice(1)),
  },
  {
    name: 'a header announced with one bit of its seal changed',
    ...refused('aura/bad-signature'),
    announced: (block) =>
      withDigest(block, (digest) => {
        const seal = digest.at(-1)!;
        if (seal.type !== 'Seal') return digest;
        return digest.with(-1, { type: 'Seal', value: [seal.value[0], flipped(seal.value[1], 5)] });
      }),
  },
  {
    name: 'a header announced by an author whose turn it is not',
    ...refused('aura/bad-signature'),
    ...announcing((block, chain) => {
      const slot = auraSlot(block.header);
      const wrong = authors[Number((slot + 1n) % BigInt(authors.length))]!;
      return chain.extend(chain.byHash(block.header.parentHash)!, slot, [], { author: wrong });
    }),
  },
  {
    name: 'a header announced in the slot of its parent',
    ...refused('aura/slot-not-increasing'),
    ...announcing((block, chain) => chain.extend(block, auraSlot(block.header))),
  },
  {
    name: 'a header announced in a slot of the past',
    ...refused('aura/slot-not-increasing'),
    ...announcing((block, chain) => chain.extend(block, auraSlot(block.header) - 5n)),
  },
  {
    name: 'a header announced in a slot of the far future',
    ...refused('proof/future-slot'),
    ...announcing((block, chain) => chain.extend(block, auraSlot(block.header) + 1_000_000n)),
  },
  {
    name: 'a header announced that skips a number',
    ...refused('proof/wrong-number'),
    ...announcing((block, chain) => {
      const child = chain.extend(block, auraSlot(block.header) + 1n);
      return withHeader(child, { number: child.number + 1 });
    }),
  },
  {
    name: 'headers announced whose parents nobody has',
    ...refused('proof/unconnected'),
    ...announcing((block) => withHeader(block, { parentHash: blake2b256(block.hash) })),
  },
  {
    name: 'a header announced with a set change that is none of the chain',
    ...refused('aura/bad-signature'),
    announced: (block) =>
      withDigest(block, (digest) => [digest[0]!, encodeScheduledChange([malloryVoter]), ...digest.slice(1)]),
  },
  {
    name: 'the voters in the set change replaced',
    ...refused('aura/bad-signature', 'grandpa/wrong-target', 'proof/wrong-header', 'proof/malformed'),
    block: (block) =>
      withDigest(block, (digest) =>
        digest.map((item) => (item.type === 'Consensus' ? encodeScheduledChange([malloryVoter]) : item)),
      ),
  },
  {
    name: 'a chain of its own from the beginning',
    ...refused('proof/forked'),
    byNumber: forgedChain(1, 'mallory'),
    view: () => ({ setChangesAfter: () => [] }),
    finality: () => undefined,
  },
  {
    name: 'a fork near the head, sealed by strangers',
    ...refused('aura/bad-signature', 'proof/forked', 'proof/unconnected'),
    byNumber: (number, chain) => fork(chain, number),
  },
];

/** A fork is left behind when finality has gone on for so long, and another begins. */
const FORK_BLOCKS = 8;
const forks = new WeakMap<AdversaryChain, { readonly from: number; readonly own: NonNullable<ViewLie['byNumber']> }>();

function fork(chain: AdversaryChain, number: number): Block | undefined {
  let found = forks.get(chain);
  if (!found || chain.finalized.number > found.from + FORK_BLOCKS) {
    const from = chain.finalized.number;
    found = { from, own: forgedChain(from, 'mallory') };
    forks.set(chain, found);
  }
  return found.own(number, chain);
}

/** What a node shows that hears only of one author: blocks in her slots, and no finality since. */
function minority(chain: AdversaryChain): Partial<ChainView> {
  const last = chain.finalized;
  const fork = forgedChain(last.number, 'an author');
  const tip = () => last.number + Math.floor((chain.best.number - last.number) / authors.length);
  const byNumber = (number: number) => (number > tip() ? undefined : fork(number, chain));
  let told = last.number;
  return {
    get best() {
      return byNumber(tip())!;
    },
    finalized: last,
    lastFinality: chain.keptVotes(last.number),
    keptVotes: (number) => (number > last.number ? undefined : chain.keptVotes(number)),
    setChangesAfter: (number) => chain.setChangesAfter(number).filter((at) => at <= last.number),
    byNumber,
    byHash(hash) {
      for (let at = tip(); at > last.number; at--) if (equalBytes(fork(at, chain)!.hash, hash)) return fork(at, chain);
      return chain.byHash(hash);
    },
    subscribe: (listener) =>
      chain.subscribe((event) => {
        if (event.type !== 'imported' || tip() === told) return;
        told = tip();
        listener({ ...event, block: byNumber(told)! });
      }),
  };
}

export const STANDING_LIES: readonly ViewLie[] = [
  {
    name: 'always the same old head',
    namedOnly: 'beside',
    state: 'lagging',
    codes: ['proof/lagging'],
    view: (chain) => {
      const old = chain.byNumber(Math.max(1, chain.finalized.number - STALE_BEHIND))!;
      const votes = chain.keptVotes(old.number);
      return {
        best: old,
        finalized: old,
        lastFinality: votes,
        setChangesAfter: (number) => chain.setChangesAfter(number).filter((at) => at <= old.number),
        byNumber: (number) => (number > old.number ? undefined : chain.byNumber(number)),
        subscribe: () => () => undefined,
      };
    },
  },
  {
    name: 'a head that moves on far behind the others',
    namedOnly: 'beside',
    state: 'lagging',
    codes: ['proof/lagging'],
    view(chain) {
      const behind = ({ number }: Block) => chain.byNumber(Math.max(1, number - STALE_BEHIND))!;
      return {
        get best() {
          return behind(chain.best);
        },
        get finalized() {
          return behind(chain.finalized);
        },
        get lastFinality() {
          return chain.keptVotes(behind(chain.finalized).number);
        },
        setChangesAfter: (number) => chain.setChangesAfter(number).filter((at) => at <= behind(chain.finalized).number),
        byNumber: (number) => (number > behind(chain.best).number ? undefined : chain.byNumber(number)),
        subscribe: (listener) =>
          chain.subscribe((event) => {
            if (event.type === 'imported') listener({ ...event, block: behind(event.block) });
            if (event.type !== 'finalized') return;
            const finality = chain.keptVotes(behind(event.finality.block).number);
            if (finality) listener({ ...event, finality });
          }),
      };
    },
  },
  {
    name: 'a fork of one author, which nobody votes for',
    namedOnly: 'beside',
    state: 'lagging',
    codes: ['proof/lagging'],
    view: minority,
  },
  {
    name: 'a finalized block that it cannot prove',
    ...refused('proof/unproved-finality', 'proof/wrong-header', 'proof/unconnected'),
    finalized: ({ finalized }) => withHeader(finalized, { number: finalized.number + FAR_AHEAD }),
  },
  {
    name: 'another genesis block',
    ...refused('proof/wrong-genesis', 'wire/wrong-genesis'),
    only: 'json-rpc',
    view: (chain) => ({ genesis: withHeader(chain.genesis, { stateRoot: new Uint8Array(32) }) }),
    byNumber: (number, chain) =>
      number === 0 ? withHeader(chain.genesis, { stateRoot: new Uint8Array(32) }) : chain.byNumber(number),
  },
];

const forgedBody = [encode(bytes, utf8('an extrinsic that nobody sent'))];

/** Lies that are met when a body is read. */
export const BODY_LIES: readonly ViewLie[] = [
  {
    name: 'the body of another block',
    ...refused('proof/wrong-body'),
    block: (block, chain) => ({ ...block, body: chain.byNumber(block.number - 1)?.body ?? [] }),
  },
  {
    name: 'an extrinsic with one bit changed',
    ...refused('proof/wrong-body'),
    block: (block) => ({ ...block, body: block.body.map((one) => flipped(one, one.length - 1)) }),
  },
  {
    name: 'an extrinsic more',
    ...refused('proof/wrong-body'),
    block: (block) => ({ ...block, body: [...block.body, ...forgedBody] }),
  },
  {
    name: 'no body',
    ...refused('proof/wrong-body'),
    block: (block) => ({ ...block, body: [] }),
  },
];
