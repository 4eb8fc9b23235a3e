/**
 * Where the node lies when it is told to: one flipped bit, in exactly the bytes that a client has to check.
 */
import type { Bytes } from '../../src/chain/bytes.ts';
import { commitCodec, justificationCodec } from '../../src/chain/grandpa.ts';
import { decode, encode } from '../../src/chain/scale/index.ts';
import type { Finality, Lies } from '../types.ts';

export const HONEST: Lies = { proof: false, signature: false };

function flipped(bytes: Uint8Array, at: number): Bytes {
  const copy = bytes.slice() as Bytes;
  copy[at] = copy[at]! ^ 1;
  return copy;
}

/** The entries of a read proof, or the same with one bit of the last entry flipped. */
export function proofServed(entries: readonly Bytes[], lies: Lies): readonly Bytes[] {
  if (!lies.proof) return entries;
  const last = entries.at(-1);
  return last ? [...entries.slice(0, -1), flipped(last, last.length - 1)] : entries;
}

/** The justification, or the same with one bit of its first signature flipped. */
export function justificationServed({ justification }: Pick<Finality, 'justification'>, lies: Lies): Bytes {
  if (!lies.signature) return justification;
  const value = decode(justificationCodec, justification);
  const precommits = value.precommits.map((vote, i) =>
    i === 0 ? { ...vote, signature: flipped(vote.signature, 0) } : vote,
  );
  return encode(justificationCodec, { ...value, precommits });
}

/** The commit, or the same with one bit of its first signature flipped. */
export function commitServed({ commit }: Finality, lies: Lies): Bytes {
  if (!lies.signature) return commit;
  const value = decode(commitCodec, commit);
  const signatures = value.signatures.map((vote, i) =>
    i === 0 ? { ...vote, signature: flipped(vote.signature, 0) } : vote,
  );
  return encode(commitCodec, { ...value, signatures });
}
