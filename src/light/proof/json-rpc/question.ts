/** How the parts of the JSON-RPC transport ask: one request, its answer read at once, failures in the codes of `ChainServer`. */
import type { QuestionOptions } from '../server.ts';

export interface AskOptions extends QuestionOptions {
  readonly deadlineMs?: number;
}

/** `read` takes the answer apart. @throws LightError, ChainError */
export type Ask = <T>(
  method: string,
  params: readonly unknown[],
  read: (answer: unknown) => T,
  options?: AskOptions,
) => Promise<T>;
