/**
 * Justifications, commits and set changes: damaged as bytes, and rearranged as votes.
 *
 * Truth: what verifies names the block that the voters voted for. A signature takes a millisecond to check, so most cases
 * meet a set to which a heavy voter was added: everything is judged but the signatures, and nothing can be enough.
 */
import { equalBytes } from '../../src/chain/bytes.ts';
import type { BlockTarget, Precommit } from '../../src/chain/grandpa.ts';
import {
  commitCodec,
  createFinality,
  justificationCodec,
  verifyCommit,
  verifyJustification,
  votePayload,
} from '../../src/chain/grandpa.ts';
import type { Header } from '../../src/chain/header.ts';
import { headerHash } from '../../src/chain/header.ts';
import type { KeyPair } from '../../src/chain/keys.ts';
import { ed25519FromUri, ed25519Sign } from '../../src/chain/keys.ts';
import type { Codec } from '../../src/chain/scale/index.ts';
import { decode, encode } from '../../src/chain/scale/index.ts';
import type { SeededRandom } from '../../src/gpu/random.ts';
import { mutate } from './mutate.ts';
import type { FuzzTarget, Outcome } from './target.ts';
import { insist, unlessRefused } from './target.ts';

/** One case in so many has its signatures checked. */
const SIGNATURES_ONE_IN = 400;
const ROUND = 7n;
const SET_ID = 3n;

const pairs = ['//Alice', '//Bob', '//Charlie', '//Dave'].map(ed25519FromUri);
const eve = ed25519FromUri('//Eve');
const voters = pairs.map(({ publicKey }) => ({ publicKey, weight: 1n }));
/** With her nothing is enough, and she never votes. */
const votersAndHeavy = [...voters, { publicKey: ed25519FromUri('//Ferdie').publicKey, weight: 1000n }];

const chain = makeChain(12);
const target = blockOf(chain[3]!);
/** What the voters have voted for: the target and what lies above. Below it follows. */
const votedFor = chain.slice(0, 8).map(blockOf);

function makeChain(length: number): readonly Header[] {
  const headers: Header[] = [];
  for (let i = 0; i < length; i++) {
    const root = new Uint8Array(32).fill(i);
    const parentHash = i === 0 ? root : headerHash(headers[i - 1]!);
    headers.push({ parentHash, number: 1000 + i, stateRoot: root, extrinsicsRoot: root, digest: [] });
  }
  return headers;
}

function blockOf(header: Header): BlockTarget {
  return { hash: headerHash(header), number: header.number };
}

function vote(pair: KeyPair, block: BlockTarget): Precommit {
  const signature = ed25519Sign(pair.secretKey, votePayload(block, ROUND, SET_ID));
  return { target: block, signature, voter: pair.publicKey };
}

const plain = createFinality({ target, round: ROUND, setId: SET_ID, pairs });
/** Alice and Bob vote for the target, Charlie three and Dave four blocks above it. */
const spread = {
  round: ROUND,
  target,
  precommits: [0, 0, 3, 4].map((above, i) => vote(pairs[i]!, blockOf(chain[3 + above]!))),
  ancestry: chain.slice(4, 8),
};
const spreadBytes = encode(justificationCodec, spread);
const ownVotes = pairs.flatMap((pair) => votedFor.slice(3).map((block) => vote(pair, block)));
const foreignVotes = votedFor.map((block) => vote(eve, block));

/** Votes put together anew: others' votes, strangers' votes, headers taken away, doubled or out of place. */
function rearranged(random: SeededRandom): Uint8Array {
  let precommits = [...spread.precommits];
  let ancestry: Header[] = [...spread.ancestry];
  for (let i = 1 + random.below(3); i > 0; i--) {
    const at = random.below(precommits.length + 1);
    const head = random.below(ancestry.length + 1);
    switch (random.below(8)) {
      case 0:
        precommits = precommits.toSpliced(at, 1);
        break;
      case 1:
        precommits = precommits.toSpliced(at, 0, random.pick(ownVotes));
        break;
      case 2:
        precommits = precommits.toSpliced(at, random.below(2), random.pick(foreignVotes));
        break;
      case 3:
        precommits = precommits.map((one, k) => (k === at ? { ...one, target: random.pick(votedFor) } : one));
        break;
      case 4:
        ancestry = ancestry.toSpliced(head, 1);
        break;
      case 5:
        ancestry = ancestry.toSpliced(head, 0, random.pick(chain));
        break;
      case 6:
        precommits = precommits.map((one, k) =>
          k === at ? { ...one, target: { ...one.target, number: random.u32() } } : one,
        );
        break;
      default:
        ancestry = ancestry.map((one, k) => (k === head ? { ...one, number: random.u32() } : one));
    }
  }
  const named = random.oneIn(4) ? random.pick(chain.map(blockOf)) : target;
  return encode(justificationCodec, { round: ROUND, target: named, precommits, ancestry });
}

export function justifications(): FuzzTarget {
  const corpus = [plain.justification, spreadBytes];
  return {
    name: 'justifications',
    share: 16,
    tryOne(random): Outcome {
      const bytes = random.oneIn(2) ? rearranged(random) : mutate(random.pick(corpus), random, random.pick(corpus));
      return judge(random, bytes, justificationCodec, verifyJustification);
    },
  };
}

export function commits(): FuzzTarget {
  return {
    name: 'commits',
    share: 8,
    tryOne(random): Outcome {
      const bytes = mutate(plain.commit, random, plain.justification);
      return judge(random, bytes, commitCodec, verifyCommit);
    },
  };
}

function judge(
  random: SeededRandom,
  bytes: Uint8Array,
  codec: Codec<never> | Codec<unknown>,
  verify: typeof verifyJustification,
): Outcome {
  const heavy = unlessRefused(() => verify(bytes, { setId: SET_ID, authorities: votersAndHeavy }));
  insist(heavy === undefined, 'votes were enough without the heaviest voter');
  const read = unlessRefused(() => decode(codec as Codec<unknown>, bytes));
  if (read) insist(equalBytes(encode(codec as Codec<unknown>, read.value), bytes), 'read, but not encoded so');
  if (!read || !random.oneIn(SIGNATURES_ONE_IN)) return 'refused';
  const verified = unlessRefused(() => verify(bytes, { setId: SET_ID, authorities: voters }));
  if (!verified) return 'refused';
  const named = verified.value.target;
  // Votes for what is above are votes for what is below, so a lower target may be shown with enough headers.
  const isTrue = votedFor.some((block) => block.number === named.number && equalBytes(block.hash, named.hash));
  insist(isTrue && named.number <= target.number + 4, `block ${named.number} is final, for which nobody has voted`);
  insist(verified.value.round === ROUND, 'the round is another');
  return 'read';
}
