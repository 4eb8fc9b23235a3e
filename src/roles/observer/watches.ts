/**
 * Which subnets somebody looks at, in this tab or in a following one.
 *
 * A watch of this tab lasts until it is stopped; a watch of another tab must be renewed, because tabs end without a word.
 */

/** A following tab renews its watches this often; twice that, and it is taken for closed. */
export const REMOTE_WATCH_RENEWAL_MS = 20_000;
const REMOTE_WATCH_LIFETIME_MS = 2.5 * REMOTE_WATCH_RENEWAL_MS;
/** Subnets one other tab may have watched at once; it shows one page at a time. */
const MAX_REMOTE_WATCHES = 32;

export class Watches {
  readonly #own = new Map<number, number>();
  readonly #remoteUntilMs = new Map<number, number>();

  /** @returns whether the subnet was not watched before. */
  add(netuid: number): boolean {
    const count = this.#own.get(netuid) ?? 0;
    this.#own.set(netuid, count + 1);
    return count === 0;
  }

  remove(netuid: number): void {
    const count = this.#own.get(netuid) ?? 0;
    if (count <= 1) this.#own.delete(netuid);
    else this.#own.set(netuid, count - 1);
  }

  /** @returns whether the subnet was not watched before. */
  renewRemote(netuid: number, nowMs: number): boolean {
    const isNew = !this.#remoteUntilMs.has(netuid);
    if (isNew && this.#remoteUntilMs.size >= MAX_REMOTE_WATCHES) return false;
    this.#remoteUntilMs.set(netuid, nowMs + REMOTE_WATCH_LIFETIME_MS);
    return isNew;
  }

  /** Netuids of this tab. */
  own(): readonly number[] {
    return [...this.#own.keys()];
  }

  /** Netuids watched anywhere, ascending. */
  all(nowMs: number): readonly number[] {
    for (const [netuid, untilMs] of this.#remoteUntilMs) if (untilMs < nowMs) this.#remoteUntilMs.delete(netuid);
    return [...new Set([...this.#own.keys(), ...this.#remoteUntilMs.keys()])].sort((a, b) => a - b);
  }
}
