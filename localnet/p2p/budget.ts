/**
 * How many bytes one peer may make us hold, over all its streams.
 */
import { P2pError } from './error.ts';

export class ByteBudget {
  readonly #limit: number;
  readonly #what: string;
  #held = 0;

  constructor(limit: number, what: string) {
    this.#limit = limit;
    this.#what = what;
  }

  get held(): number {
    return this.#held;
  }

  /** @throws P2pError `p2p/over-budget`; then nothing was taken. */
  take(bytes: number): void {
    if (this.#held + bytes > this.#limit) {
      throw new P2pError('p2p/over-budget', `the peer makes us hold more than ${this.#limit} bytes ${this.#what}`);
    }
    this.#held += bytes;
  }

  release(bytes: number): void {
    this.#held -= bytes;
  }
}
