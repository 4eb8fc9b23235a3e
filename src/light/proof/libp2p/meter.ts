/**
 * What one node has sent in all, and how much of it waits for the rest of its frame, over all streams.
 */
import { LightError } from '../../errors.ts';
import { MAX_UNFINISHED_BYTES } from './limits.ts';

export class Meter {
  readonly #onReceived: (bytes: number) => void;
  #held = 0;

  constructor(onReceived: (bytes: number) => void) {
    this.#onReceived = onReceived;
  }

  received(bytes: number): void {
    this.#onReceived(bytes);
  }

  /** `change` bytes more (or less) are held now. @throws LightError `proof/unavailable` beyond `MAX_UNFINISHED_BYTES`. */
  hold(change: number): void {
    this.#held += change;
    if (change > 0 && this.#held > MAX_UNFINISHED_BYTES) {
      throw new LightError('proof/unavailable', `More than ${MAX_UNFINISHED_BYTES} bytes of answers at once`);
    }
  }
}
