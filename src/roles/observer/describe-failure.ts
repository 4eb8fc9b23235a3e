/**
 * Turns an error into what a person is told: code, reason, what happens next.
 */
import type { Failure } from '../../chain/failure.ts';

const NEXT_BY_DOMAIN: Readonly<Record<string, string>> = {
  light: 'Trying again at the next finalized block.',
  gpu: 'The CPU computes instead, in WebAssembly.',
  wasm: 'The reference engine computes instead.',
  store: 'Shown figures stay; they may not be there offline.',
};

/** Where trying again mends nothing. */
const NEXT_BY_CODE: Readonly<Record<string, string>> = {
  'light/schema-changed': 'Figures stay as they were. A newer version of this page may read it: reload.',
};

/** `code` of errors that carry one, else `unexpected`; the message as the reason. */
export function describeFailure(error: unknown, next?: string): Failure {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unexpected';
  const reason = error instanceof Error ? error.message : String(error);
  return {
    code,
    reason,
    next: next ?? NEXT_BY_CODE[code] ?? NEXT_BY_DOMAIN[code.split('/')[0] ?? ''] ?? 'Trying again shortly.',
  };
}
