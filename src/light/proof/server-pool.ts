/**
 * Several untrusted servers as one: keeps connections, asks the best one first, another if that fails, and remembers who
 * lied, who is busy and who is gone.
 *
 *   connecting ─▶ ready ⇄ lagging ─┬─ lie ──────▶ refused ──10 min──┐
 *        ▲                         ├─ 429 ──────▶ limited ──30 s────┤
 *        │                         └─ gone, slow ▶ unreachable ─¼ s…┤
 *        └──────────────────────────────────────────────────────────┘
 */
import type { BlockHash } from '../../chain/block-ref.ts';
import type { Bytes } from '../../chain/bytes.ts';
import { callListener } from '../call-listener.ts';
import type { Clock } from '../clock.ts';
import { sleep, withDeadline } from '../clock.ts';
import { isLightError, LightError, toFailure } from '../errors.ts';
import { delayAfter } from '../retry.ts';
import type { ServerState, ServerStatus } from '../types.ts';
import { verdictOn } from './blame.ts';
import type { ProofPolicy } from './policy.ts';
import { QuestionBudget } from './question-budget.ts';
import type { ChainServer, Greeting, OpenServer, ServerEvents, Votes } from './server.ts';
import { ServerBook } from './server-book.ts';
import type { Asked } from './silences.ts';
import { noting, Silences } from './silences.ts';

/** How often one question is asked anew because every connection that it was asked over went away. */
const MAX_LOSSES = 3;
/** How long a connection that should still stand has to prove it after the computer slept. */
const WAKE_DEADLINE_MS = 2_000;
/** A connection that lived this long was a good one: the next wait starts short again. */
const GOOD_CONNECTION_MS = 10_000;
/** For so long after the last server has gone, servers are tried at the lonely pace. */
const LONELY_MS = 10 * 60_000;

/** A connection that stands. */
export interface Connected {
  readonly server: ChainServer;
  readonly book: ServerBook;
  readonly greeting: Greeting;
  /** Aborted when the connection is over. */
  readonly signal: AbortSignal;
}

export interface PoolEvents {
  onReady(connected: Connected): void;
  onHeader(connected: Connected, headerBytes: Bytes): void;
  onVotes(connected: Connected, votes: Votes): void;
  /** A status is another one. */
  onChange(): void;
}

export interface PoolOptions {
  readonly addresses: readonly string[];
  readonly openServer: OpenServer;
  /** What every server must serve. */
  readonly genesisHash: BlockHash;
  readonly policy: ProofPolicy;
  readonly clock: Clock;
  readonly events: PoolEvents;
}

export type Question<T> = (server: ChainServer, signal: AbortSignal) => Promise<T>;

interface Entry {
  readonly book: ServerBook;
  readonly budget: QuestionBudget;
  connected: Connected | undefined;
  /** Ends the connection of now. */
  end: ((reason: Error) => void) | undefined;
  /** Ends the wait of now. */
  hurry: (() => void) | undefined;
  /** Of the connection of now. */
  silences: Silences;
}

export class ServerPool {
  readonly #options: PoolOptions;
  readonly #closing = new AbortController();
  readonly #entries: readonly Entry[];
  readonly #readyWaiters = new Set<() => void>();
  /** Errors that were booked: the same one comes by more than one way. */
  readonly #noted = new WeakSet<object>();
  #lastReadyAtMs: number;

