/** Why a block could not be put in words, and what may help: another block is of no use where nobody hands out metadata. */
import type { Failure } from '../../chain/failure.ts';

const NEXT: Readonly<Record<string, string>> = {
  'light/unsupported': 'Add one on the Node page, then decode again.',
  'light/schema-changed': 'A newer version of this page may read it: reload.',
};

export function describeDecoding(error: unknown): Failure {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'ui/not-decoded';
  const reason = error instanceof Error ? error.message : String(error);
  return { code, reason: `The block could not be decoded: ${reason}`, next: NEXT[code] ?? 'It can be tried again.' };
}
