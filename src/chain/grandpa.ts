/**
 * GRANDPA: proofs that a block is final, and the changes of who may make them.
 *
 * A justification proves finality to somebody who knows the voters; a commit is the same as a gossip message. The
 * layouts are in `grandpa-codec.ts`, the rule of what is enough in `grandpa-votes.ts`. A set change announced in a
 * block takes effect when that block (plus `delay`) is final: the set id grows by one and rounds begin anew.
 */
import type { Bytes } from './bytes.ts';
import { equalBytes, toHex } from './bytes.ts';
import { ChainError } from './error.ts';
import type { Authority, BlockTarget, Precommit, ScheduledChange } from './grandpa-codec.ts';
import { commitCodec, consensusLog, GRANDPA_ENGINE, justificationCodec, votePayload } from './grandpa-codec.ts';
import { assertFinal, grandpaError } from './grandpa-votes.ts';
import type { DigestItem, Header } from './header.ts';
import type { KeyPair } from './keys.ts';
import { ed25519Sign } from './keys.ts';
import { decode, encode } from './scale/index.ts';

export type { Authority, BlockTarget, Precommit, ScheduledChange } from './grandpa-codec.ts';
export { authorityList, commitCodec, GRANDPA_ENGINE, justificationCodec, votePayload } from './grandpa-codec.ts';
export { MAX_ANCESTRY_HEADERS, MAX_AUTHORITIES } from './grandpa-votes.ts';

/** The longest proof we look at; a thousand votes take 100 KB. */
export const MAX_FINALITY_PROOF_BYTES = 1 << 20;

/** What the verifier knows beforehand. */
export interface FinalityExpectation {
  /** The block that must be the target; left out, any may be. */
  readonly target?: BlockTarget;
  readonly setId: bigint;
  readonly authorities: readonly Authority[];
}

export interface FinalizedTarget {
  readonly round: bigint;
  readonly target: BlockTarget;
}

/**
 * Checks a justification: enough of the known voters have signed for its target.
 * @throws ChainError `grandpa/…`, or `scale/…` on bytes that are no justification.
 */
export function verifyJustification(bytes: Uint8Array, expected: FinalityExpectation): FinalizedTarget {
  refuseTooLong(bytes);
  const { round, target, precommits, ancestry } = decode(justificationCodec, bytes, 'justification');
  refuseOtherTarget(target, expected);
  assertFinal({ target, round, setId: expected.setId, precommits, ancestry }, expected.authorities);
  return { round, target };
}

/**
 * Checks a gossiped commit (without the leading message kind). It carries no headers, so all votes must be for its target.
 * @throws ChainError as `verifyJustification`, and `grandpa/wrong-set`.
 */
export function verifyCommit(bytes: Uint8Array, expected: FinalityExpectation): FinalizedTarget {
  refuseTooLong(bytes);
  const { round, setId, target, precommits, signatures } = decode(commitCodec, bytes, 'commit');
  if (setId !== expected.setId) {
    throw grandpaError('wrong-set', `expected votes of set ${expected.setId}, got set ${setId}`, 'commit.setId');
  }
  if (precommits.length !== signatures.length) {
    const counts = `${precommits.length} votes and ${signatures.length} signatures`;
    throw grandpaError('unequal-counts', counts, 'commit.signatures');
  }
  refuseOtherTarget(target, expected);
  const votes = precommits.map((vote, i): Precommit => ({ target: vote, ...signatures[i]! }));
  assertFinal({ target, round, setId, precommits: votes, ancestry: [] }, expected.authorities);
  return { round, target };
}

function refuseTooLong(bytes: Uint8Array): void {
  if (bytes.length > MAX_FINALITY_PROOF_BYTES) {
    throw grandpaError('too-long', `expected at most ${MAX_FINALITY_PROOF_BYTES} bytes, got ${bytes.length}`, '');
  }
}

function refuseOtherTarget(target: BlockTarget, expected: FinalityExpectation): void {
  const wanted = expected.target;
  if (wanted && (wanted.number !== target.number || !equalBytes(wanted.hash, target.hash))) {
    const [want, got] = [wanted, target].map(({ number, hash }) => `${number} ${toHex(hash)}`);
    throw grandpaError('wrong-target', `expected a proof for block ${want}, got one for ${got}`, 'target');
  }
}

/** Votes of all `pairs` (ed25519) for `target`, as both kinds of proof. */
export function createFinality(finality: {
  readonly target: BlockTarget;
  readonly round: bigint;
  readonly setId: bigint;
  readonly pairs: readonly KeyPair[];
}): { readonly justification: Bytes; readonly commit: Bytes } {
  const { target, round, setId, pairs } = finality;
  const payload = votePayload(target, round, setId);
  const signatures = pairs.map(({ secretKey, publicKey }) => ({
    signature: ed25519Sign(secretKey, payload),
    voter: publicKey,
  }));
  const precommits = signatures.map((signature): Precommit => ({ target, ...signature }));
  return {
    justification: encode(justificationCodec, { round, target, precommits, ancestry: [] }),
    commit: encode(commitCodec, { round, setId, target, precommits: pairs.map(() => target), signatures }),
  };
}

/** The digest item that announces who votes next. `delay`: blocks between this one and the change, usually 0. */
export function encodeScheduledChange(authorities: readonly Authority[], delay = 0): DigestItem {
  const log = encode(consensusLog, { type: 'ScheduledChange', value: [{ authorities, delay }] });
  return { type: 'Consensus', value: [GRANDPA_ENGINE, log] };
}

/**
 * The set change that a header announces; undefined if it announces none.
 * @throws ChainError `grandpa/forced-change` (the set changes without being voted for: only a new checkpoint helps),
 *   `grandpa/duplicate-change`, `scale/…` on bad data.
 */
export function decodeScheduledChange(header: Header): ScheduledChange | undefined {
  const changes = header.digest.flatMap((item, i) => {
    if (item.type !== 'Consensus' || !equalBytes(item.value[0], GRANDPA_ENGINE)) return [];
    const field = `header.digest[${i}]`;
    const log = decode(consensusLog, item.value[1], field);
    if (log.type === 'ForcedChange') throw grandpaError('forced-change', 'the voters are replaced by force', field);
    return log.type === 'ScheduledChange' ? [log.value[0]] : [];
  });
  if (changes.length > 1)
    throw new ChainError('grandpa/duplicate-change', 'two set changes', { field: 'header.digest' });
  return changes[0];
}
