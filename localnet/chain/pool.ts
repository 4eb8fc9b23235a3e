/**
 * Extrinsics that wait for a block.
 *
 *   submit ─▶ waiting (its account's earlier nonces are missing) ─▶ ready ─▶ in a block
 *                                      └──────────────┴─▶ invalid (its time or its money has passed)
 *
 * The beacon's pulses first; then first come, first served, and nonces of one account stay in order. Tips buy nothing, as
 * on the chain. Everything that an outsider can make us hold is bounded, and a full pool refuses, before it looks at any
 * signature, instead of dropping what it has promised to keep. What waits for another has a tenth of the room, as in
 * Substrate, for it may wait for ever; what waited for one that has become invalid goes with it. Work per block is linear
 * in what is held.
 */
import type { Bytes } from '../../src/chain/bytes.ts';
import { toHex } from '../../src/chain/bytes.ts';
import { extrinsicHash } from '../../src/chain/extrinsic.ts';
import { nonceOf } from '../pallets/index.ts';
import type { Block, ChainEvent, ExtrinsicSource, SubmitResult } from '../types.ts';
import { PulsePool } from './pulse-pool.ts';
import { refuse } from './refusal.ts';
import type { PoolRoom, SignedExtrinsic, ValidationContext, ValidExtrinsic } from './valid-extrinsic.ts';
import { revalidate, validateExtrinsic } from './validate.ts';

export const MAX_POOL_EXTRINSICS = 4096;
export const MAX_POOL_BYTES = 20 << 20;
/** Of these such as miss an earlier nonce. */
export const MAX_WAITING_EXTRINSICS = 409;
export const MAX_WAITING_BYTES = 2 << 20;

/** What one account has waiting, by nonce. */
interface Account {
  readonly signer: Bytes;
  readonly byNonce: Map<number, SignedExtrinsic>;
}

export class Pool {
  readonly #context: () => ValidationContext;
  readonly #emit: (event: ChainEvent) => void;
  /** By hash, in the order of arrival. */
  readonly #held = new Map<string, ValidExtrinsic>();
  /** The signed ones once more. */
  readonly #accounts = new Map<string, Account>();
  /** The unsigned ones once more. */
  readonly #pulses = new PulsePool();
  readonly #announcedReady = new Set<string>();
  #bytes = 0;
  /** Of those that have been announced as ready. */
  #readyBytes = 0;

  /** @param context the chain as it is at the moment of the call. */
  constructor(context: () => ValidationContext, emit: (event: ChainEvent) => void) {
    this.#context = context;
    this.#emit = emit;
  }

