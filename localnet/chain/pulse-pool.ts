/** The beacon's pulses that wait for a block: one per round, in ascending order, for a block takes only rounds that rise. */
import type { UnsignedExtrinsic } from './valid-extrinsic.ts';

export const MAX_POOL_PULSES = 64;

export class PulsePool {
  readonly #byRound = new Map<bigint, UnsignedExtrinsic>();

  get isFull(): boolean {
    return this.#byRound.size >= MAX_POOL_PULSES;
  }

  has(round: bigint): boolean {
    return this.#byRound.has(round);
  }

  add(extrinsic: UnsignedExtrinsic): void {
    this.#byRound.set(extrinsic.round, extrinsic);
  }

  delete(round: bigint): void {
    this.#byRound.delete(round);
  }

  ready(): UnsignedExtrinsic[] {
    return [...this.#byRound.values()].sort((a, b) => (a.round < b.round ? -1 : 1));
  }
}
