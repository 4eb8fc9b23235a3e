/**
 * From a checkpoint to the head: the header chain, the servers it is fed by, the reader of its states, and which block
 * counts as the head.
 *
 *   votes ──▶ justified ─┬─ not far behind the best ─▶ head                    finality `grandpa`
 *                        └─ far behind ─▶ newest block that most authors have built on     `authors`, until votes say otherwise
 */
import { auraSlot } from '../../chain/aura.ts';
import type { BlockHash, BlockRef } from '../../chain/block-ref.ts';
import type { Bytes } from '../../chain/bytes.ts';
import { toHex } from '../../chain/bytes.ts';
import { drivePlan } from '../../chain/economy/index.ts';
import type { Clock } from '../clock.ts';
import { abortable } from '../clock.ts';
import { isLightError, LightError } from '../errors.ts';
import { proveFinal } from '../prove-final.ts';
import type { ChainSource, TrustStatus } from '../types.ts';
import { explained, headerOf } from './answers.ts';
import { blockAuthorsPlan } from './block-authors.ts';
import type { Checkpoint } from './checkpoint.ts';
import { FinalStates } from './final-states.ts';
import { Follower } from './follow.ts';
import type { KnownBlock } from './header-chain.ts';
import { HeaderChain } from './header-chain.ts';
import type { ProofPolicy } from './policy.ts';
import { RuntimeVersion } from './runtime-version.ts';
import type { OpenServer } from './server.ts';
import { ServerPool } from './server-pool.ts';
import type { ProofFacts } from './stage.ts';
import type { StateAt } from './state-reader.ts';
import { StateReader, stateOf } from './state-reader.ts';

/** What a person can do where no votes lead on from the checkpoint. */
const NEXT_FORCED = 'Only a newer checkpoint helps: import one that you trust, or forget the one that is kept.';

export interface SessionContext {
  readonly source: ChainSource;
  readonly checkpoint: Checkpoint;
  readonly openServer: OpenServer;
  readonly policy: ProofPolicy;
  readonly clock: Clock;
  /** Aborted when the engine ends. */
  readonly ended: AbortSignal;
  /** Something is another one: of the facts, or of what the session tells when asked. */
  readonly update: (changed: Partial<ProofFacts>) => void;
  /** There is nothing to go on with. */
  readonly fail: (error: LightError, next: string) => void;
}

export class ChainSession {
  readonly checkpoint: Checkpoint;
  readonly pool: ServerPool;
  readonly reader: StateReader;
  readonly #context: SessionContext;
  readonly #chain: HeaderChain;
  readonly #follower: Follower;
  readonly #runtime = new RuntimeVersion();
  readonly #following = Promise.withResolvers<void>();
  /** Replaced when blocks turn out not to be final. */
  #finalStates = new FinalStates();
  #head: KnownBlock | undefined;
  #isHeadVoted = true;
  /** The last head that authors had built on and that turned out to be none. */
  #overruled: BlockRef | undefined;
  #newestCheckpoint: Checkpoint;
  proofsChecked = 0;
  provedBytes = 0;

