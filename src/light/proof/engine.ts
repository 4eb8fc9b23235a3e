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
import { auraSlot } from '../../chain/aura.ts';
import type { BlockHash, BlockRef } from '../../chain/block-ref.ts';
import type { Bytes } from '../../chain/bytes.ts';
import { equalBytes, toHex } from '../../chain/bytes.ts';
import { drivePlan } from '../../chain/economy/index.ts';
import type { Header } from '../../chain/header.ts';
import { decodeHeader, headerHash } from '../../chain/header.ts';
import { decodeValue, storage, storageKey } from '../../chain/schema/index.ts';
import { orderedTrieRoot } from '../../chain/trie/index.ts';
import { callListener } from '../call-listener.ts';
import type { Clock } from '../clock.ts';
import { abortable, SYSTEM_CLOCK, sleep, withDeadline } from '../clock.ts';
import { isLightError, LightError, toFailure } from '../errors.ts';
import { FinalizedBlocks } from '../finalized-blocks.ts';
import { proveFinal } from '../prove-final.ts';
import type { ChainEngine, ChainSource, EngineStatus, RpcSubscription } from '../types.ts';
import { verdictOn } from './blame.ts';
import { blockAuthorsPlan } from './block-authors.ts';
import type { Checkpoint } from './checkpoint.ts';
import { encodeCheckpoint } from './checkpoint-text.ts';
import { findCheckpoint } from './find-checkpoint.ts';
import { Follower } from './follow.ts';
import type { KnownBlock } from './header-chain.ts';
import { HeaderChain } from './header-chain.ts';
import type { ProofPolicy } from './policy.ts';
import { DEFAULT_POLICY } from './policy.ts';
import type { OpenServer } from './server.ts';
import type { Question } from './server-pool.ts';
import { ServerPool, transportOf } from './server-pool.ts';
import type { ProofFacts } from './stage.ts';
import { proofStageOf } from './stage.ts';
import type { StateAt } from './state-reader.ts';
import { StateReader } from './state-reader.ts';

/** How often it is looked whether something takes too long. */
const TICK_MS = 500;
/** What a person is told to do about an engine that failed. */
const NEXT = 'Restart the light client; everything kept on this device stays readable.';
/** What a person can do where no votes lead on from the checkpoint. */
const NEXT_FORCED = 'Only a newer checkpoint helps: import one that you trust, or forget the one that is kept.';
/** State roots remembered of final blocks. */
const MAX_STATE_ROOTS = 1024;
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

/** What is there once there is a checkpoint. */
interface Session {
  readonly checkpoint: Checkpoint;
  readonly chain: HeaderChain;
  readonly pool: ServerPool;
  readonly follower: Follower;
  readonly reader: StateReader;
}

class ProofEngine implements ChainEngine {
  readonly kind = 'proof';
  readonly #source: ChainSource;
  readonly #clock: Clock;
  readonly #policy: ProofPolicy;
  readonly #options: ProofEngineOptions;
  readonly #ending = new AbortController();
  readonly #listeners = new Set<(status: EngineStatus) => void>();
  /** Replaced when blocks turn out not to be final. */
  #finalBlocks = new FinalizedBlocks();
  readonly #stateRoots = new Map<BlockHash, Bytes>();
  readonly #following = Promise.withResolvers<void>();
  #session: Session | undefined;
  #head: KnownBlock | undefined;
  #isHeadVoted = true;
  /** The last head that authors had built on and that turned out to be none. */
  #overruled: BlockRef | undefined;
  #specVersionAt = 0;
  #proofsChecked = 0;
  #provedBytes = 0;
  #specVersion: number | undefined;
  /** The block at whose state it was read. */
  #specReadAt = -1;
  /** States after this block tell which runtime runs now. */
  #runtimeChangedAt = -1;
  #lastCheckpoint: Checkpoint | undefined;
  #facts: ProofFacts;
  #status: EngineStatus;
  #isTelling = false;

