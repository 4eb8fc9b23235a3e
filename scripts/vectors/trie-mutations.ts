/**
 * Damages a valid read proof in every way that a liar could, and looks at what the verifier makes of it.
 *
 * A changed byte, a doubled entry, an entry that hangs on nothing: the whole proof must be refused. An entry left out:
 * refused, or the keys that needed it are refused when asked for. In no case may a key get another value.
 */
import { concatBytes, toHex } from '../../src/chain/bytes.ts';
import { ChainError } from '../../src/chain/error.ts';
import { verifyProof } from '../../src/chain/trie/index.ts';
import type { Mismatch } from './types.ts';

/** Changed bytes per proof: enough to hit every entry, few enough that a file takes no longer than a second or two. */
const MAX_BYTE_CHANGES = 192;
/** What changed bytes are xored with, in turn: the lowest bit, the highest, all. */
const MASKS = [0x01, 0x80, 0xff] as const;
/** An entry that no honest node refers to, as long as a node must be. */
const STRANGER = new Uint8Array(40).fill(0x5a);

interface Mutation {
  readonly name: string;
  readonly proof: readonly Uint8Array[];
  /** Whether the proof as a whole must be refused. */
  readonly refused: boolean;
}

/** What is wrong with the verifier's answers to damaged forms of `proof`; `values` are the right answers. */
export function mutateProof(
  root: Uint8Array,
  proof: readonly Uint8Array[],
  values: ReadonlyMap<Uint8Array, Uint8Array | undefined>,
): Mismatch[] {
  return [...mutations(proof)].flatMap((mutation) => checkMutation(root, mutation, values));
}

function* mutations(proof: readonly Uint8Array[]): Iterable<Mutation> {
  yield* byteChanges(proof);
  for (const [i, entry] of proof.entries()) {
    yield { name: `entry ${i} left out`, proof: proof.toSpliced(i, 1), refused: false };
    yield { name: `entry ${i} doubled`, proof: [...proof, entry], refused: true };
    yield {
      name: `entry ${i} longer by a byte`,
      proof: proof.with(i, concatBytes(entry, Uint8Array.of(0))),
      refused: true,
    };
    yield { name: `entry ${i} shorter by a byte`, proof: proof.with(i, entry.subarray(0, -1)), refused: true };
  }
  yield { name: 'an unconnected entry', proof: [...proof, STRANGER], refused: true };
  yield { name: 'nothing left', proof: [], refused: true };
}

function* byteChanges(proof: readonly Uint8Array[]): Iterable<Mutation> {
  const total = proof.reduce((sum, entry) => sum + entry.length, 0);
  const stride = Math.max(1, Math.ceil(total / MAX_BYTE_CHANGES));
  let position = 0;
  for (const [i, entry] of proof.entries()) {
    for (let at = 0; at < entry.length; at++, position++) {
      if (at > 0 && position % stride !== 0) continue;
      const mask = MASKS[position % MASKS.length]!;
      const changed = entry.slice();
      changed[at]! ^= mask;
      yield { name: `entry ${i} byte ${at} xor ${mask}`, proof: proof.with(i, changed), refused: true };
    }
  }
}

function checkMutation(
  root: Uint8Array,
  { name, proof, refused }: Mutation,
  values: ReadonlyMap<Uint8Array, Uint8Array | undefined>,
): Mismatch[] {
  const verified = refusalOr(() => verifyProof(root, proof));
  if (verified instanceof ChainError) return [];
  const mismatches: Mismatch[] = refused ? [{ field: name, expected: 'refused', got: 'accepted' }] : [];
  for (const [key, value] of values) {
    const answer = refusalOr(() => showValue(verified.get(key)));
    if (answer instanceof ChainError || answer === showValue(value)) continue;
    mismatches.push({ field: `${name}: ${toHex(key)}`, expected: `${showValue(value)} or refused`, got: answer });
  }
  return mismatches;
}

/** A value as text; absence has no bytes to show. */
export function showValue(value: Uint8Array | undefined): string {
  return value ? toHex(value) : 'absent';
}

function refusalOr<T>(run: () => T): T | ChainError {
  try {
    return run();
  } catch (error) {
    if (error instanceof ChainError) return error;
    throw error;
  }
}
