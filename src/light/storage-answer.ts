/**
 * What `state_queryStorageAt` answers, and what its refusals mean.
 *
 * smoldot asks a peer for a Merkle proof of all the keys at once, checks it against the state root of the block's header
 * (which it checks against the block's hash), and only then answers: [{ block, changes: [[key, value | null], …] }].
 * `null` is proven absence. Measured with 3.4.1: one flipped byte in a proof, or the header of another block, is refused.
 */
import type { BlockHash, BlockRef } from '../chain/block-ref.ts';
import type { Bytes } from '../chain/bytes.ts';
import { fromHex } from '../chain/bytes.ts';
import { ChainError } from '../chain/error.ts';
import { isLightError, LightError } from './errors.ts';
import { isRecord } from './json-rpc-message.ts';

/** One batch of a read: keys as hex, in the order asked, and what they hold. */
export interface StorageAnswer {
  readonly values: readonly (Bytes | undefined)[];
  /** Bytes of all values together. */
  readonly valueBytes: number;
}

/**
 * The values of `keys` (lower-case hex with 0x), in their order, whatever order the answer is in.
 * @throws LightError `light/unexpected-answer` if the answer is of another block, misses a key or is no such answer.
 */
export function decodeStorageAnswer(answer: unknown, keys: readonly string[], at: BlockHash): StorageAnswer {
  const sets: readonly unknown[] = Array.isArray(answer) ? answer : [];
  const [set] = sets;
  if (sets.length !== 1 || !isRecord(set) || set.block !== at || !Array.isArray(set.changes)) {
    throw unexpected(`something else than one set of changes at ${at}`);
  }
  if (set.changes.length > keys.length) throw unexpected(`${set.changes.length} values for ${keys.length} keys`);
  const held = new Map<string, Bytes | undefined>();
  for (const change of set.changes as readonly unknown[]) {
    const [key, value]: readonly unknown[] = Array.isArray(change) ? change : [];
    if (typeof key !== 'string') throw unexpected('a change without a key');
    held.set(key, readValue(value));
  }
  const values = keys.map((key) => {
    if (!held.has(key)) throw unexpected(`no word about ${key}`);
    return held.get(key);
  });
  return { values, valueBytes: values.reduce((bytes, value) => bytes + (value?.length ?? 0), 0) };
}

function readValue(value: unknown): Bytes | undefined {
  if (value === null) return undefined;
  if (typeof value !== 'string' || !value.startsWith('0x')) throw unexpected('a value that is no hex text');
  try {
    return fromHex(value);
  } catch (cause) {
    if (!(cause instanceof ChainError)) throw cause;
    throw unexpected('a value that is no hex text', cause);
  }
}

/**
 * The words with which smoldot says that a proof was wrong, as opposed to a peer that did not answer. There is no code
 * for it, only text: one line per attempt. An unknown word counts as "no answer"; either way there is no value.
 */
const BAD_PROOF = /ProofEntry|InvalidFormat|InvalidNodeValue|InvalidProof|TrieRoot/;
/** Full nodes keep the state of so many blocks unless they are archives (Substrate's `--state-pruning` default). */
export const KEPT_STATE_BLOCKS = 256;

/**
 * The light client's refusal of a read, in our terms: `light/bad-proof` or `light/unavailable`. A node that no longer has
 * a state answers with an empty proof, which is no lie: beyond `KEPT_STATE_BLOCKS` it counts as "no answer".
 */
export function explainReadError(error: unknown, at: BlockRef, ageBlocks: number): unknown {
  if (!isLightError(error, 'light/rpc-refused')) return error;
  const words = String(error.data.rpcMessage);
  const details = { data: { at: at.hash }, cause: error };
  if (!BAD_PROOF.test(words)) {
    return new LightError('light/unavailable', `No peer answered a read at block ${at.number}: ${words}`, details);
  }
  if (ageBlocks > KEPT_STATE_BLOCKS && words.includes('MissingProofEntry')) {
    const reason = `No peer has the state of block ${at.number} any more, ${ageBlocks} blocks ago; they keep about ${KEPT_STATE_BLOCKS}.`;
    return new LightError('light/unavailable', reason, details);
  }
  // Without the block: a liar is met again at every block, and what is told of it should not change by the second.
  const faults = [...new Set(words.match(/\w+/g)?.filter((word) => BAD_PROOF.test(word)))].join(', ');
  return new LightError('light/bad-proof', `Peers answered a read with wrong proofs (${faults}).`, details);
}

function unexpected(what: string, cause?: unknown): LightError {
  return new LightError('light/unexpected-answer', `state_queryStorageAt answered with ${what}`, { cause });
}
