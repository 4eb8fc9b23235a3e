/**
 * The proof engine: follows a chain by what several untrusted servers tell, and believes none of them.
 *
 *   checkpoint ─▶ header chain ◀─ follower ◀─ server pool ◀─ JSON-RPC, libp2p
 *                     │ final block, its state root
 *   keys ─▶ state reader ─▶ Merkle nodes of any server, checked ─▶ values
 *
 * It begins with a checkpoint: one kept from an earlier session or brought by a person, else the chain's specification,
 * else what several servers agree on, and then everything is `claimed` until a person has confirmed it.
 */
import type { BlockHash, BlockRef } from '../../chain/block-ref.ts';
import type { Bytes } from '../../chain/bytes.ts';
import { equalBytes } from '../../chain/bytes.ts';
import { orderedTrieRoot } from '../../chain/trie/index.ts';
import { callListener } from '../call-listener.ts';
import type { Clock } from '../clock.ts';
import { abortable, SYSTEM_CLOCK, sleep, withDeadline } from '../clock.ts';
import { isLightError, LightError, toFailure } from '../errors.ts';
import type { ChainEngine, ChainSource, EngineStatus, ReadOptions, RpcSubscription } from '../types.ts';
import { explained, headerOf, renamed, unavailable } from './answers.ts';
import { ChainSession } from './chain-session.ts';
import type { Checkpoint } from './checkpoint.ts';
import { encodeCheckpoint } from './checkpoint-text.ts';
import { findCheckpoint } from './find-checkpoint.ts';
import type { ProofPolicy } from './policy.ts';
import { DEFAULT_POLICY } from './policy.ts';
import type { OpenServer } from './server.ts';
import type { Question } from './server-pool.ts';
import { transportOf } from './server-pool.ts';
import type { ProofFacts } from './stage.ts';
import { proofStageOf } from './stage.ts';

/** How often it is looked whether something takes too long. */
const TICK_MS = 500;
/** What a person is told to do about an engine that failed. */
const NEXT = 'Restart the light client; everything kept on this device stays readable.';
/** The longest extrinsic that is handed on: what a block has room for. */
const MAX_EXTRINSIC_BYTES = 5 << 20;

export interface ProofEngineOptions {
  /** How servers are reached, once it is known which chain they must serve. */
  readonly transports: (genesisHash: BlockHash) => OpenServer | Promise<OpenServer>;
  /** From `exportDatabase` of an earlier session, or a file of the person's choice. */
  readonly checkpointText?: string | undefined;
  /** Shipped with the page. */
  readonly shippedText?: string | undefined;
  /** Asks the source's servers for a checkpoint that they agree on. */
  readonly agree: (signal: AbortSignal) => Promise<Checkpoint>;
  readonly clock?: Clock;
  readonly policy?: Partial<ProofPolicy>;
}

export function openProofEngine(source: ChainSource, options: ProofEngineOptions): ChainEngine {
  return new ProofEngine(source, options);
}

class ProofEngine implements ChainEngine {
  readonly kind = 'proof';
  readonly #source: ChainSource;
  readonly #clock: Clock;
  readonly #policy: ProofPolicy;
  readonly #options: ProofEngineOptions;
  readonly #ending = new AbortController();
  readonly #listeners = new Set<(status: EngineStatus) => void>();
  /** What is there once there is a checkpoint. */
  readonly #opening = Promise.withResolvers<ChainSession>();
  #session: ChainSession | undefined;
  #facts: ProofFacts;
  #status: EngineStatus;
  #isTelling = false;

