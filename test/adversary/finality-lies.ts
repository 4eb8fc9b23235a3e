/**
 * Lies about what is final: votes forged, too few, doubled, of others, of another set, for other blocks.
 *
 * The liar holds the keys of strangers, and where a case says so those of one voter, of two, or of a retired set.
 */

import type { Block, Finality } from '../../localnet/types.ts';
import { auraSlot } from '../../src/chain/aura.ts';
import type { Bytes } from '../../src/chain/bytes.ts';
import type { BlockTarget, Precommit } from '../../src/chain/grandpa.ts';
import { commitCodec, createFinality, justificationCodec, votePayload } from '../../src/chain/grandpa.ts';
import type { Header } from '../../src/chain/header.ts';
import type { KeyPair } from '../../src/chain/keys.ts';
import { ed25519FromUri, ed25519Sign } from '../../src/chain/keys.ts';
import { decode, encode } from '../../src/chain/scale/index.ts';
import type { AdversaryChain } from './chain.ts';
import { votersOf } from './chain.ts';
import type { ViewLie } from './lie.ts';
import { flipped } from './proof-lies.ts';

const strangers = ['//Eve', '//Mallory', '//Trudy', '//Oscar'].map(ed25519FromUri);
const refused = (...codes: readonly string[]) => ({ state: 'refused', codes }) as const;

interface Ballot {
  readonly round: bigint;
  readonly setId: bigint;
  readonly target: BlockTarget;
  readonly precommits: readonly Precommit[];
  readonly ancestry: readonly Header[];
}

/** The same votes in both forms. A commit has no place for headers. */
function withBallot(finality: Finality, change: (ballot: Ballot) => Partial<Ballot>): Finality {
  const { round, target, precommits, ancestry } = decode(justificationCodec, finality.justification);
  const honest: Ballot = { round, setId: finality.setId, target, precommits, ancestry };
  const told = { ...honest, ...change(honest) };
  const signatures = told.precommits.map(({ signature, voter }) => ({ signature, voter }));
  return {
    ...finality,
    round: told.round,
    setId: told.setId,
    justification: encode(justificationCodec, told),
    commit: encode(commitCodec, { ...told, precommits: told.precommits.map((vote) => vote.target), signatures }),
  };
}

function vote(pair: KeyPair, target: BlockTarget, round: bigint, setId: bigint): Precommit {
  return { target, voter: pair.publicKey, signature: ed25519Sign(pair.secretKey, votePayload(target, round, setId)) };
}

const targetOf = ({ hash, number }: Block): BlockTarget => ({ hash, number });

/** A well-sealed block beside this one, which nobody has voted for. */
function sibling(block: Block, chain: AdversaryChain): Block {
  const parent = chain.byHash(block.header.parentHash)!;
  return chain.extend(parent, auraSlot(block.header), [], { entry: Uint8Array.of(6, 6, 6, 6) as Bytes });
}

