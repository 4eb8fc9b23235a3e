/**
 * Read proofs of many keys. Servers differ in how many they prove at once; one that refuses is asked for halves, and from
 * then on for no more than what went well. The halves' nodes are put together, each once.
 */
import type { BlockHash } from '../../../chain/block-ref.ts';
import type { Bytes } from '../../../chain/bytes.ts';
import { toHex } from '../../../chain/bytes.ts';
import { isLightError } from '../../errors.ts';
import type { QuestionOptions } from '../server.ts';
import { proofNodesOf } from './answers.ts';
import { MAX_KEYS, MIN_SPLIT_KEYS } from './limits.ts';
import type { Ask } from './question.ts';
import { isUnknownMethod } from './server-error.ts';

export type ReadProof = (at: BlockHash, keys: readonly Bytes[], options?: QuestionOptions) => Promise<readonly Bytes[]>;

export function openReadProof(ask: Ask): ReadProof {
  let maxKeys = MAX_KEYS;

  async function prove(at: BlockHash, keys: readonly string[], options: QuestionOptions): Promise<readonly Bytes[]> {
    if (keys.length > maxKeys) return halves(at, keys, options);
    try {
      return await ask('state_getReadProof', [keys, at], (answer) => proofNodesOf(answer, at), options);
    } catch (error) {
      const isTooMany = isLightError(error, 'proof/refused') && !isUnknownMethod(error);
      if (!isTooMany || keys.length < 2 * MIN_SPLIT_KEYS) throw error;
      const nodes = await halves(at, keys, options, Math.ceil(keys.length / 2));
      maxKeys = Math.min(maxKeys, Math.ceil(keys.length / 2));
      return nodes;
    }
  }

  async function halves(
    at: BlockHash,
    keys: readonly string[],
    options: QuestionOptions,
    size = Math.min(maxKeys, Math.ceil(keys.length / 2)),
  ): Promise<readonly Bytes[]> {
    const parts: (readonly Bytes[])[] = [];
    for (let first = 0; first < keys.length; first += size) {
      parts.push(await prove(at, keys.slice(first, first + size), options));
    }
    return withoutRepeats(parts);
  }

  return async (at, keys, options = {}) => {
    if (keys.length > MAX_KEYS) throw new RangeError(`at most ${MAX_KEYS} keys are proved at once, got ${keys.length}`);
    return prove(at, keys.map(toHex), options);
  };
}

/** Nodes of several proofs, each once. What one proof repeats stays repeated: that is for the verifier to refuse. */
function withoutRepeats(parts: readonly (readonly Bytes[])[]): readonly Bytes[] {
  const seen = new Set<string>();
  return parts.flatMap((nodes) => {
    const names = nodes.map(toHex);
    const fresh = nodes.filter((_, i) => !seen.has(names[i]!));
    for (const name of names) seen.add(name);
    return fresh;
  });
}