  submit(bytes: Uint8Array, source: ExtrinsicSource = 'external'): SubmitResult {
    const hash = extrinsicHash(bytes);
    if (this.#held.has(toHex(hash))) return refuse('pool/already-imported');
    const room: PoolRoom = {
      isFullFor: (signer, nonce) => this.#isFullFor(signer, nonce, bytes.length),
      isFullOfPulses: this.#pulses.isFull,
      hasRound: (round: bigint) => this.#pulses.has(round),
    };
    const result = validateExtrinsic(bytes, this.#context(), room, source);
    if (!result.ok) return result;
    const { extrinsic } = result;
    return extrinsic.type === 'signed' ? this.#addSigned(extrinsic) : this.#addPulse(extrinsic);
  }

  #isFullFor(signer: Bytes, nonce: number, bytes: number): boolean {
    if (this.#held.size >= MAX_POOL_EXTRINSICS || this.#bytes + bytes > MAX_POOL_BYTES) return true;
    const byNonce = this.#accounts.get(toHex(signer))?.byNonce;
    let next = nonceOf(this.#context().state, signer);
    while (byNonce?.has(next)) next++;
    if (nonce <= next) return false;
    const [waiting, waitingBytes] = [this.#held.size - this.#announcedReady.size, this.#bytes - this.#readyBytes];
    return waiting >= MAX_WAITING_EXTRINSICS || waitingBytes + bytes > MAX_WAITING_BYTES;
  }

  #addSigned(extrinsic: SignedExtrinsic): SubmitResult {
    const { signer, nonce, hash } = extrinsic;
    const name = toHex(signer);
    const account = this.#accounts.get(name) ?? { signer, byNonce: new Map<number, SignedExtrinsic>() };
    if (account.byNonce.has(nonce)) return refuse('pool/priority-too-low');
    this.#hold(extrinsic);
    account.byNonce.set(nonce, extrinsic);
    this.#accounts.set(name, account);
    this.#announceReady(account);
    return { ok: true, hash };
  }

  #addPulse(extrinsic: Exclude<ValidExtrinsic, SignedExtrinsic>): SubmitResult {
    this.#hold(extrinsic);
    this.#pulses.add(extrinsic);
    this.#announce(extrinsic);
    return { ok: true, hash: extrinsic.hash };
  }

  #hold(extrinsic: ValidExtrinsic): void {
    this.#held.set(toHex(extrinsic.hash), extrinsic);
    this.#bytes += extrinsic.bytes.length;
  }

  /** What can go into the next block: pulses by round, then by arrival, each account's nonces without a gap. */
  ready(): readonly ValidExtrinsic[] {
    const { state } = this.#context();
    const expected = new Map<string, number>();
    const arrived = new Set<ValidExtrinsic>();
    const ready: ValidExtrinsic[] = this.#pulses.ready();
    for (const extrinsic of this.#held.values()) {
      if (extrinsic.type === 'unsigned') continue;
      const name = toHex(extrinsic.signer);
      const { byNonce } = this.#accounts.get(name)!;
      arrived.add(extrinsic);
      let nonce = expected.get(name) ?? nonceOf(state, extrinsic.signer);
      for (let next = byNonce.get(nonce); next && arrived.has(next); next = byNonce.get(++nonce)) ready.push(next);
      expected.set(name, nonce);
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
      if (!this.#held.has(toHex(extrinsic.hash)) || !revalidate(extrinsic, context)) continue;
      const later = extrinsic.type === 'signed' ? this.#laterOf(extrinsic) : [];
      for (const { hash } of [extrinsic, ...later]) {
        this.#drop(hash);
        this.#emit({ type: 'extrinsic', hash, status: { type: 'invalid' } });
      }
    }
    // Where all are announced there is no one to tell: only accounts with a gap wait for a nonce.
    if (this.#announcedReady.size === this.#held.size) return;
    for (const account of this.#accounts.values()) this.#announceReady(account);
  }

  #announceReady({ signer, byNonce }: Account): void {
    let nonce = nonceOf(this.#context().state, signer);
    for (let next = byNonce.get(nonce); next; next = byNonce.get(++nonce)) this.#announce(next);
  }

  /** What its signer has sent for after it. */
  #laterOf({ signer, nonce }: SignedExtrinsic): readonly SignedExtrinsic[] {
    const { byNonce } = this.#accounts.get(toHex(signer))!;
    return [...byNonce.values()].filter((other) => other.nonce > nonce);
  }

  #announce({ hash, bytes }: ValidExtrinsic): void {
    const name = toHex(hash);
    if (this.#announcedReady.has(name)) return;
    this.#announcedReady.add(name);
    this.#readyBytes += bytes.length;
    this.#emit({ type: 'extrinsic', hash, status: { type: 'ready' } });
  }

  #drop(hash: Bytes): void {
    const name = toHex(hash);
    const extrinsic = this.#held.get(name);
    if (!extrinsic) return;
    if (extrinsic.type === 'unsigned') this.#pulses.delete(extrinsic.round);
    else this.#dropSigned(extrinsic);
    this.#bytes -= extrinsic.bytes.length;
    this.#held.delete(name);
    if (this.#announcedReady.delete(name)) this.#readyBytes -= extrinsic.bytes.length;
  }

  #dropSigned({ signer, nonce }: SignedExtrinsic): void {
    const name = toHex(signer);
    const { byNonce } = this.#accounts.get(name)!;
    byNonce.delete(nonce);
    if (byNonce.size === 0) this.#accounts.delete(name);
  }
}
