/**
 * How much an address has had lately: at most 1000 TAO in any minute.
 *
 * What is held is bounded: gifts older than a minute are forgotten, and with them the addresses, and so are those that lie
 * ahead since the clock was put back; when too many addresses are served at once, everybody waits.
 */
import type { Bytes } from '../../src/chain/bytes.ts';
import { toHex } from '../../src/chain/bytes.ts';
import { TAO } from '../residents/index.ts';

const WINDOW_MS = 60_000;
/** Gifts in one window, to all addresses together. */
const MAX_GIFTS = 600;

interface Gift {
  readonly account: string;
  readonly rao: bigint;
  readonly atMs: number;
}

export class Allowance {
  static readonly MOST_RAO = 1_000n * TAO;
  /** Ascending by time. */
  #gifts: Gift[] = [];

  /** Whether `account` may have `rao` more now. */
  allows(account: Bytes, rao: bigint, nowMs: number): boolean {
    this.#gifts = this.#gifts.filter(({ atMs }) => Math.abs(nowMs - atMs) < WINDOW_MS);
    if (this.#gifts.length >= MAX_GIFTS) return false;
    const name = toHex(account);
    const had = this.#gifts.reduce((sum, gift) => (gift.account === name ? sum + gift.rao : sum), 0n);
    return had + rao <= Allowance.MOST_RAO;
  }

  note(account: Bytes, rao: bigint, nowMs: number): void {
    this.#gifts.push({ account: toHex(account), rao, atMs: nowMs });
  }
}
