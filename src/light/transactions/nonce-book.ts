/**
 * Nonces of transactions that are on their way: each account's count up by one, and none may be missing.
 *
 *   chain's nonce 5 · in flight 5 6 _ 8      next: 7 (the gap is filled first), then 9
 *
 * The chain knows only what is in finalized blocks; the book knows what this session has handed out since. It forgets what
 * the chain has passed, and what was given back. Pure memory: after a reload `note` tells it what the log remembers.
 */
import type { Bytes } from '../../chain/bytes.ts';
import { toHex } from '../../chain/bytes.ts';
import { LightError } from '../errors.ts';

/** Transactions of one account that may wait at once; nodes keep no more of them. */
export const MAX_IN_FLIGHT = 64;

export class NonceBook {
  readonly #inFlight = new Map<string, Set<number>>();

  /**
   * The nonce for the account's next transaction, taken until it is released or the chain has passed it.
   * @param chainNonce `System.Account[account].nonce` of the finalized state
   * @throws LightError `transaction/too-many-in-flight`
   */
  take(account: Bytes, chainNonce: number): number {
    const inFlight = this.#passed(account, chainNonce);
    if (inFlight.size >= MAX_IN_FLIGHT) {
      throw new LightError(
        'transaction/too-many-in-flight',
        `${MAX_IN_FLIGHT} transactions of this account are on their way; wait until one of them is in a block.`,
        { data: { most: MAX_IN_FLIGHT } },
      );
    }
    let nonce = chainNonce;
    while (inFlight.has(nonce)) nonce++;
    inFlight.add(nonce);
    this.#inFlight.set(toHex(account), inFlight);
    return nonce;
  }

  /** A transaction with this nonce is on its way already, from before a reload. */
  note(account: Bytes, nonce: number): void {
    const known = this.#inFlight.get(toHex(account)) ?? new Set();
    if (known.size < MAX_IN_FLIGHT) known.add(nonce);
    this.#inFlight.set(toHex(account), known);
  }

  /** The transaction was given up, refused or dropped: its nonce is free again. */
  release(account: Bytes, nonce: number): void {
    this.#inFlight.get(toHex(account))?.delete(nonce);
  }

  /** Nonces that are taken and not passed by `chainNonce`, ascending. */
  inFlight(account: Bytes, chainNonce: number): readonly number[] {
    return [...this.#passed(account, chainNonce)].sort((a, b) => a - b);
  }

  #passed(account: Bytes, chainNonce: number): Set<number> {
    const known = this.#inFlight.get(toHex(account)) ?? new Set<number>();
    for (const nonce of known) if (nonce < chainNonce) known.delete(nonce);
    if (known.size === 0) this.#inFlight.delete(toHex(account));
    return known;
  }
}