export const FINALITY_LIES: readonly ViewLie[] = [
  {
    name: 'a bit of a signature',
    ...refused('grandpa/bad-signature'),
    finality: (finality) =>
      withBallot(finality, ({ precommits }) => ({
        precommits: precommits.map((one, i) => (i === 0 ? { ...one, signature: flipped(one.signature, 3) } : one)),
      })),
  },
  {
    name: 'signatures of zeros',
    ...refused('grandpa/bad-signature'),
    finality: (finality) =>
      withBallot(finality, ({ precommits }) => ({
        precommits: precommits.map((one) => ({ ...one, signature: new Uint8Array(64) })),
      })),
  },
  {
    name: 'signatures of each other',
    ...refused('grandpa/bad-signature'),
    finality: (finality) =>
      withBallot(finality, ({ precommits }) => ({
        precommits: precommits.map((one, i) => ({ ...one, signature: precommits.at(i - 1)!.signature })),
      })),
  },
  {
    name: 'two of four votes',
    ...refused('grandpa/not-enough-votes'),
    finality: (finality) => withBallot(finality, ({ precommits }) => ({ precommits: precommits.slice(0, 2) })),
  },
  {
    name: 'no votes at all',
    ...refused('grandpa/not-enough-votes'),
    finality: (finality) => withBallot(finality, () => ({ precommits: [] })),
  },
  {
    name: 'one vote four times',
    ...refused('grandpa/duplicate-vote'),
    finality: (finality) =>
      withBallot(finality, ({ precommits }) => ({ precommits: precommits.map(() => precommits[0]!) })),
  },
  {
    name: 'votes of strangers',
    ...refused('grandpa/unknown-authority'),
    finality: (finality) =>
      withBallot(finality, ({ target, round, setId }) => ({
        precommits: strangers.map((pair) => vote(pair, target, round, setId)),
      })),
  },
  {
    name: 'two votes and two of strangers',
    ...refused('grandpa/unknown-authority'),
    finality: (finality) =>
      withBallot(finality, ({ target, round, setId, precommits }) => ({
        precommits: [
          ...precommits.slice(0, 2),
          ...strangers.slice(0, 2).map((pair) => vote(pair, target, round, setId)),
        ],
      })),
  },
  {
    name: 'votes of the next set id',
    ...refused('grandpa/bad-signature', 'grandpa/wrong-set'),
    finality: (finality) =>
      withBallot(finality, ({ target, round, setId }) => ({
        setId: setId + 1n,
        precommits: votersOf(setId).map((pair) => vote(pair, target, round, setId + 1n)),
      })),
  },
  {
    name: 'votes of another round',
    ...refused('grandpa/bad-signature'),
    finality: (finality) => withBallot(finality, ({ round }) => ({ round: round + 1n })),
  },
  {
    name: 'the retired set goes on voting',
    ...refused('grandpa/unknown-authority', 'grandpa/wrong-set', 'grandpa/bad-signature'),
    finality: (finality) => {
      if (finality.setId === 0n) return finality;
      const { block, round } = finality;
      return { ...finality, setId: 0n, ...createFinality({ target: block, round, setId: 0n, pairs: votersOf(0n) }) };
    },
  },
  {
    name: 'two voters who vote for two blocks each',
    // A commit has no headers: one of the two blocks is then shown by nobody.
    ...refused('grandpa/not-enough-votes', 'grandpa/bad-ancestry', 'proof/unconnected'),
    finality: (finality, chain) => {
      const child = chain.byNumber(finality.block.number + 1)!;
      const other = sibling(child, chain);
      return withBallot(finality, ({ round, setId }) => ({
        precommits: votersOf(setId)
          .slice(0, 2)
          .flatMap((pair) => [child, other].map((block) => vote(pair, targetOf(block), round, setId))),
        ancestry: [child.header, other.header],
      }));
    },
  },
  {
    name: 'votes for a block beside it',
    ...refused('grandpa/bad-ancestry', 'grandpa/bad-signature'),
    finality: (finality, chain) => {
      const other = targetOf(sibling(finality.block, chain));
      return withBallot(finality, ({ precommits }) => ({
        precommits: precommits.map((one) => ({ ...one, target: other })),
      }));
    },
  },
  {
    name: 'votes whose headers lead elsewhere',
    ...refused('grandpa/bad-ancestry'),
    finality: (finality, chain) => {
      const other = sibling(finality.block, chain);
      return withBallot(finality, ({ precommits }) => ({
        precommits: precommits.map((one, i) => (i === 0 ? { ...one, target: targetOf(other) } : one)),
        ancestry: [other.header],
      }));
    },
  },
  {
    name: 'headers that no vote needs',
    ...refused('grandpa/unused-ancestry'),
    finality: (finality) => withBallot(finality, () => ({ ancestry: [finality.block.header] })),
  },
  {
    name: 'votes for the block before',
    ...refused('grandpa/wrong-target'),
    only: 'libp2p',
    finality: (finality, chain) => {
      const before = chain.keptVotes(finality.block.number - 1);
      return before ? { ...finality, justification: before.justification } : finality;
    },
  },
  {
    name: 'a set change left out of the proof',
    // Its votes are right, and beside another that leads over the change they come too late to be missed.
    namedOnly: 'alone',
    ...refused('proof/set-change-skipped', 'grandpa/unknown-authority', 'grandpa/bad-signature'),
    view: () => ({ setChangesAfter: () => [], keptVotes: () => undefined }),
  },
];
