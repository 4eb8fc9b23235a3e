/**
 * When is a block final? When more than two thirds of the voters' weight have precommitted to it or to its descendants.
 *
 *   threshold = T − ⌊(T − 1) / 3⌋, T = weight of all voters      (3 of 4, 14 of 20)
 *
 * The rule is `finality_grandpa::validate_commit` with the checks of `GrandpaJustification::verify_with_voter_set`:
 * every vote is for the lowest voted block (the base) or a descendant, shown by headers; all headers are needed; every
 * signature is right. A voter who voted for two blocks supports both sides, so its weight counts (once).
 *
 * DIFFERS: votes of strangers, repeated votes and a third vote of one voter are refused, where Substrate skips them.
 * A target below the highest block that the votes would make final is accepted: it is just as final.
 */
import { equalBytes, toHex } from './bytes.ts';
import { ChainError } from './error.ts';
import type { Authority, BlockTarget, Precommit } from './grandpa-codec.ts';
import { votePayload } from './grandpa-codec.ts';
import type { Header } from './header.ts';
import { headerHash } from './header.ts';
import { ed25519Verify } from './keys.ts';

/** The most voters in one set; Subtensor allows 32, the largest known chains have a thousand. */
export const MAX_AUTHORITIES = 1024;
/** The most ancestry headers of one justification. Votes are rarely more than a few blocks apart. */
export const MAX_ANCESTRY_HEADERS = 1024;
/** A voter can vote twice by mistake or malice; a third vote would prove nothing more. */
const MAX_VOTES_PER_VOTER = 2;

/** The votes for one block, wherever they came from. */
export interface Votes {
  readonly target: BlockTarget;
  readonly round: bigint;
  readonly setId: bigint;
  readonly precommits: readonly Precommit[];
  readonly ancestry: readonly Header[];
}

/**
 * Checks that the votes make `target` final. Signatures, the dear part, come last: at most two per voter.
 * @throws ChainError `grandpa/…`
 */
export function assertFinal(votes: Votes, authorities: readonly Authority[]): void {
  if (votes.ancestry.length > MAX_ANCESTRY_HEADERS) {
    throw grandpaError('too-many-headers', `expected at most ${MAX_ANCESTRY_HEADERS} headers`, 'ancestry');
  }
  const weights = voterWeights(authorities);
  const ballots = sortByVoter(votes.precommits, weights);
  const blocks = followVotes(votes);
  let support = 0n;
  for (const [voter, targets] of ballots) {
    const equivocates = targets.length === MAX_VOTES_PER_VOTER;
    if (equivocates || targets.some(({ hash }) => blocks.get(toHex(hash))?.supports)) support += weights.get(voter)!;
  }
  const threshold = thresholdOf(weights);
  if (support < threshold) {
    throw grandpaError('not-enough-votes', `votes of weight ${support} where ${threshold} are needed`, 'precommits');
  }
  for (const [i, { target, signature, voter }] of votes.precommits.entries()) {
    if (!ed25519Verify(voter, votePayload(target, votes.round, votes.setId), signature)) {
      throw grandpaError('bad-signature', 'the voter has not signed this vote', `precommits[${i}].signature`);
    }
  }
}

export function grandpaError(code: string, reason: string, field: string): ChainError {
  return new ChainError(`grandpa/${code}`, reason, { field });
}

/** Weight by hex of the public key. A key that is listed twice has both weights, as in finality-grandpa. */
function voterWeights(authorities: readonly Authority[]): ReadonlyMap<string, bigint> {
  const weights = new Map<string, bigint>();
  for (const { publicKey, weight } of authorities) {
    const voter = toHex(publicKey);
    if (weight > 0n) weights.set(voter, (weights.get(voter) ?? 0n) + weight);
  }
  if (weights.size === 0 || weights.size > MAX_AUTHORITIES) {
    throw grandpaError('bad-authorities', `expected 1…${MAX_AUTHORITIES} voters, got ${weights.size}`, 'authorities');
  }
  return weights;
}

function thresholdOf(weights: ReadonlyMap<string, bigint>): bigint {
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0n);
  return total - (total - 1n) / 3n;
}

/** The targets that each voter voted for, by hex of its key. */
function sortByVoter(
  precommits: readonly Precommit[],
  weights: ReadonlyMap<string, bigint>,
): ReadonlyMap<string, readonly BlockTarget[]> {
  const ballots = new Map<string, BlockTarget[]>();
  for (const [i, precommit] of precommits.entries()) {
    const voter = toHex(precommit.voter);
    const field = `precommits[${i}]`;
    if (!weights.has(voter)) throw grandpaError('unknown-authority', `${voter} is not in the set`, `${field}.voter`);
    const targets = ballots.get(voter) ?? [];
    if (targets.length === MAX_VOTES_PER_VOTER || targets.some(({ hash }) => equalBytes(hash, precommit.target.hash))) {
      throw grandpaError('duplicate-vote', `${voter} has already voted`, field);
    }
    ballots.set(voter, [...targets, precommit.target]);
  }
  return ballots;
}

/**
 * For every block that lies on a vote's way down to the base, by hex of its hash: is a vote for it also one for the
 * target, being the target or a descendant? Each header is walked over once, must be needed, and numbers must fit.
 */
function followVotes({ target, precommits, ancestry }: Votes): ReadonlyMap<string, { readonly supports: boolean }> {
  const headers = new Map(ancestry.map((header) => [toHex(headerHash(header)), header]));
  const targets = precommits.map((precommit) => precommit.target);
  const base = targets.reduce((low, vote) => (vote.number < low.number ? vote : low), target);
  const targetName = toHex(target.hash);
  const baseName = toHex(base.hash);
  const known = new Map([[baseName, { number: base.number, supports: baseName === targetName }]]);
  for (const vote of targets) {
    const way: string[] = [];
    let name = toHex(vote.hash);
    let number = vote.number;
    for (; !known.has(name); number--) {
      const header = headers.get(name);
      if (header?.number !== number) throw badAncestry(`no header with number ${number} stands for ${name}`);
      way.push(name);
      name = toHex(header.parentHash);
    }
    const met = known.get(name)!;
    if (number !== met.number) throw badAncestry(`${name} is block ${met.number}, not ${number}`);
    let { supports } = met;
    for (const passed of way.reverse()) {
      supports ||= passed === targetName;
      known.set(passed, { number: ++number, supports });
    }
  }
  if (known.get(targetName)?.number !== target.number) throw badAncestry('no vote leads to the target');
  if (known.size - 1 !== ancestry.length) {
    throw grandpaError('unused-ancestry', `${ancestry.length} headers where ${known.size - 1} are needed`, 'ancestry');
  }
  return known;
}

function badAncestry(reason: string): ChainError {
  return grandpaError('bad-ancestry', reason, 'ancestry');
}
