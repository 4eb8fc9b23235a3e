/**
 * The leading tab's work: find the chain's specification, start an engine, observe; begin anew when asked to, when the
 * specification changes, or when the engine fails.
 *
 *   find ─→ follow ─┬─ restart asked, another chain offered ──→ find
 *                   └─ engine failed, no specification ──4 s──→ find
 */
import type { PreparedSmoldot } from '../../light/index.ts';
import { openEngine } from '../../light/index.ts';
import type { ChainEngine, EngineKind, EngineStatus } from '../../light/types.ts';
import type { RememberedChain, Store } from '../../store/types.ts';
import type { Compute } from './compute.ts';
import { describeFailure } from './describe-failure.ts';
import type { EventLog } from './event-log.ts';
import { fetchSpec, findChain } from './find-chain.ts';
import { keep } from './kept.ts';
import { DATABASE_ENGINE, Leader } from './leader.ts';
import { aborted, pause } from './pause.ts';
import type { ChainEntry } from './types.ts';

/** While no block arrives, the specification is fetched again this often: the chain may have been started anew. */
const SPEC_RECHECK_MS = 5_000;
/** After an engine failure, a new one is started after this long. */
const RESTART_DELAY_MS = 4_000;
const RESTARTS = `It is started again in ${RESTART_DELAY_MS / 1000} s; everything kept on this device stays readable.`;
/** User-timing mark at the first `following`: what the start benchmark and a person's profiler look for. */
const INITIALIZED_MARK = 'yumalight:initialized';

export interface LeadingContext {
  readonly chain: ChainEntry;
  readonly engineKind: EngineKind;
  /** The specification that is being fetched already, for the first session. */
  readonly offeredSpec: Promise<string>;
  /** The light client that is being loaded already, for sessions of kind `smoldot`. */
  readonly prepared: PreparedSmoldot;
  readonly store: Store;
  readonly compute: Compute;
  readonly log: EventLog;
  readonly watched: () => readonly number[];
  readonly nowMs: () => number;
  /** The chain is followed. Called again with every status. */
  readonly onFollowing: () => void;
}

export class Leading {
  readonly #context: LeadingContext;
  readonly #closing = new AbortController();
  #session = new AbortController();
  #engineKind: EngineKind;
  #engine: ChainEngine | undefined;
  #leader: Leader | undefined;

  constructor(context: LeadingContext) {
    this.#context = context;
    this.#engineKind = context.engineKind;
  }

  /** The engine of the present session; undefined between two. */
  get engine(): ChainEngine | undefined {
    return this.#engine;
  }

  /** Something new is looked at: read it now, not at the next block. */
  wake(): void {
    this.#leader?.wake();
  }

  restart(kind: EngineKind): void {
    this.#engineKind = kind;
    this.#session.abort(new DOMException('The light client is started anew.', 'AbortError'));
  }

  /** Ends the present session and `run`. */
  close(): void {
    this.#closing.abort(new DOMException('The page is closing.', 'AbortError'));
  }

  /** Works until closed. */
  async run(): Promise<void> {
    const { chain, store, log } = this.#context;
    let offered = this.#context.offeredSpec;
    while (!this.#closing.signal.aborted) {
      this.#session = new AbortController();
      const signal = AbortSignal.any([this.#closing.signal, this.#session.signal]);
      try {
        await this.#follow(await findChain(chain, store, offered), signal);
      } catch (error) {
        if (!signal.aborted) {
          const failure = describeFailure(error, `Trying again in ${RESTART_DELAY_MS / 1000} s.`);
          log.send({ type: 'failure', netuid: undefined, failure });
          await pause(RESTART_DELAY_MS, signal);
        }
      }
      offered = fetchSpec(chain, this.#closing.signal);
      offered.catch(() => undefined); // findChain handles the rejection, after it has asked the store
    }
  }

  /** One engine's life. Returns when the session is to begin anew. */
  async #follow(chain: RememberedChain, signal: AbortSignal): Promise<void> {
    const { store, log } = this.#context;
    const isOfThisEngine = this.#engineKind === DATABASE_ENGINE && chain.genesisHash !== undefined;
    const databaseText = isOfThisEngine ? await store.loadDatabase(chain.genesisHash) : undefined;
    const spec = { id: chain.chainId, name: chain.name, specText: chain.specText };
    const { prepared } = this.#context;
    // Another light client was chosen before the first session began: nobody would take the worker that waits.
    if (this.#engineKind !== 'smoldot') prepared.discard();
    const pipe = this.#engineKind === 'smoldot' ? { openPipe: prepared.openPipe } : {};
    const engine = openEngine(this.#engineKind, spec, { databaseText, ...pipe });
    this.#engine = engine;
    const leader = new Leader({ ...this.#context, chainId: chain.chainId, engine });
    this.#leader = leader;

    const failed = Promise.withResolvers<void>();
    let identified = false;
    const onStatus = (status: EngineStatus) => {
      if (!identified && status.genesisHash !== undefined) {
        identified = true;
        keep(this.#identify(chain, status), log);
      }
      log.send({ type: 'engine', status });
      if (status.stage === 'failed') {
        // Stays on the page while the next engine starts, until there is good news.
        if (status.failure)
          log.send({ type: 'failure', netuid: undefined, failure: { ...status.failure, next: RESTARTS } });
        failed.resolve();
      }
      if (status.stage !== 'following' || !status.finalized) return;
      this.#context.onFollowing();
      if (performance.getEntriesByName(INITIALIZED_MARK).length === 0) performance.mark(INITIALIZED_MARK);
      leader.advance(status.finalized);
    };
    const unsubscribe = engine.subscribe(onStatus);
    onStatus(engine.status);
    const ending = new AbortController();
    const jobs = AbortSignal.any([signal, ending.signal]);
    try {
      const died = failed.promise.then(() => pause(RESTART_DELAY_MS, signal));
      await Promise.race([leader.run(jobs), this.#specChanges(chain, engine, jobs), died, aborted(signal)]);
    } finally {
      ending.abort(new DOMException('The session has ended.', 'AbortError'));
      unsubscribe();
      this.#leader = undefined;
      this.#engine = undefined;
      await engine.close();
    }
  }

  /** Learns which chain this is; another genesis under the same name ends what was shown of the old one. */
  async #identify(chain: RememberedChain, status: EngineStatus): Promise<void> {
    const { store, log } = this.#context;
    const { genesisHash } = status;
    if (genesisHash === undefined || chain.genesisHash === genesisHash) return;
    log.forgetChain();
    log.send({ type: 'engine', status });
    await store.saveChain({ ...chain, genesisHash });
    await store.forgetOthers(chain.chainId, genesisHash);
  }

  /** Resolves when the server offers another specification than the one that is followed. */
  async #specChanges(chain: RememberedChain, engine: ChainEngine, signal: AbortSignal): Promise<void> {
    for (;;) {
      await pause(SPEC_RECHECK_MS, signal);
      if (signal.aborted) return;
      if (engine.status.stage === 'following') continue;
      // A server that cannot be reached has not changed its mind.
      const offered = await fetchSpec(this.#context.chain, signal).catch(() => chain.specText);
      if (offered !== chain.specText) return;
    }
  }
}
