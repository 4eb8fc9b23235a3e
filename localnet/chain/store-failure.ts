/**
 * What it means for the chain that a store could not write: a full disk is named, since somebody can do something about
 * it. Nothing that was announced as final is lost; the chain makes no more blocks and goes on from there when started again.
 */
import { LocalnetError } from './error.ts';

/** The error to fail with. What the store has said in its own words already stays as it is. */
export function storeFailure(error: unknown): LocalnetError {
  if (error instanceof LocalnetError) return error;
  if (reasons(error).some(isFull)) {
    return new LocalnetError(
      'store/full',
      'the disk is full: blocks can no longer be kept; make room and start again, nothing final is lost',
      error,
    );
  }
  return new LocalnetError('store/unwritable', `blocks can no longer be kept: ${String(error)}`, error);
}

/** An error and what caused it, down to a few levels. */
function reasons(error: unknown): readonly Error[] {
  const chain: Error[] = [];
  for (let next = error; next instanceof Error && chain.length < MAX_CAUSES; next = next.cause) chain.push(next);
  return chain;
}

const MAX_CAUSES = 8;

/** Node gives a code (no space, quota, file size), LevelDB only the words of the system. */
function isFull(error: Error): boolean {
  const { code } = error as { readonly code?: unknown };
  return code === 'ENOSPC' || code === 'EDQUOT' || /no space left on device|quota exceeded/i.test(error.message);
}
