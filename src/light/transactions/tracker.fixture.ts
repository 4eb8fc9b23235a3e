/**
 * A chain of scripted blocks, and engines over it that obey the contract and can be told to fail.
 *
 * Blocks carry bodies, events and the nonces that accounts have after them. An engine sees them up to its own finalized
 * head; several engines may see the same chain, one after another.
 */
import type { BlockRef } from '../../chain/block-ref.ts';
import type { Bytes } from '../../chain/bytes.ts';
import { toHex } from '../../chain/bytes.ts';
import { encodeSignedExtrinsic, extrinsicHash } from '../../chain/extrinsic.ts';
import { SIGNATURE_BYTES } from '../../chain/keys.ts';
import type { Label } from '../../chain/label.ts';
import { encode, u32 } from '../../chain/scale/index.ts';
import { encodeValue, mortalEra, storage, storageKey } from '../../chain/schema/index.ts';
import { LightError } from '../errors.ts';
import { blockRef } from '../testing/fake-state.ts';
import type { ChainEngine, EngineStatus } from '../types.ts';
import { DEFAULT_PERIOD_BLOCKS } from './era.ts';
import type { TrackableTransaction } from './tracked-transaction.ts';

export const SIGNER: Bytes = new Uint8Array(32).fill(1);
export const INHERENT: Bytes = Uint8Array.of(8, 4, 2);
const REACH = storage.System.BlockHash;
const REACHED_BLOCKS = 2400;

/** A transaction of a made-up call that nobody signed, valid in the 64 blocks after `birth`. */
export function transaction(name: number, options: Partial<TrackableTransaction> = {}): TrackableTransaction {
  const { signer = SIGNER, nonce = 5, birth = blockRef(100) } = options;
  const { validUntil = birth.number + DEFAULT_PERIOD_BLOCKS } = options;
  const period = validUntil - birth.number;
  const era = mortalEra(birth.number, period > 0 && Number.isFinite(period) ? period : DEFAULT_PERIOD_BLOCKS);
  const extra = { era, nonce, tip: 0n, metadataHashMode: { type: 'Disabled', value: undefined } } as const;
  const sr25519Signature = new Uint8Array(SIGNATURE_BYTES);
  const bytes = encodeSignedExtrinsic({ signer, sr25519Signature, extra, call: encode(u32, name) });
  return { bytes, hash: extrinsicHash(bytes), signer, nonce, specVersion: 424, birth, validUntil, ...options };
}

export class ScriptedChain {
  readonly #forkedFrom: number;
  readonly bodies = new Map<number, readonly Bytes[]>();
  readonly events = new Map<number, Bytes>();
  /** Nonce of an account from this block on. */
  readonly #nonces: { readonly signer: string; readonly from: number; readonly nonce: number }[] = [];

  /** @param forkedFrom from this block on it is another branch than the chains without */
  constructor(forkedFrom = Number.POSITIVE_INFINITY) {
    this.#forkedFrom = forkedFrom;
  }

  ref(number: number): BlockRef {
    return number < this.#forkedFrom ? blockRef(number) : { number, hash: blockRef(-number).hash };
  }

  /** Puts extrinsics behind the inherent of a block, with the block's events. */
  include(number: number, extrinsics: readonly Bytes[], events: Bytes): this {
    this.bodies.set(number, [INHERENT, ...extrinsics]);
    this.events.set(number, events);
    return this;
  }

  setNonce(from: number, nonce: number, signer: Bytes = SIGNER): this {
    this.#nonces.push({ signer: toHex(signer), from, nonce });
    return this;
  }

  /** What the state of block `number` holds under `key`. */
  valueAt(number: number, key: Bytes): Bytes | undefined {
    const wanted = toHex(key);
    if (wanted === toHex(storageKey(storage.System.Events))) return this.events.get(number);
    for (const { signer, from, nonce } of this.#nonces.toReversed()) {
      const item = storage.System.Account;
      if (from > number || wanted !== toHex(storageKey(item, hexBytes(signer)))) continue;
      return encodeValue(item, { ...item.absent, nonce, providers: 1 });
    }
    return undefined;
  }
}

const hexBytes = (hex: string) => Uint8Array.from(Buffer.from(hex.slice(2), 'hex'));

