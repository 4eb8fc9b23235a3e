/**
 * What an error says about the server that it came from: that it lied, that it is busy, that it is not there, or nothing.
 *
 * A lie is what an honest server cannot say: bytes that contradict a hash, a signature, a rule of the chain, or the bounds
 * of its own protocol. Everything else may be misfortune.
 */
import { ChainError } from '../../chain/error.ts';
import { isLightError } from '../errors.ts';

export type Verdict = 'lied' | 'limited' | 'unreachable' | 'slow' | 'cannot';

export function verdictOn(error: unknown): Verdict {
  if (error instanceof ChainError) return 'lied';
  if (
    isLightError(
      error,
      'proof/malformed',
      'proof/wrong-genesis',
      'proof/wrong-header',
      'proof/wrong-number',
      'proof/wrong-body',
      'proof/future-slot',
      'proof/unconnected',
      'proof/unproved-finality',
      'proof/forked',
      'light/bad-proof',
    )
  ) {
    return 'lied';
  }
  if (isLightError(error, 'proof/limited')) return 'limited';
  if (isLightError(error, 'proof/unreachable')) return 'unreachable';
  if (isLightError(error, 'proof/timeout')) return 'slow';
  return 'cannot';
}
