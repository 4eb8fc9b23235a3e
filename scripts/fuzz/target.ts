/**
 * What a fuzzed decoder is: a place that takes hostile input and must refuse it by name or read the truth from it.
 */
import { ChainError } from '../../src/chain/error.ts';
import type { SeededRandom } from '../../src/gpu/random.ts';

export type Outcome = 'refused' | 'read';

export interface FuzzTarget {
  readonly name: string;
  /** How many of a hundred cases are its own, about. */
  readonly share: number;
  /** Makes one input and tries it. Throws on everything that must not be: a wrong truth, a foreign error. */
  tryOne(random: SeededRandom): Outcome;
}

/**
 * Runs a decoder: undefined if it refused by a named error.
 * @throws whatever else it throws, which is a bug of the decoder.
 */
export function unlessRefused<T>(read: () => T): { readonly value: T } | undefined {
  try {
    return { value: read() };
  } catch (error) {
    if (isRefusal(error)) return undefined;
    throw error;
  }
}

/** Errors with a stable code; anything else (RangeError, TypeError, out of memory) was nobody's intention. */
function isRefusal(error: unknown): boolean {
  if (error instanceof ChainError) return true;
  return error instanceof Error && error.name === 'LightError' && 'code' in error;
}

/** @throws Error naming what is wrong: the case has failed. */
export function insist(condition: boolean, wrong: string): asserts condition {
  if (!condition) throw new Error(wrong);
}