  constructor(options: PoolOptions) {
    this.#options = options;
    const { policy, clock } = options;
    this.#lastReadyAtMs = clock.now();
    const pace = { atOnce: policy.questionsAtOnce, perMinute: policy.questionsPerMinute };
    this.#entries = options.addresses.map((address) => ({
      book: new ServerBook(address, transportOf(address)),
      budget: new QuestionBudget(pace, clock),
      connected: undefined,
      end: undefined,
      hurry: undefined,
      silences: new Silences(),
    }));
  }

  /** Begins to connect. Never rejects. */
  start(): void {
    for (const entry of this.#entries) void this.#keep(entry);
  }

  get statuses(): readonly ServerStatus[] {
    return this.#entries.map(({ book }) => book.status);
  }

  get receivedBytes(): number {
    return this.#entries.reduce((sum, { book }) => sum + book.receivedBytes, 0);
  }

  /** Connections that stand, the one to be asked first first. */
  get ready(): readonly Connected[] {
    const worth = ({ book, budget }: Entry) =>
      (book.state === 'lagging' ? 0.5 : 1) * ((book.score + 1) / (1 + budget.load));
    return this.#entries
      .filter((entry) => entry.connected)
      .sort((a, b) => worth(b) - worth(a))
      .map(({ connected }) => connected!);
  }

  /**
   * The first good answer, asking one server after the other; waits for a server while there is none, or when all that
   * were asked have gone away.
   * @param first servers of this transport are asked before the others
   * @throws the last error of the last server, a lie before anything else; the signal's reason.
   */
  async ask<T>(question: Question<T>, signal: AbortSignal, first?: ServerStatus['transport']): Promise<T> {
    const asked = new Set<Connected>();
    let errors: unknown[] = [];
    let losses = 0;
    for (;;) {
      signal.throwIfAborted();
      const rest = this.ready.filter((connected) => !asked.has(connected));
      const next = rest.find(({ book }) => book.transport === first) ?? rest[0];
      if (next) {
        asked.add(next);
        try {
          return await this.askOne(next, question, signal);
        } catch (error) {
          signal.throwIfAborted();
          errors.push(error);
        }
      } else if (errors.length === 0 || (isLoss(errors) && ++losses <= MAX_LOSSES)) {
        errors = [];
        this.#assertHope();
        await this.#someReady(signal);
      } else {
        throw errors.find((error) => verdictOn(error) === 'lied') ?? errors.at(-1);
      }
    }
  }

  /** One question to one server, within its budget and the deadline; what the answer says of the server is noted. */
  async askOne<T>(connected: Connected, question: Question<T>, signal: AbortSignal): Promise<T> {
    const entry = this.#entryOf(connected);
    const { clock, policy } = this.#options;
    const either = AbortSignal.any([signal, connected.signal]);
    const { silences } = entry;
    const asked: Asked = { kind: undefined };
    try {
      const answer = await entry.budget.spend(async () => {
        const askedAtMs = clock.now();
        const late = () => new LightError('proof/timeout', `${connected.server.address} did not answer in time.`);
        const found = await withDeadline(clock, policy.questionDeadlineMs, late, either, (within) =>
          question(noting(connected.server, asked), within),
        );
        connected.book.answered(clock.now() - askedAtMs);
        return found;
      }, either);
      silences.end(asked);
      return answer;
    } catch (error) {
      if (verdictOn(error) === 'slow') silences.add(asked);
      if (!signal.aborted) this.#note(entry, connected, error);
      throw error;
    }
  }

  /** Says that what this server told was wrong, or what else is the matter with it; it is treated accordingly. */
  report(connected: Connected, error: unknown): void {
    const entry = this.#entryOf(connected);
    if (entry.connected === connected) this.#note(entry, connected, error);
  }

  /** Sets who lags, seen from the newest finalized block that is proved. */
  compareWith(finalizedNumber: number): void {
    for (const { connected, book } of this.#entries) {
      if (!connected || book.finalizedNumber === undefined) continue;
      const behind = finalizedNumber - book.finalizedNumber;
      const isLagging = behind > this.#options.policy.lagBlocks;
      if (isLagging === (book.state === 'lagging')) continue;
      const reason = `Its finalized block is ${behind} blocks behind that of others.`;
      if (isLagging)
        book.become('lagging', { code: 'proof/lagging', reason, next: 'It is asked last until it has caught up.' });
      else book.become('ready');
      this.#options.events.onChange();
    }
  }

  /** The computer woke up: waits are over, and connections must prove that they still stand. */
  wake(): void {
    const { clock } = this.#options;
    for (const entry of this.#entries) {
      if (entry.book.state === 'unreachable' || entry.book.state === 'connecting') entry.hurry?.();
      const { connected } = entry;
      if (!connected) continue;
      const late = () => new LightError('proof/unreachable', 'The connection did not survive the sleep.');
      withDeadline(clock, WAKE_DEADLINE_MS, late, connected.signal, (signal) =>
        connected.server.blockHash(0, { signal }),
      ).catch((error: unknown) => {
        // Whoever says that it cannot tell is there.
        const isGone = ['unreachable', 'slow'].includes(verdictOn(error));
        if (isGone && !connected.signal.aborted) entry.end?.(error instanceof Error ? error : new Error(String(error)));
      });
    }
  }

  close(): void {
    this.#closing.abort(new LightError('light/closed', 'The light client was closed.'));
    for (const entry of this.#entries) {
      entry.end?.(this.#closing.signal.reason);
      entry.hurry?.();
    }
  }

  /** @throws LightError `light/unavailable` if every server was caught at something: waiting would take minutes. */
  #assertHope(): void {
    if (this.#entries.some(({ book }) => book.state !== 'refused')) return;
    const [first] = this.#entries;
    const why = first
      ? `every server was refused, ${first.book.address}: ${first.book.status.failure?.reason}`
      : 'there is none';
    throw new LightError('light/unavailable', `No server can be asked: ${why}`);
  }

  #entryOf(connected: Connected): Entry {
    return this.#entries.find(({ book }) => book === connected.book)!;
  }

  /** Books an error, and ends the connection where it says that it is worth nothing. */
  #note(entry: Entry, connected: Connected, error: unknown): void {
    // A question that a transport has no words for says nothing about the server.
    if (isLightError(error, 'light/unsupported')) return;
    if (error instanceof Error) {
      if (this.#noted.has(error)) return;
      this.#noted.add(error);
    }
    connected.book.failed();
    const verdict = verdictOn(error);
    const isDead = verdict === 'slow' && entry.silences.areTooMany;
    if (verdict === 'lied' || verdict === 'limited' || verdict === 'unreachable' || isDead) {
      if (entry.connected === connected) entry.end?.(error instanceof Error ? error : new Error(String(error)));
    }
    this.#options.events.onChange();
  }

  /** Connects again and again until the pool is closed. */
  async #keep(entry: Entry): Promise<void> {
    const { clock, events } = this.#options;
    const { signal } = this.#closing;
    let attempt = 0;
    while (!signal.aborted) {
      if (entry.book.state !== 'unreachable') entry.book.become('connecting');
      events.onChange();
      const startedAtMs = clock.now();
      const reason = await this.#connect(entry);
      if (signal.aborted) return;
      attempt = clock.now() - startedAtMs > GOOD_CONNECTION_MS ? 1 : attempt + 1;
      const [state, delayMs] = this.#sentence(reason, attempt);
      if (state !== 'unreachable') attempt = 0;
      const next = `It is tried again in ${inWords(delayMs)}.`;
      entry.book.become(state, toFailure(reason, next));
      events.onChange();
      // Whoever waits for a server may have lost the last hope.
      if (state === 'refused') this.#wakeWaiting();
      const hurry = new AbortController();
      entry.hurry = () => hurry.abort();
      await sleep(clock, delayMs, AbortSignal.any([signal, hurry.signal])).catch(() => undefined);
      entry.hurry = undefined;
    }
  }

  #sentence(reason: unknown, attempt: number): readonly [ServerState, number] {
    const { clock, policy } = this.#options;
    const verdict = verdictOn(reason);
    if (verdict === 'lied') return ['refused', policy.refusedMs];
    if (verdict === 'limited') return ['limited', policy.limitedMs];
    const isLonely = this.ready.length === 0 && clock.now() - this.#lastReadyAtMs < LONELY_MS;
    const maxDelayMs = isLonely ? Math.min(policy.lonelyReconnectMaxMs, policy.reconnectMaxMs) : policy.reconnectMaxMs;
    const wait = { attempts: Number.POSITIVE_INFINITY, firstDelayMs: policy.reconnectFirstMs, maxDelayMs };
    return ['unreachable', delayAfter(Math.min(attempt, 30), wait, clock.random())];
  }

  /** One connection from its opening to its end. Resolves with the reason of the end. */
  #connect(entry: Entry): Promise<unknown> {
    const { openServer, genesisHash, clock, policy, events } = this.#options;
    const { book } = entry;
    const life = new AbortController();
    const { promise, resolve } = Promise.withResolvers<unknown>();
    let server: ChainServer | undefined;
    let connected: Connected | undefined;
    const end = (reason: Error) => {
      if (life.signal.aborted) return;
      cancelDeadline();
      entry.connected = undefined;
      entry.end = undefined;
      if (connected) this.#lastReadyAtMs = clock.now();
      life.abort(reason);
      server?.close();
      resolve(reason);
    };
    const cancelDeadline = clock.after(policy.openDeadlineMs, () => {
      end(new LightError('proof/timeout', `${book.address} did not greet within ${policy.openDeadlineMs / 1000} s.`));
    });
    entry.end = end;
    const serverEvents: ServerEvents = {
      onOpen: (greeting) => {
        if (life.signal.aborted || connected) return;
        cancelDeadline();
        if (greeting.genesisHash !== genesisHash) {
          const reason = `${book.address} serves another chain, of genesis ${greeting.genesisHash}.`;
          return end(new LightError('proof/wrong-genesis', reason));
        }
        connected = { server: server!, book, greeting, signal: life.signal };
        entry.connected = connected;
        entry.silences = new Silences();
        book.finalizedNumber = greeting.finalizedNumber;
        book.become('ready');
        events.onChange();
        this.#wakeWaiting();
        callListener(events.onReady, connected);
      },
      onHeader: (bytes) => connected && !life.signal.aborted && events.onHeader(connected, bytes),
      onVotes: (votes) => connected && !life.signal.aborted && events.onVotes(connected, votes),
      onFinalized: (number) => {
        book.finalizedNumber = number;
      },
      onReceived: (bytes) => book.received(bytes),
      onClosed: end,
    };
    try {
      server = openServer(book.address, serverEvents);
      if (life.signal.aborted) server.close();
    } catch (error) {
      // An address that no transport can make sense of.
      end(error instanceof Error ? error : new Error(String(error)));
    }
    return promise;
  }

  #wakeWaiting(): void {
    for (const wake of [...this.#readyWaiters]) wake();
  }

  #someReady(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const stopListening = () => {
        this.#readyWaiters.delete(done);
        signal.removeEventListener('abort', onAbort);
        this.#closing.signal.removeEventListener('abort', onAbort);
      };
      const done = () => {
        stopListening();
        resolve();
      };
      const onAbort = () => {
        stopListening();
        reject(signal.aborted ? signal.reason : this.#closing.signal.reason);
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.#closing.signal.addEventListener('abort', onAbort, { once: true });
      if (this.#closing.signal.aborted) onAbort();
      else this.#readyWaiters.add(done);
    });
  }
}

const isLoss = (errors: readonly unknown[]): boolean => errors.every((error) => verdictOn(error) === 'unreachable');

/** Multiaddrs begin with a slash. */
export const transportOf = (address: string): ServerStatus['transport'] =>
  address.startsWith('/') ? 'libp2p' : 'json-rpc';

function inWords(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}
