/**
 * The leading tab's work: find out about the chain, start an engine, observe; begin anew when asked to, when the chain
 * is offered otherwise, or when the engine fails.
 *
 *   find ─→ follow ─┬─ restart asked, another chain offered ──→ find
 *                   ├─ engine failed, no specification ──4 s──→ find
 *                   ├─ engine died without a word ──────────────→ find
 *                   └─ a failure that a person has to decide about ── waits for the person
 */
import type { Failure } from '../../chain/failure.ts';
import type { Clock, PreparedSmoldot } from '../../light/index.ts';
import { openRuntimeGuard } from '../../light/index.ts';
import type { ChainEngine, EngineKind, EngineStatus } from '../../light/types.ts';
import type { RememberedChain, Store } from '../../store/types.ts';
import type { ChainOffer } from './chain-offer.ts';
import { fetchOffer, findChain, loadOwnServers, sourceOf } from './chain-offer.ts';
import type { Compute } from './compute.ts';
import { describeFailure } from './describe-failure.ts';
import type { EventLog } from './event-log.ts';
import { keep } from './kept.ts';
import { Leader } from './leader.ts';
import { aborted, pause } from './pause.ts';
import type { Session } from './session.ts';
import { openSession } from './session.ts';
import { waitForSilence } from './silence.ts';
import type { Transactions } from './transactions.ts';
import type { ChainEntry } from './types.ts';

/** While no block arrives, it is asked again this often what the chain is: it may have been started anew. */
const OFFER_RECHECK_MS = 5_000;
/** After an engine failure, a new one is started after this long. */
const RESTART_DELAY_MS = 4_000;
/** Failures that starting again does not mend. */
const PERSON_DECIDES: ReadonlySet<string> = new Set([
  'checkpoint/too-old',
  'checkpoint/servers-differ',
  'light/incompatible-runtime',
]);
const ASKS_PERSON = 'It waits for your decision; see the page of this node.';
/** A worker that hangs does not answer; the session ends all the same. */
const SAVE_GRACE_MS = 1_000;
const SILENT: Failure = {
  code: 'light/engine-silent',
  reason: 'The light client has said nothing for too long: it hangs, or the browser has ended it.',
  next: 'It is started anew; everything kept on this device stays readable.',
};
const NEVER_MS = Number.POSITIVE_INFINITY;
const RESTARTS = `It is started again in ${RESTART_DELAY_MS / 1000} s; everything kept on this device stays readable.`;
/** User-timing mark at the first `following`: what the start benchmark and a person's profiler look for. */
const INITIALIZED_MARK = 'yumalight:initialized';

export interface LeadingContext {
  readonly chain: ChainEntry;
  readonly engineKind: EngineKind;
  /** What is being fetched already, for the first session. */
  readonly offered: Promise<ChainOffer>;
  /** The light client that is being loaded already, for sessions of kind `smoldot`. */
  readonly prepared: PreparedSmoldot;
  readonly store: Store;
  readonly compute: Compute;
  readonly log: EventLog;
  readonly watched: () => readonly number[];
  readonly nowMs: () => number;
  /** One whose timers run also while the page is hidden. */
  readonly clock: Clock;
  /** The chain is followed. Called again with every status. */
  readonly onFollowing: () => void;
  readonly transactions: Transactions;
}

export class Leading {
  readonly #context: LeadingContext;
  readonly #closing = new AbortController();
  #ending = new AbortController();
  #hurry = new AbortController();
  #engineKind: EngineKind;
  #keepsDatabase = true;
  #session: Session | undefined;
  #leader: Leader | undefined;

  constructor(context: LeadingContext) {
    this.#context = context;
    this.#engineKind = context.engineKind;
  }

  /** The engine of the present session; undefined between two. */
  get engine(): ChainEngine | undefined {
    return this.#session?.engine;
  }

  /** Something new is looked at: read it now, not at the next block. */
  wake(): void {
    this.#leader?.wake();
  }

  /** The engine's worker and its connections are looked after at once, and what waits has its turn. */
  hurry(): void {
    this.#session?.engine.wake();
    this.#hurry.abort();
  }