  constructor(source: ChainSource, options: ProofEngineOptions) {
    this.#source = source;
    this.#options = options;
    this.#clock = options.clock ?? SYSTEM_CLOCK;
    this.#policy = { ...DEFAULT_POLICY, ...options.policy };
    this.#opening.promise.catch(() => undefined); // whoever waits for it handles the rejection
    this.#facts = {
      failure: undefined,
      closed: false,
      searching: 'Looking for a checkpoint to begin with.',
      servers: [],
      caughtUp: false,
      finalized: undefined,
      finalizedAtMs: undefined,
      startedAtMs: this.#clock.now(),
      slotMs: undefined,
      lastTrouble: '',
    };
    this.#status = this.#currentStatus();
    void this.#start();
    void this.#tick();
  }

  get status(): EngineStatus {
    return this.#status;
  }
  get ended(): AbortSignal {
    return this.#ending.signal;
  }

  subscribe(listener: (status: EngineStatus) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  async readStorage(
    keys: readonly Bytes[],
    at: BlockHash,
    options?: ReadOptions,
  ): Promise<readonly (Bytes | undefined)[]> {
    return this.#within(`Reading ${keys.length} keys`, options, async (session, within) => {
      const state = await session.stateAt(at, within);
      if (keys.length === 0) return [];
      return explained(at, this.ended, () => session.reader.read(keys, state));
    });
  }

  async readBody(at: BlockRef, options?: ReadOptions): Promise<readonly Bytes[]> {
    return this.#within(`The body of block ${at.number}`, options, async (session, within) => {
      await session.stateAt(at.hash, within);
      return explained(at.hash, this.ended, () =>
        session.pool.ask(async (server, asked) => {
          const header = await headerOf(server, at.hash, asked);
          const body = await server.body(at.hash, { signal: asked });
          if (equalBytes(orderedTrieRoot(body), header.extrinsicsRoot)) return body;
          throw new LightError('proof/wrong-body', `The extrinsics of block ${at.number} are not those of its header.`);
        }, within),
      );
    });
  }

  async submit(extrinsic: Bytes, options?: ReadOptions): Promise<void> {
    if (extrinsic.length > MAX_EXTRINSIC_BYTES) throw new RangeError(`an extrinsic of ${extrinsic.length} bytes`);
    await this.#within('Handing over the transaction', options, async (session, within) => {
      await abortable(session.following, within);
      let refusal: LightError | undefined;
      const asked = new Set<string>();
      const hand: Question<void> = async (server, signal) => {
        asked.add(server.address);
        // A full node takes everything without a word: what a pool has refused would look taken.
        if (refusal && transportOf(server.address) === 'libp2p') throw new LightError('light/unsupported', 'no answer');
        try {
          await server.submit(extrinsic, { signal });
        } catch (error) {
          if (isLightError(error, 'proof/refused')) refusal = error;
          throw error;
        }
      };
      try {
        await session.pool.ask(hand, within, 'json-rpc');
      } catch (error) {
        within.throwIfAborted();
        throw refusal ? renamed('light/rpc-refused', refusal) : unavailable(error);
      }
      // One that says yes and tells nobody must not be able to hold it back: a second one has it, too.
      const witness = session.pool.ready.find(({ server }) => !asked.has(server.address));
      witness?.server.submit(extrinsic, { signal: this.ended }).catch(() => undefined);
    });
  }

  async request(method: string, params: readonly unknown[], options?: ReadOptions): Promise<unknown> {
    return this.#foreign(method, options, (server, signal) => server.request(method, params, { signal }));
  }

  async subscribeRpc(
    method: string,
    params: readonly unknown[],
    listener: (result: unknown) => void,
    options?: ReadOptions,
  ): Promise<RpcSubscription> {
    const tell = (result: unknown) => {
      if (!this.ended.aborted) callListener(listener, result);
    };
    return this.#foreign(method, options, (server, signal) => server.subscribe(method, params, tell, { signal }));
  }

  wake(): void {
    this.#session?.pool.wake();
    this.#update({});
  }

  async exportDatabase(): Promise<string | undefined> {
    return this.#session && encodeCheckpoint(this.#session.newestCheckpoint);
  }

  async close(): Promise<void> {
    this.#listeners.clear();
    this.#end(new LightError('light/closed', 'The light client was closed.'));
    this.#update({ closed: true });
  }

  async #start(): Promise<void> {
    const ended = this.ended;
    const source = this.#source;
    try {
      const checkpoint = await findCheckpoint(source, {
        keptText: this.#options.checkpointText,
        shippedText: this.#options.shippedText,
        agree: () => this.#options.agree(ended),
        nowMs: this.#clock.now(),
      });
      const openServer = await this.#options.transports(checkpoint.genesisHash);
      if (ended.aborted) return;
      const session = new ChainSession({
        source,
        checkpoint,
        openServer,
        policy: this.#policy,
        clock: this.#clock,
        ended,
        update: (changed) => this.#update(changed),
        fail: (error, next) => this.#fail(error, next),
      });
      this.#session = session;
      this.#opening.resolve(session);
      session.start();
    } catch (error) {
      if (!ended.aborted) this.#fail(error, NEXT);
    }
  }

  #fail(error: unknown, next: string): void {
    this.#end(error instanceof Error ? error : new Error(String(error)));
    this.#update({ failure: toFailure(error, next) });
  }

  /** Runs a question of the public face: once there is a session, not after the end, not for ever. */
  async #within<T>(
    what: string,
    { signal }: ReadOptions = {},
    work: (session: ChainSession, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    this.ended.throwIfAborted();
    const afterMs = this.#policy.readDeadlineMs;
    const either = signal ? AbortSignal.any([signal, this.ended]) : this.ended;
    const late = () =>
      new LightError('light/timeout', `${what} took longer than ${afterMs / 1000} s.`, { data: { afterMs } });
    return withDeadline(this.#clock, afterMs, late, either, async (within) =>
      work(await abortable(this.#opening.promise, within), within),
    );
  }

  /** A question in somebody else's words, once the chain is followed. */
  #foreign<T>(method: string, options: ReadOptions | undefined, question: Question<T>): Promise<T> {
    return this.#within(method, options, async (session, within) => {
      await abortable(session.following, within);
      try {
        return await session.pool.ask(question, within, 'json-rpc');
      } catch (error) {
        throw isLightError(error, 'proof/refused') ? renamed('light/rpc-refused', error) : error;
      }
    });
  }

  #end(reason: Error): void {
    if (this.ended.aborted) return;
    this.#opening.reject(reason);
    this.#ending.abort(reason);
  }

  async #tick(): Promise<void> {
    while (!this.ended.aborted) {
      await sleep(this.#clock, TICK_MS, this.ended).catch(() => undefined);
      this.#update(this.#session ? { servers: this.#session.pool.statuses } : {});
    }
  }

  /** Changes facts; listeners are told once per turn, if it makes another status. */
  #update(changed: Partial<ProofFacts>): void {
    this.#facts = { ...this.#facts, ...changed };
    if (this.#isTelling) return;
    this.#isTelling = true;
    queueMicrotask(() => {
      this.#isTelling = false;
      const next = this.#currentStatus();
      if (isSame(this.#status, next)) return;
      this.#status = next;
      for (const listener of [...this.#listeners]) callListener(listener, next);
    });
  }

  #currentStatus(): EngineStatus {
    const { servers, finalized, finalizedAtMs, slotMs } = this.#facts;
    const session = this.#session;
    const { stage, detail, failure } = proofStageOf(this.#facts, this.#clock.now());
    const isConfirmed = session?.checkpoint.anchor.isConfirmed ?? false;
    return {
      kind: this.kind,
      stage,
      detail,
      genesisHash: session?.checkpoint.genesisHash,
      peers: servers.filter(({ state }) => state === 'ready' || state === 'lagging').length,
      best: session?.best,
      finalized: finalized && { number: finalized.number, hash: finalized.hash },
      finalizedAtMs,
      blockTimeMs: slotMs,
      proofsChecked: session?.proofsChecked ?? 0,
      provedBytes: session?.provedBytes ?? 0,
      label: isConfirmed && session?.isHeadVoted ? 'proved' : 'claimed',
      trust: session?.trust,
      servers,
      specVersion: session?.specVersion,
      failure,
    };
  }
}

/** Statuses are plain data; what is nested is small. */
function isSame(a: EngineStatus, b: EngineStatus): boolean {
  const text = (status: EngineStatus) =>
    JSON.stringify(status, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
  return text(a) === text(b);
}
