/**
 * Extrinsics that wait for a block.
 *
 *   submit ─▶ waiting (its account's earlier nonces are missing) ─▶ ready ─▶ in a block
 *                                      └──────────────┴─▶ invalid (its time or its money has passed)
 *
 * First come, first served; nonces of one account stay in order. Tips buy nothing, as on the chain. Everything that an
 * outsider can make us hold is bounded, and a full pool refuses instead of dropping what it has promised to keep.
 */
import type { Bytes } from '../../src/chain/bytes.ts';
import { toHex } from '../../src/chain/bytes.ts';
import { extrinsicHash } from '../../src/chain/extrinsic.ts';
import { nonceOf } from '../pallets/index.ts';
import type { Block, ChainEvent, SubmitResult } from '../types.ts';
import { refuse } from './refusal.ts';
import type { ValidationContext, ValidExtrinsic } from './validate.ts';
import { revalidate, validateExtrinsic } from './validate.ts';

export const MAX_POOL_EXTRINSICS = 4096;
export const MAX_POOL_BYTES = 20 << 20;

export class Pool {
  readonly #context: () => ValidationContext;
  readonly #emit: (event: ChainEvent) => void;
  /** By hash, in the order of arrival. */
  readonly #held = new Map<string, ValidExtrinsic>();
  /** By account, then by nonce: the same extrinsics. */
  readonly #accounts = new Map<string, Map<number, ValidExtrinsic>>();
  readonly #announcedReady = new Set<string>();
  #bytes = 0;

  /** @param context the chain as it is at the moment of the call. */
  constructor(context: () => ValidationContext, emit: (event: ChainEvent) => void) {
    this.#context = context;
    this.#emit = emit;
  }

  submit(bytes: Uint8Array): SubmitResult {
    const hash = extrinsicHash(bytes);
    if (this.#held.has(toHex(hash))) return refuse('pool/already-imported');
    const result = validateExtrinsic(bytes, this.#context());
    if (!result.ok) return result;
    const { extrinsic } = result;
    const account = toHex(extrinsic.signer);
    const nonces = this.#accounts.get(account) ?? new Map<number, ValidExtrinsic>();
    if (nonces.has(extrinsic.nonce)) return refuse('pool/priority-too-low');
    if (this.#held.size >= MAX_POOL_EXTRINSICS || this.#bytes + bytes.length > MAX_POOL_BYTES)
      return refuse('pool/full');
    this.#held.set(toHex(hash), extrinsic);
    this.#accounts.set(account, nonces.set(extrinsic.nonce, extrinsic));
    this.#bytes += bytes.length;
    this.#announceReady(account);
    return { ok: true, hash };
  }

  /** What can go into the next block: by arrival, each account's nonces without a gap. */
  ready(): readonly ValidExtrinsic[] {
    const { state } = this.#context();
    const expected = new Map<string, number>();
    const arrived = new Set<ValidExtrinsic>();
    const ready: ValidExtrinsic[] = [];
    for (const extrinsic of this.#held.values()) {
      const account = toHex(extrinsic.signer);
      const nonces = this.#accounts.get(account)!;
      arrived.add(extrinsic);
      let nonce = expected.get(account) ?? nonceOf(state, extrinsic.signer);
      for (let next = nonces.get(nonce); next && arrived.has(next); next = nonces.get(++nonce)) ready.push(next);
      expected.set(account, nonce);
    }
    return ready;
  }

  /** Extrinsics that are ready, in order. */
  pending(): readonly Bytes[] {
    return this.ready().map(({ bytes }) => bytes);
  }

  /** Lets go of what the new best block contains and of what is not valid after it. */
  onImported(block: Block): void {
    block.body.forEach((bytes, index) => {
      const hash = extrinsicHash(bytes);
      this.#drop(hash);
      this.#emit({ type: 'extrinsic', hash, status: { type: 'in-block', block: block.hash, index } });
    });
    const context = this.#context();
    for (const extrinsic of [...this.#held.values()]) {
      if (!revalidate(extrinsic, context)) continue;
      this.#drop(extrinsic.hash);
      this.#emit({ type: 'extrinsic', hash: extrinsic.hash, status: { type: 'invalid' } });
    }
    for (const account of this.#accounts.keys()) this.#announceReady(account);
  }

  #announceReady(account: string): void {
    const nonces = this.#accounts.get(account)!;
    const [any] = nonces.values();
    let nonce = nonceOf(this.#context().state, any!.signer);
    for (let next = nonces.get(nonce); next; next = nonces.get(++nonce)) {
      const name = toHex(next.hash);
      if (this.#announcedReady.has(name)) continue;
      this.#announcedReady.add(name);
      this.#emit({ type: 'extrinsic', hash: next.hash, status: { type: 'ready' } });
    }
  }

  #drop(hash: Bytes): void {
    const name = toHex(hash);
    const extrinsic = this.#held.get(name);
    if (!extrinsic) return;
    const account = toHex(extrinsic.signer);
    const nonces = this.#accounts.get(account)!;
    nonces.delete(extrinsic.nonce);
    if (nonces.size === 0) this.#accounts.delete(account);
    this.#bytes -= extrinsic.bytes.length;
    this.#held.delete(name);
    this.#announcedReady.delete(name);
  }
}