  constructor(source: ChainSource, options: ProofEngineOptions) {
    this.#source = source;
    this.#options = options;
    this.#clock = options.clock ?? SYSTEM_CLOCK;
    this.#policy = { ...DEFAULT_POLICY, ...options.policy };
    this.#following.promise.catch(() => undefined); // whoever waits for it handles the rejection
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
    { signal }: { readonly signal?: AbortSignal } = {},
  ): Promise<readonly (Bytes | undefined)[]> {
    const { readDeadlineMs } = this.#policy;
    return this.#within(`Reading ${keys.length} keys`, readDeadlineMs, signal, async (within) => {
      const state = await this.#stateAt(at, within);
      if (keys.length === 0) return [];
      return this.#explained(state.hash, () => this.#opened.reader.read(keys, state));
    });
  }

  async readBody(at: BlockRef, { signal }: { readonly signal?: AbortSignal } = {}): Promise<readonly Bytes[]> {
    return this.#within(`The body of block ${at.number}`, this.#policy.readDeadlineMs, signal, async (within) => {
      await this.#stateAt(at.hash, within);
      return this.#explained(at.hash, () =>
        this.#opened.pool.ask(async (server, asked) => {
          const header = await headerOf(server, at.hash, asked);
          const body = await server.body(at.hash, { signal: asked });
          if (equalBytes(orderedTrieRoot(body), header.extrinsicsRoot)) return body;
          throw new LightError('proof/wrong-body', `The extrinsics of block ${at.number} are not those of its header.`);
        }, within),
      );
    });
  }

  async submit(extrinsic: Bytes, { signal }: { readonly signal?: AbortSignal } = {}): Promise<void> {
    if (extrinsic.length > MAX_EXTRINSIC_BYTES) throw new RangeError(`an extrinsic of ${extrinsic.length} bytes`);
    await this.#within('Handing over the transaction', this.#policy.readDeadlineMs, signal, async (within) => {
      await abortable(this.#following.promise, within);
      let refusal: LightError | undefined;
      const asked = new Set<string>();
      const hand: Question<void> = async (server, within) => {
        asked.add(server.address);
        // A full node takes everything without a word: what a pool has refused would look taken.
        if (refusal && transportOf(server.address) === 'libp2p') throw new LightError('light/unsupported', 'no answer');
        try {
          await server.submit(extrinsic, { signal: within });
        } catch (error) {
          if (isLightError(error, 'proof/refused')) refusal = error;
          throw error;
        }
      };
      try {
        await this.#opened.pool.ask(hand, within, 'json-rpc');
      } catch (error) {
        within.throwIfAborted();
        throw refusal ? renamed('light/rpc-refused', refusal) : unavailable(error);
      }
      // One that says yes and tells nobody must not be able to hold it back: a second one has it, too.
      const witness = this.#opened.pool.ready.find(({ server }) => !asked.has(server.address));
      witness?.server.submit(extrinsic, { signal: this.ended }).catch(() => undefined);
    });
  }

  async request(
    method: string,
    params: readonly unknown[],
    { signal }: { readonly signal?: AbortSignal } = {},
  ): Promise<unknown> {
    return this.#within(method, this.#policy.readDeadlineMs, signal, async (within) => {
      await abortable(this.#following.promise, within);
      return this.#foreign((server, asked) => server.request(method, params, { signal: asked }), within);
    });
  }

  async subscribeRpc(
    method: string,
    params: readonly unknown[],
    listener: (result: unknown) => void,
    { signal }: { readonly signal?: AbortSignal } = {},
  ): Promise<RpcSubscription> {
    return this.#within(method, this.#policy.readDeadlineMs, signal, async (within) => {
      await abortable(this.#following.promise, within);
      const tell = (result: unknown) => {
        if (!this.ended.aborted) callListener(listener, result);
      };
      return this.#foreign((server, asked) => server.subscribe(method, params, tell, { signal: asked }), within);
    });
  }

  wake(): void {
    this.#session?.pool.wake();
    this.#update({});
  }

  async exportDatabase(): Promise<string | undefined> {
    return this.#lastCheckpoint && encodeCheckpoint(this.#lastCheckpoint);
  }

  async close(): Promise<void> {
    this.#listeners.clear();
    this.#end(new LightError('light/closed', 'The light client was closed.'));
    this.#update({ closed: true });
  }

  get #opened(): Session {
    this.ended.throwIfAborted();
    return this.#session!;
  }

  async #start(): Promise<void> {
    const { signal } = this.#ending;
    try {
      const checkpoint = await findCheckpoint(this.#source, {
        keptText: this.#options.checkpointText,
        shippedText: this.#options.shippedText,
        agree: () => this.#options.agree(signal),
        nowMs: this.#clock.now(),
      });
      const openServer = await this.#options.transports(checkpoint.genesisHash);
      if (!signal.aborted) this.#open(checkpoint, openServer);
    } catch (error) {
      if (signal.aborted) return;
      this.#fail(error, NEXT);
    }
  }

  #fail(error: unknown, next: string): void {
    this.#end(error instanceof Error ? error : new Error(String(error)));
    this.#update({ failure: toFailure(error, next) });
  }

  #open(checkpoint: Checkpoint, openServer: OpenServer): void {
    const { signal } = this.#ending;
    const chain = new HeaderChain(checkpoint.headerBytes, checkpoint.grandpa, checkpoint.auraAuthorities);
    const pool = new ServerPool({
      addresses: this.#source.servers,
      openServer,
      genesisHash: checkpoint.genesisHash,
      policy: this.#policy,
      clock: this.#clock,
      events: {
        onReady: (connected) => void follower.begin(connected),
        onHeader: (connected, header) => follower.announced(connected, { header }),
        onVotes: (connected, votes) => follower.announced(connected, { votes }),
        onChange: () => this.#update({ servers: pool.statuses }),
      },
    });
    const follower = new Follower({
      chain,
      pool,
      clock: this.#clock,
      signal,
      justificationPeriod: this.#source.justificationPeriod,
      lagBlocks: this.#policy.lagBlocks,
      onFinal: (blocks) => this.#onFinal(blocks),
      readAuthors: () => this.#readAuthors(),
      onProgress: () => this.#onProgress(),
      onTrouble: (lastTrouble) => this.#update({ lastTrouble }),
    });
    const reader = new StateReader(
      {
        ask: <T>(question: Question<T>, within: AbortSignal) => pool.ask(question, within),
        onProved: (valueBytes) => {
          this.#proofsChecked += 1;
          this.#provedBytes += valueBytes;
        },
      },
      signal,
    );
    this.#session = { checkpoint, chain, pool, follower, reader };
    this.#lastCheckpoint = checkpoint;
    this.#remember(chain.justified);
    pool.start();
    this.#update({ searching: undefined, servers: pool.statuses });
  }

  #onFinal(blocks: readonly KnownBlock[]): void {
    this.#compareWithVotes(blocks);
    for (const block of blocks) this.#remember(block);
    this.#makeCheckpoint();
  }

  /** The head may be one that only authors vouch for: votes have the last word. */
  #compareWithVotes(blocks: readonly KnownBlock[]): void {
    const { chain } = this.#opened;
    const head = this.#head;
    if (!head || this.#isHeadVoted) return;
    if (head.number > chain.justified.number) {
      if (!chain.block(head.hash)) this.#takeBack(head);
    } else if (blocks[0]!.number <= head.number) {
      if (blocks.every(({ hash }) => hash !== head.hash)) this.#takeBack(head);
    } else {
      // Over a jump nobody has seen whether the head was on the way: the state of the voted block tells.
      this.#forget();
      this.#stateAt(head.hash, this.ended).catch((error: unknown) => {
        if (isLightError(error, 'light/unknown-block') && !this.ended.aborted) this.#sayOverruled(head);
      });
    }
  }

  /** What was final by the authors' doing is not: nothing that rests on it is known any more. */
  #takeBack(head: BlockRef): void {
    this.#forget();
    this.#sayOverruled(head);
  }

  #forget(): void {
    const { justified } = this.#opened.chain;
    this.#finalBlocks = new FinalizedBlocks();
    this.#stateRoots.clear();
    this.#remember(justified);
    this.#head = justified;
    this.#isHeadVoted = true;
    this.#update({ finalized: justified, finalizedAtMs: this.#clock.now() });
  }

  #sayOverruled(head: BlockRef): void {
    this.#overruled = refOf(head);
    const lastTrouble = `Block ${head.number}, on which most authors had built, is not part of the chain any more.`;
    this.#update({ lastTrouble });
  }

  #makeCheckpoint(): void {
    const { chain, checkpoint } = this.#opened;
    const { setId, authorities, change } = chain.voters;
    // A change that waits for its block is not in the format; the checkpoint of before leads over it as well.
    if (change || !chain.authorsAreSure) return;
    this.#lastCheckpoint = {
      ...checkpoint,
      headerBytes: chain.justified.headerBytes,
      grandpa: { setId, authorities },
      auraAuthorities: chain.justified.authors,
      takenAtMs: Math.max(checkpoint.takenAtMs, this.#timeOf(chain.justified)),
    };
  }

  /** Wall-clock ms at which a voted block was built, by its slot; 0 while the length of slots is not known. */
  #timeOf({ header, number }: KnownBlock): number {
    const { slotMs } = this.#opened.chain;
    if (slotMs === undefined || number === 0) return 0;
    return Math.min(this.#clock.now(), Number(auraSlot(header)) * slotMs);
  }

  #remember(block: KnownBlock): void {
    if (!this.#stateRoots.has(block.hash)) this.#noteRuntime(block);
    this.#finalBlocks.add(block);
    this.#stateRoots.set(block.hash, block.header.stateRoot);
    for (const oldest of this.#stateRoots.keys()) {
      if (this.#stateRoots.size <= MAX_STATE_ROOTS) break;
      this.#stateRoots.delete(oldest);
    }
  }

  /** The head moves on: to the newest block that votes are for, or that enough authors have built on. */
  #onProgress(): void {
    const { chain, pool, follower, reader } = this.#opened;
    const forced = chain.authorsAreSure ? chain.forcedChange : undefined;
    if (forced) {
      this.#failForced(forced.number);
      return;
    }
    const isVoteOld = chain.best.number - chain.justified.number > this.#policy.votesLagBlocks;
    const confirmed = isVoteOld && chain.authorsAreSure ? chain.confirmed : undefined;
    const head = confirmed && confirmed.number > chain.justified.number ? confirmed : chain.justified;
    // Most authors have left the branch that they had built on, which they may as long as nobody has voted.
    const left = this.#head;
    if (left && head.number > left.number && !this.#isHeadVoted && head !== chain.justified) {
      if (!chain.pathTo(head).some(({ hash }) => hash === left.hash)) this.#takeBack(left);
    }
    const before = this.#head;
    if (follower.hasCaughtUp && (!before || head.number > before.number)) {
      this.#head = head;
      this.#isHeadVoted = head === chain.justified;
      // Not only the head: what lies between it and the votes was built on by as many.
      for (const block of chain.pathTo(head)) this.#remember(block);
      const lastTrouble = chain.isFull ? 'Too many headers wait for votes; newer ones cannot be followed.' : '';
      this.#update({ caughtUp: true, finalized: head, finalizedAtMs: this.#clock.now(), lastTrouble });
      pool.compareWith(head.number);
      reader.prefetch(stateOf(head));
      this.#following.resolve();
      if (chain.slotMs === undefined || !chain.authorsAreSure) void this.#readAuthors();
      void this.#readSpecVersion(head);
    } else {
      // Votes may have caught up with a head that was not voted for; `#compareWithVotes` has seen whether they agree.
      if (before?.hash === chain.justified.hash) this.#isHeadVoted = true;
      this.#update({});
    }
  }

  #failForced(at: number): void {
    const reason = `Block ${at} replaces the voters by force; votes cannot lead over that.`;
    this.#fail(new LightError('proof/forced-change', reason, { data: { at } }), NEXT_FORCED);
  }

  /**
   * Reads who builds after the justified block, whether the voters are about to change, and how long slots are. Servers
   * may have pruned it: then it stays unsure.
   */
  async #readAuthors(): Promise<void> {
    const { chain, reader } = this.#opened;
    const block = chain.justified;
    try {
      const plan = blockAuthorsPlan();
      const { authors, slotMs, pendingChange } = await drivePlan(plan, (keys) => reader.read(keys, stateOf(block)));
      if (slotMs !== undefined) chain.slotMs = slotMs;
      this.#update({ slotMs: chain.slotMs });
      if (chain.justified !== block) return;
      if (pendingChange?.isForced) return this.#failForced(pendingChange.at);
      if (pendingChange) chain.setPendingChange(pendingChange);
      if (chain.authorsAreSure || authors.length === 0) return;
      chain.setAuthors(authors);
      this.#makeCheckpoint();
    } catch (error) {
      if (!this.ended.aborted) this.#update({ lastTrouble: error instanceof Error ? error.message : String(error) });
    }
  }

  /** A header says that the runtime was replaced; below a block whose parent was not seen it may have been. */
  #noteRuntime({ number, header: { digest, parentHash } }: KnownBlock): void {
    const isReplaced = digest.some(({ type }) => type === 'RuntimeEnvironmentUpdated');
    if (!isReplaced && this.#stateRoots.has(toHex(parentHash))) return;
    this.#runtimeChangedAt = Math.max(this.#runtimeChangedAt, isReplaced ? number : number - 1);
  }

  /** Reads what runs, if it may have changed since. Substrate writes it in the block after the one that brought the code. */
  async #readSpecVersion(head: KnownBlock): Promise<void> {
    if (this.#specReadAt > this.#runtimeChangedAt) return;
    const item = storage.System.LastRuntimeUpgrade;
    try {
      const [bytes] = await this.#opened.reader.read([storageKey(item)], stateOf(head));
      const specVersion = decodeValue(item, bytes)?.spec_version;
      if (head.number < this.#specReadAt) return;
      this.#specReadAt = head.number;
      if (head.number < this.#specVersionAt) return;
      this.#specVersionAt = head.number;
      this.#specVersion = specVersion;
      this.#update({});
    } catch {
      return; // asked again at the next head
    }
  }

  /** A final block's state: remembered, or its header is fetched and it is proved to be a forebear of the head. */
  async #stateAt(hash: BlockHash, signal: AbortSignal): Promise<StateAt> {
    if (this.#finalBlocks.numberOf(hash) !== undefined) {
      const known = this.#stateRoots.get(hash);
      if (known) return { hash, stateRoot: known };
    }
    await abortable(this.#following.promise, signal);
    const { pool, reader } = this.#opened;
    const head = this.#head!;
    const header = await this.#explained(hash, () =>
      pool.ask((server, asked) => headerOf(server, hash, asked), signal),
    );
    const readAtHead = async (key: Bytes) => (await reader.read([key], stateOf(head)))[0];
    const finalBlocks = this.#finalBlocks;
    const block = await proveFinal(hash, head, () => Promise.resolve(header.number), readAtHead);
    if (this.#finalBlocks !== finalBlocks) return this.#stateAt(hash, signal); // the head that proved it was taken back
    this.#finalBlocks.add(block);
    this.#stateRoots.set(hash, header.stateRoot);
    return { hash, stateRoot: header.stateRoot };
  }

  /** Runs a question of the public face: not after the end, not for ever. */
  async #within<T>(
    what: string,
    afterMs: number,
    signal: AbortSignal | undefined,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    this.ended.throwIfAborted();
    const either = signal ? AbortSignal.any([signal, this.ended]) : this.ended;
    const late = () =>
      new LightError('light/timeout', `${what} took longer than ${afterMs / 1000} s.`, { data: { afterMs } });
    return withDeadline(this.#clock, afterMs, late, either, work);
  }

  async #explained<T>(at: BlockHash, ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      if (this.ended.aborted || isLightError(error, 'light/unknown-block')) throw error;
      if (verdictOn(error) === 'lied') {
        const reason = 'Servers answered a read with wrong proofs.';
        throw new LightError('light/bad-proof', reason, { data: { at }, cause: error });
      }
      throw unavailable(error);
    }
  }

  async #foreign<T>(question: Question<T>, signal: AbortSignal): Promise<T> {
    try {
      return await this.#opened.pool.ask(question, signal, 'json-rpc');
    } catch (error) {
      throw isLightError(error, 'proof/refused') ? renamed('light/rpc-refused', error) : error;
    }
  }

  #end(reason: Error): void {
    if (this.ended.aborted) return;
    this.#ending.abort(reason);
    this.#following.reject(reason);
    this.#session?.pool.close();
  }

  async #tick(): Promise<void> {
    const { signal } = this.#ending;
    while (!signal.aborted) {
      await sleep(this.#clock, TICK_MS, signal).catch(() => undefined);
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
    const facts = this.#facts;
    const session = this.#session;
    const { stage, detail, failure } = proofStageOf(facts, this.#clock.now());
    const isConfirmed = session?.checkpoint.anchor.isConfirmed ?? false;
    return {
      kind: this.kind,
      stage,
      detail,
      genesisHash: session?.checkpoint.genesisHash,
      peers: facts.servers.filter(({ state }) => state === 'ready' || state === 'lagging').length,
      best: session && this.#head ? refOf(session.chain.best) : undefined,
      finalized: facts.finalized && refOf(facts.finalized),
      finalizedAtMs: facts.finalizedAtMs,
      blockTimeMs: facts.slotMs,
      proofsChecked: this.#proofsChecked,
      provedBytes: this.#provedBytes,
      label: isConfirmed && this.#isHeadVoted ? 'proved' : 'claimed',
      trust: session && this.#trustOf(session),
      servers: facts.servers,
      specVersion: this.#specVersion,
      failure,
    };
  }

  #trustOf({ checkpoint, chain }: Session): EngineStatus['trust'] {
    return {
      anchor: checkpoint.anchor,
      justified: refOf(chain.justified),
      setId: chain.voters.setId,
      voters: chain.voters.authorities.length,
      finality: this.#isHeadVoted ? 'grandpa' : 'authors',
      confirmations: chain.confirmations(this.#head ?? chain.justified),
      headersChecked: chain.headersChecked,
      sealsChecked: chain.sealsChecked,
      votesChecked: chain.votesChecked,
      ...(this.#overruled && { overruled: this.#overruled }),
    };
  }
}

const stateOf = (block: KnownBlock): StateAt => ({ hash: block.hash, stateRoot: block.header.stateRoot });
const refOf = ({ number, hash }: BlockRef): BlockRef => ({ number, hash });

/** The header that hashes to `hash`. @throws LightError `proof/wrong-header`. */
async function headerOf(
  server: Parameters<Question<Header>>[0],
  hash: BlockHash,
  signal: AbortSignal,
): Promise<Header> {
  const bytes = await server.header(hash, { signal });
  if (toHex(headerHash(bytes)) !== hash) {
    throw new LightError('proof/wrong-header', `A header was sent that is not the one of ${hash}.`);
  }
  return decodeHeader(bytes);
}

function unavailable(error: unknown): unknown {
  if (!isLightError(error) || !error.code.startsWith('proof/')) return error;
  return new LightError('light/unavailable', `No server could answer: ${error.message}`, {
    data: error.data,
    cause: error,
  });
}

const renamed = (code: LightError['code'], error: LightError): LightError =>
  new LightError(code, error.message, { data: error.data, cause: error });

/** Statuses are plain data; what is nested is small. */
function isSame(a: EngineStatus, b: EngineStatus): boolean {
  const text = (status: EngineStatus) =>
    JSON.stringify(status, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
  return text(a) === text(b);
}