  constructor(context: SessionContext) {
    const { source, checkpoint, openServer, policy, clock, ended, update } = context;
    this.#context = context;
    this.checkpoint = checkpoint;
    this.#newestCheckpoint = checkpoint;
    this.#following.promise.catch(() => undefined); // whoever waits for it handles the rejection
    ended.addEventListener('abort', () => {
      this.#following.reject(ended.reason);
      this.pool.close();
    });
    this.#chain = new HeaderChain(checkpoint.headerBytes, checkpoint.grandpa, checkpoint.auraAuthorities);
    this.pool = new ServerPool({
      addresses: source.servers,
      openServer,
      genesisHash: checkpoint.genesisHash,
      policy,
      clock,
      events: {
        onReady: (connected) => void this.#follower.begin(connected),
        onHeader: (connected, header) => this.#follower.announced(connected, { header }),
        onVotes: (connected, votes) => this.#follower.announced(connected, { votes }),
        onChange: () => update({ servers: this.pool.statuses }),
      },
    });
    this.#follower = new Follower({
      chain: this.#chain,
      pool: this.pool,
      clock,
      signal: ended,
      justificationPeriod: source.justificationPeriod,
      lagBlocks: policy.lagBlocks,
      onFinal: (blocks) => this.#onFinal(blocks),
      readAuthors: () => this.#readAuthors(),
      onProgress: () => this.#onProgress(),
      onTrouble: (lastTrouble) => update({ lastTrouble }),
    });
    const onProved = (valueBytes: number) => {
      this.proofsChecked += 1;
      this.provedBytes += valueBytes;
    };
    this.reader = new StateReader({ ask: (question, within) => this.pool.ask(question, within), onProved }, ended);
    this.#remember(this.#chain.justified);
  }

  /** Begins to connect. */
  start(): void {
    this.pool.start();
    this.#context.update({ searching: undefined, servers: this.pool.statuses });
  }

  /** Resolves when the chain is followed for the first time; rejects when the engine ends before. */
  get following(): Promise<void> {
    return this.#following.promise;
  }
  /** The end of the longest chain that is known; undefined before there is a head. */
  get best(): BlockRef | undefined {
    return this.#head && refOf(this.#chain.best);
  }
  get isHeadVoted(): boolean {
    return this.#isHeadVoted;
  }
  get specVersion(): number | undefined {
    return this.#runtime.specVersion;
  }
  /** Of the last voted block that leads on by itself. */
  get newestCheckpoint(): Checkpoint {
    return this.#newestCheckpoint;
  }

  get trust(): TrustStatus {
    const chain = this.#chain;
    return {
      anchor: this.checkpoint.anchor,
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

  /**
   * A final block's state: remembered, or its header is fetched and it is proved to be a forebear of the head.
   * @throws LightError `light/unknown-block`, `light/unavailable`, `light/bad-proof`.
   */
  async stateAt(hash: BlockHash, signal: AbortSignal): Promise<StateAt> {
    const known = this.#finalStates.get(hash);
    if (known) return known;
    await abortable(this.following, signal);
    const head = this.#head!;
    const { number, stateRoot } = await explained(hash, this.#context.ended, () =>
      this.pool.ask((server, asked) => headerOf(server, hash, asked), signal),
    );
    const readAtHead = async (key: Bytes) => (await this.reader.read([key], stateOf(head)))[0];
    const finalStates = this.#finalStates;
    await proveFinal(hash, head, () => Promise.resolve(number), readAtHead);
    if (this.#finalStates !== finalStates) return this.stateAt(hash, signal); // the head that proved it was taken back
    this.#finalStates.add({ hash, stateRoot });
    return { hash, stateRoot };
  }

  #onFinal(blocks: readonly KnownBlock[]): void {
    this.#compareWithVotes(blocks);
    for (const block of blocks) this.#remember(block);
    this.#makeCheckpoint();
  }

  /** The head may be one that only authors vouch for: votes have the last word. */
  #compareWithVotes(blocks: readonly KnownBlock[]): void {
    const head = this.#head;
    if (!head || this.#isHeadVoted) return;
    if (head.number > this.#chain.justified.number) {
      if (!this.#chain.block(head.hash)) this.#takeBack(head);
    } else if (blocks[0]!.number <= head.number) {
      if (blocks.every(({ hash }) => hash !== head.hash)) this.#takeBack(head);
    } else {
      // Over a jump nobody has seen whether the head was on the way: the state of the voted block tells.
      this.#forget();
      this.stateAt(head.hash, this.#context.ended).catch((error: unknown) => {
        if (isLightError(error, 'light/unknown-block') && !this.#context.ended.aborted) this.#sayOverruled(head);
      });
    }
  }

  /** What was final by the authors' doing is not: nothing that rests on it is known any more. */
  #takeBack(head: BlockRef): void {
    this.#forget();
    this.#sayOverruled(head);
  }

  #forget(): void {
    const { justified } = this.#chain;
    this.#finalStates = new FinalStates();
    this.#remember(justified);
    this.#head = justified;
    this.#isHeadVoted = true;
    this.#context.update({ finalized: justified, finalizedAtMs: this.#context.clock.now() });
  }

  #sayOverruled(head: BlockRef): void {
    this.#overruled = refOf(head);
    const lastTrouble = `Block ${head.number}, on which most authors had built, is not part of the chain any more.`;
    this.#context.update({ lastTrouble });
  }

  #makeCheckpoint(): void {
    const { justified, voters, authorsAreSure } = this.#chain;
    const { setId, authorities, change } = voters;
    // A change that waits for its block is not in the format; the checkpoint of before leads over it as well.
    if (change || !authorsAreSure) return;
    this.#newestCheckpoint = {
      ...this.checkpoint,
      headerBytes: justified.headerBytes,
      grandpa: { setId, authorities },
      auraAuthorities: justified.authors,
      takenAtMs: Math.max(this.checkpoint.takenAtMs, this.#timeOf(justified)),
    };
  }

  /** Wall-clock ms at which a voted block was built, by its slot; 0 while the length of slots is not known. */
  #timeOf({ header, number }: KnownBlock): number {
    const { slotMs } = this.#chain;
    if (slotMs === undefined || number === 0) return 0;
    return Math.min(this.#context.clock.now(), Number(auraSlot(header)) * slotMs);
  }

  #remember(block: KnownBlock): void {
    if (!this.#finalStates.has(block.hash)) {
      this.#runtime.note(block, this.#finalStates.has(toHex(block.header.parentHash)));
    }
    this.#finalStates.add(stateOf(block));
  }

  /** The head moves on: to the newest block that votes are for, or that enough authors have built on. */
  #onProgress(): void {
    const chain = this.#chain;
    const { policy, clock, update } = this.#context;
    const forced = chain.authorsAreSure ? chain.forcedChange : undefined;
    if (forced) {
      this.#failForced(forced.number);
      return;
    }
    const isVoteOld = chain.best.number - chain.justified.number > policy.votesLagBlocks;
    const confirmed = isVoteOld && chain.authorsAreSure ? chain.confirmed : undefined;
    const head = confirmed && confirmed.number > chain.justified.number ? confirmed : chain.justified;
    // Most authors have left the branch that they had built on, which they may as long as nobody has voted.
    const left = this.#head;
    if (left && head.number > left.number && !this.#isHeadVoted && head !== chain.justified) {
      if (!chain.pathTo(head).some(({ hash }) => hash === left.hash)) this.#takeBack(left);
    }
    const before = this.#head;
    if (this.#follower.hasCaughtUp && (!before || head.number > before.number)) {
      this.#head = head;
      this.#isHeadVoted = head === chain.justified;
      // Not only the head: what lies between it and the votes was built on by as many.
      for (const block of chain.pathTo(head)) this.#remember(block);
      const lastTrouble = chain.isFull ? 'Too many headers wait for votes; newer ones cannot be followed.' : '';
      update({ caughtUp: true, finalized: head, finalizedAtMs: clock.now(), lastTrouble });
      this.pool.compareWith(head.number);
      this.reader.prefetch(stateOf(head));
      this.#following.resolve();
      if (chain.slotMs === undefined || !chain.authorsAreSure) void this.#readAuthors();
      void this.#runtime.read(head, this.reader).then(() => update({}));
    } else {
      // Votes may have caught up with a head that was not voted for; `#compareWithVotes` has seen whether they agree.
      if (before?.hash === chain.justified.hash) this.#isHeadVoted = true;
      update({});
    }
  }

  #failForced(at: number): void {
    const reason = `Block ${at} replaces the voters by force; votes cannot lead over that.`;
    this.#context.fail(new LightError('proof/forced-change', reason, { data: { at } }), NEXT_FORCED);
  }

  /**
   * Reads who builds after the justified block, whether the voters are about to change, and how long slots are. Servers
   * may have pruned it: then it stays unsure.
   */
  async #readAuthors(): Promise<void> {
    const chain = this.#chain;
    const { ended, update } = this.#context;
    const block = chain.justified;
    try {
      const plan = blockAuthorsPlan();
      const { authors, slotMs, pendingChange } = await drivePlan(plan, (keys) =>
        this.reader.read(keys, stateOf(block)),
      );
      if (slotMs !== undefined) chain.slotMs = slotMs;
      update({ slotMs: chain.slotMs });
      if (chain.justified !== block) return;
      if (pendingChange?.isForced) {
        this.#failForced(pendingChange.at);
        return;
      }
      if (pendingChange) chain.setPendingChange(pendingChange);
      if (chain.authorsAreSure || authors.length === 0) return;
      chain.setAuthors(authors);
      this.#makeCheckpoint();
    } catch (error) {
      if (!ended.aborted) update({ lastTrouble: error instanceof Error ? error.message : String(error) });
    }
  }
}

const refOf = ({ number, hash }: BlockRef): BlockRef => ({ number, hash });
