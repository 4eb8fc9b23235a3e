/**
 * Counts the questions of each kind that a server did not answer in time, one after the other: who answers all but one
 * kind of question keeps that one back, and answers to the others make it no better.
 */
import type { ChainServer } from './server.ts';

/** Questions of one kind in a row without an answer, after which a connection counts as dead. */
export const MAX_SILENCES = 3;

/** What is being asked: the last method of the server that a question has called. */
export interface Asked {
  kind: string | undefined;
}

export class Silences {
  readonly #inRow = new Map<string | undefined, number>();

  add({ kind }: Asked): void {
    this.#inRow.set(kind, (this.#inRow.get(kind) ?? 0) + 1);
  }

  /** There was an answer. */
  end({ kind }: Asked): void {
    this.#inRow.delete(kind);
  }

  get areTooMany(): boolean {
    return Math.max(0, ...this.#inRow.values()) >= MAX_SILENCES;
  }
}

/** The same server, which writes down what it is asked. */
export function noting(server: ChainServer, asked: Asked): ChainServer {
  return new Proxy(server, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      asked.kind = String(name);
      return member.bind(target) as unknown;
    },
  });
}