export class ScriptedEngine {
  readonly chain: ScriptedChain;
  /** What was handed over, in order. */
  readonly submitted: Bytes[] = [];
  /** Numbers of the blocks whose bodies were asked for, in order. */
  readonly bodiesAsked: number[] = [];
  /** Most bodies asked for at once. */
  bodiesAtOnce = 0;
  /** How the next hand-overs end; then they succeed. */
  readonly refusals: Error[] = [];
  /** Says why a body is not given out; undefined gives it out. */
  withholdBody: (number: number) => Error | undefined = () => undefined;
  withholdState: (number: number) => Error | undefined = () => undefined;
  /** Set to let reads wait until it resolves. */
  gate: Promise<void> | undefined;
  readonly #ending = new AbortController();
  readonly #listeners = new Set<(status: EngineStatus) => void>();
  #status: EngineStatus;
  #asking = 0;

  constructor(chain: ScriptedChain, finalized?: number, label: Label = 'proved') {
    this.chain = chain;
    this.#status = {
      kind: 'proof',
      stage: finalized === undefined ? 'connecting' : 'following',
      detail: '',
      genesisHash: blockRef(0).hash,
      peers: 1,
      best: finalized === undefined ? undefined : this.chain.ref(finalized + 2),
      finalized: finalized === undefined ? undefined : this.chain.ref(finalized),
      finalizedAtMs: undefined,
      blockTimeMs: 12_000,
      proofsChecked: 0,
      provedBytes: 0,
      label,
      trust: undefined,
      servers: [],
      specVersion: 424,
      failure: undefined,
    };
  }

  update(changed: Partial<EngineStatus>): void {
    this.#status = { ...this.#status, ...changed };
    for (const listener of [...this.#listeners]) listener(this.#status);
  }

  finalize(number: number): void {
    this.update({ stage: 'following', finalized: this.chain.ref(number), best: this.chain.ref(number + 2) });
  }

  /** As the contract says: everything that is pending and everything later rejects. */
  end(): void {
    this.#ending.abort(new LightError('light/closed', 'The light client was closed.'));
    this.#listeners.clear();
  }

  get engine(): ChainEngine {
    const unused = () => Promise.reject(new LightError('light/unsupported', 'not scripted'));
    const self = this;
    return {
      kind: 'proof',
      get status() {
        return self.#status;
      },
      subscribe(listener) {
        self.#listeners.add(listener);
        return () => void self.#listeners.delete(listener);
      },
      ended: this.#ending.signal,
      readStorage: (keys, at) => this.#readStorage(keys, at),
      readBody: (at) => this.#readBody(at),
      submit: (extrinsic) => this.#submit(extrinsic),
      request: unused,
      subscribeRpc: unused,
      wake: () => undefined,
      exportDatabase: () => Promise.resolve(undefined),
      close: () => Promise.resolve(this.end()),
    };
  }

  async #readStorage(keys: readonly Bytes[], at: string): Promise<readonly (Bytes | undefined)[]> {
    await this.gate;
    this.#ending.signal.throwIfAborted();
    const head = this.#status.finalized!.number;
    const number = Array.from({ length: head + 1 }, (_, i) => head - i).find((n) => this.chain.ref(n).hash === at);
    if (number === undefined) throw new LightError('light/unknown-block', `nobody knows ${at}`);
    const withheld = this.withholdState(number);
    if (withheld) throw withheld;
    const hashes = new Map<string, Bytes>();
    for (let n = Math.max(0, number - REACHED_BLOCKS); n < number; n++) {
      hashes.set(toHex(storageKey(REACH, n)), hexBytes(this.chain.ref(n).hash));
    }
    return keys.map((key) => hashes.get(toHex(key)) ?? this.chain.valueAt(number, key));
  }

  async #readBody({ number }: BlockRef): Promise<readonly Bytes[]> {
    this.bodiesAsked.push(number);
    this.bodiesAtOnce = Math.max(this.bodiesAtOnce, ++this.#asking);
    try {
      await this.gate;
      await Promise.resolve();
      this.#ending.signal.throwIfAborted();
      const withheld = this.withholdBody(number);
      if (withheld) throw withheld;
      return this.chain.bodies.get(number) ?? [INHERENT];
    } finally {
      this.#asking--;
    }
  }

  async #submit(extrinsic: Bytes): Promise<void> {
    await Promise.resolve();
    this.#ending.signal.throwIfAborted();
    this.submitted.push(extrinsic);
    const refusal = this.refusals.shift();
    if (refusal) throw refusal;
  }
}

/** What the pool of a server says, as an engine passes it on. */
export function poolError(rpcCode: number, rpcData?: string): LightError {
  return new LightError('light/rpc-refused', `author_submitExtrinsic: no (${rpcCode})`, {
    data: { method: 'author_submitExtrinsic', rpcCode, rpcMessage: 'no', rpcData },
  });
}