  /** Asks the servers of the proof engine for a checkpoint again. @throws Error while another engine follows. */
  async compareCheckpoint(): Promise<void> {
    if (!this.#session?.compare) throw new Error('The proof engine does not follow this chain now.');
    await this.#session.compare();
  }

  /** Begins a new session. `keepsDatabase`: false if what is kept for it has just been replaced. */
  restart(kind: EngineKind, { keepsDatabase = true } = {}): void {
    this.#engineKind = kind;
    this.#keepsDatabase = keepsDatabase;
    this.#ending.abort(new DOMException('The light client is started anew.', 'AbortError'));
  }

  /** Ends the present session and `run`. */
  close(): void {
    this.#closing.abort(new DOMException('The page is closing.', 'AbortError'));
  }

  /** Works until closed. */
  async run(): Promise<void> {
    const { chain, store, log } = this.#context;
    let offered = this.#context.offered;
    while (!this.#closing.signal.aborted) {
      this.#ending = new AbortController();
      const signal = AbortSignal.any([this.#closing.signal, this.#ending.signal]);
      try {
        await this.#follow(await findChain(chain, store, offered), signal);
      } catch (error) {
        if (!signal.aborted) {
          const failure = describeFailure(error, `Trying again in ${RESTART_DELAY_MS / 1000} s.`);
          log.send({ type: 'failure', netuid: undefined, failure });
          await this.#pause(RESTART_DELAY_MS, signal);
        }
      }
      offered = fetchOffer(chain, this.#closing.signal);
      offered.catch(() => undefined); // findChain handles the rejection, after it has asked the store
    }
  }

  /** One engine's life. Returns when the session is to begin anew. */
  async #follow(chain: RememberedChain, signal: AbortSignal): Promise<void> {
    const { store, log, transactions } = this.#context;
    const source = sourceOf(chain, this.#context.chain, await loadOwnServers(store, chain.chainId));
    const session = await openSession(this.#engineKind, source, { ...this.#context, signal });
    const { engine } = session;
    this.#session = session;
    const leader = new Leader({ ...this.#context, chainId: chain.chainId, engine });
    this.#leader = leader;

    /** How long to wait before the next session. */
    const failed = Promise.withResolvers<number>();
    let identified = false;
    let peersBefore = 0;
    const onStatus = (status: EngineStatus) => {
      if (!identified && status.genesisHash !== undefined) {
        identified = true;
        keep(this.#identify(chain, status), log);
      }
      log.send({ type: 'engine', status });
      if (status.stage === 'failed') {
        const isForPerson = status.failure !== undefined && PERSON_DECIDES.has(status.failure.code);
        const next = isForPerson ? ASKS_PERSON : RESTARTS;
        // Stays on the page while the next engine starts, until there is good news.
        if (status.failure) log.send({ type: 'failure', netuid: undefined, failure: { ...status.failure, next } });
        failed.resolve(isForPerson ? NEVER_MS : RESTART_DELAY_MS);
      }
      // Somebody can be asked again: what could not be read has its turn now, not only with the next block.
      if (status.peers > 0 && peersBefore === 0) leader.wake();
      peersBefore = status.peers;
      if (status.stage !== 'following' || !status.finalized) return;
      this.#context.onFollowing();
      if (performance.getEntriesByName(INITIALIZED_MARK).length === 0) performance.mark(INITIALIZED_MARK);
      leader.advance(status.finalized);
    };
    const guard = openRuntimeGuard(engine, this.#context.clock);
    guard.subscribe(({ specVersion, detail }) => log.send({ type: 'runtime', specVersion, detail }));
    transactions.attach(engine);
    const unsubscribe = engine.subscribe(onStatus);
    onStatus(engine.status);
    const ending = new AbortController();
    const jobs = AbortSignal.any([signal, ending.signal]);
    try {
      const died = failed.promise.then((ms) => this.#pause(ms, signal));
      const silent = this.#silence(engine, jobs);
      await Promise.race([leader.run(jobs), this.#offerChanges(chain, engine, jobs), died, silent, aborted(signal)]);
    } finally {
      ending.abort(new DOMException('The session has ended.', 'AbortError'));
      unsubscribe();
      guard.close();
      transactions.detach();
      if (this.#keepsDatabase)
        await Promise.race([leader.saveDatabase(), this.#pause(SAVE_GRACE_MS, this.#closing.signal)]);
      this.#keepsDatabase = true;
      this.#leader = undefined;
      this.#session = undefined;
      await engine.close();
    }
  }

  /** Learns which chain this is; another genesis under the same name ends what was shown of the old one. */
  async #identify(chain: RememberedChain, status: EngineStatus): Promise<void> {
    const { store, log } = this.#context;
    const { genesisHash } = status;
    if (genesisHash === undefined) return;
    if (chain.genesisHash !== genesisHash) {
      log.forgetChain();
      log.send({ type: 'engine', status });
    }
    await store.saveChain({ ...chain, genesisHash });
    if (chain.genesisHash !== genesisHash) await store.forgetOthers(chain.chainId, genesisHash);
  }

  /** Resolves when the page's server offers another specification, or other servers, than what is followed. */
  async #offerChanges(chain: RememberedChain, engine: ChainEngine, signal: AbortSignal): Promise<void> {
    for (;;) {
      await this.#pause(OFFER_RECHECK_MS, signal);
      if (signal.aborted) return;
      if (engine.status.stage === 'following') continue;
      // A server that cannot be reached has not changed its mind.
      const offered = await fetchOffer(this.#context.chain, signal).catch(() => chain);
      if (offered.specText !== chain.specText || `${offered.servers}` !== `${chain.servers}`) return;
    }
  }

  /** Resolves when the engine is dead but has not said so, after telling it. */
  async #silence(engine: ChainEngine, signal: AbortSignal): Promise<void> {
    const { chain, clock, log } = this.#context;
    if (!(await waitForSilence(engine, chain.blockTimeMs, clock, signal))) return;
    log.send({ type: 'engine', status: { ...engine.status, stage: 'failed', detail: SILENT.reason, failure: SILENT } });
    log.send({ type: 'failure', netuid: undefined, failure: SILENT });
  }

  /** A pause that ends when the page wakes up, too. */
  async #pause(ms: number, signal: AbortSignal): Promise<void> {
    if (ms === NEVER_MS) return aborted(signal);
    this.#hurry = new AbortController();
    await pause(this.#context.clock, ms, AbortSignal.any([signal, this.#hurry.signal]));
  }
}
