/**
 * A command behind a button: running, then done or failed with a reason. One at a time; a second press while it runs is
 * not heard.
 */
import type { Accessor } from 'solid-js';
import { createSignal } from 'solid-js';
import type { Failure } from '../../../chain/failure.ts';

type Outcome =
  | { readonly kind: 'idle' | 'running' }
  | { readonly kind: 'done'; readonly words: string }
  | { readonly kind: 'failed'; readonly failure: Failure };

export interface Action<Input> {
  readonly run: (input: Input) => void;
  /** Forgets what came of it. */
  readonly clear: () => void;
  readonly isRunning: Accessor<boolean>;
  readonly failure: Accessor<Failure | undefined>;
  /** What was done, as a sentence; empty before. */
  readonly done: Accessor<string>;
}

/** `work` resolves with what was done; `next` is what a person can do after it failed. */
export function createAction<Input>(work: (input: Input) => Promise<string>, next: string): Action<Input> {
  const [outcome, setOutcome] = createSignal<Outcome>({ kind: 'idle' });
  return {
    run(input) {
      if (outcome().kind === 'running') return;
      setOutcome({ kind: 'running' });
      work(input).then(
        (words) => setOutcome({ kind: 'done', words }),
        (error: unknown) => setOutcome({ kind: 'failed', failure: describeError(error, next) }),
      );
    },
    clear: () => setOutcome({ kind: 'idle' }),
    isRunning: () => outcome().kind === 'running',
    failure() {
      const now = outcome();
      return now.kind === 'failed' ? now.failure : undefined;
    },
    done() {
      const now = outcome();
      return now.kind === 'done' ? now.words : '';
    },
  };
}

/** A failure of the page itself, by name. */
export class PageError extends Error {
  override readonly name = 'PageError';
  readonly code: `ui/${string}`;
  constructor(code: `ui/${string}`, reason: string) {
    super(reason);
    this.code = code;
  }
}

export function describeError(error: unknown, next: string): Failure {
  const code: unknown = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  const reason = error instanceof Error ? error.message : String(error);
  return { code: typeof code === 'string' ? code : 'ui/not-done', reason, next };
}
