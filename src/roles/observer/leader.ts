/**
 * The leading tab's session on one chain: follow, read, audit, keep.
 *
 *   finalized head ─→ subnet list ─→ epochs that ended and are not audited ─→ record → recompute → compare → keep
 *                          └──────→ watched subnets whose view is old ─→ metagraph, hyperparameters → keep
 *
 * One job runs at a time; heads that come meanwhile are skipped. Every read is at one finalized block and proved.
 */
import type { BlockRef } from '../../chain/block-ref.ts';
import type { Label } from '../../chain/label.ts';
import { weakestLabel } from '../../chain/label.ts';
import { readEpochRecord, readHyperparameters, readMetagraph, readSubnetList } from '../../light/index.ts';
import type { ChainEngine, EngineKind, SubnetList, SubnetSummary } from '../../light/types.ts';
import type { Store } from '../../store/types.ts';
import type { Compute } from './compute.ts';
import { describeFailure } from './describe-failure.ts';
import type { EventLog } from './event-log.ts';
import { HeadSignal } from './head-signal.ts';
import { keep } from './kept.ts';
import type { Audit, SubnetView } from './types.ts';

/** A watched subnet is read again after so many blocks, and at once after its epoch. */
const VIEW_REFRESH_BLOCKS = 5;
/** Nodes keep the state of about 256 blocks; an epoch further back cannot be read any more. */
const READABLE_STATE_BLOCKS = 240;
/** Chains with at most so many subnets are audited whole; on larger ones, only what is looked at. */
const MAX_UNWATCHED_AUDITS = 8;
/** Light clients whose state is kept, and how often, in finalized blocks; it saves the sync of the next start. */
const DATABASE_SAVE_BLOCKS: Partial<Record<EngineKind, number>> = { smoldot: 50, proof: 5 };

export interface LeaderContext {
  readonly chainId: string;
  readonly engine: ChainEngine;
  readonly store: Store;
  readonly compute: Compute;
  readonly log: EventLog;
  /** Netuids somebody looks at. */
  readonly watched: () => readonly number[];
  readonly nowMs: () => number;
}

export class Leader {
  readonly #context: LeaderContext;
  readonly #heads = new HeadSignal();
  /** Block of the last epoch that came too late to be audited, per netuid. */
  readonly #missedAt = new Map<number, number>();
  /** Block at which a watched subnet was read last, per netuid. */
  readonly #viewedAt = new Map<number, number>();
  #databaseSavedAt = 0;
  #label: Label = 'claimed';

  constructor(context: LeaderContext) {
    this.#context = context;
  }

  /** Tells of a finalized block. */
  advance(head: BlockRef): void {
    this.#heads.set(head);
  }

  /** Somebody looks at a subnet that nobody looked at: read it now, not at the next block. */
  wake(): void {
    this.#heads.poke();
  }

  /** Works until aborted. Failed reads are told and tried again at the next head. */
  async run(signal: AbortSignal): Promise<void> {
    for (;;) {
      const head = await this.#heads.next(signal);
      try {
        await this.#workAt(head, signal);
      } catch (error) {
        if (signal.aborted) return;
        this.#context.log.send({ type: 'failure', netuid: undefined, failure: describeFailure(error) });
      }
    }
  }

  async #workAt(head: BlockRef, signal: AbortSignal): Promise<void> {
    // As the head was known when reading began; if it is known less well by the time of telling, that counts.
    this.#label = this.#context.engine.status.label;
    const list = await readSubnetList(this.#context.engine, head, { signal });
    this.#tell('subnets', list, head);
    const watched = this.#context.watched();
    for (const netuid of watched) await this.#view(netuid, list, head, signal);
    for (const subnet of list.subnets) {
      if (list.subnets.length > MAX_UNWATCHED_AUDITS && !watched.includes(subnet.netuid)) continue;
      await this.#audit(subnet, head, signal);
    }
    const saveAfter = DATABASE_SAVE_BLOCKS[this.#context.engine.kind] ?? Number.POSITIVE_INFINITY;
    if (this.#databaseSavedAt === 0 || head.number - this.#databaseSavedAt >= saveAfter) await this.saveDatabase();
  }

  async #view(netuid: number, list: SubnetList, head: BlockRef, signal: AbortSignal): Promise<void> {
    const viewedAt = this.#viewedAt.get(netuid) ?? Number.NEGATIVE_INFINITY;
    const epochAt = list.subnets.find((subnet) => subnet.netuid === netuid)?.epoch.lastEpochBlock ?? 0;
    if (head.number - viewedAt < VIEW_REFRESH_BLOCKS && epochAt <= viewedAt) return;
    const { engine, log } = this.#context;
    try {
      const [metagraph, hyperparameters] = await Promise.all([
        readMetagraph(engine, netuid, head, { signal }),
        readHyperparameters(engine, netuid, head, { signal }),
      ]);
      this.#viewedAt.set(netuid, head.number);
      this.#tell('subnet', { metagraph, hyperparameters }, head);
    } catch (error) {
      signal.throwIfAborted();
      log.send({ type: 'failure', netuid, failure: describeFailure(error) });
    }
  }

  async #audit(subnet: SubnetSummary, head: BlockRef, signal: AbortSignal): Promise<void> {
    const { netuid, epoch } = subnet;
    const { engine, compute, log } = this.#context;
    const dealtWith = [0, log.auditOf(netuid)?.block.number, this.#missedAt.get(netuid)];
    // Not "later than": a chain of the same genesis that was started anew begins with lower blocks.
    if (dealtWith.includes(epoch.lastStepBlock)) return;
    if (head.number - epoch.lastStepBlock > READABLE_STATE_BLOCKS) {
      const next = 'The next epoch is audited when it ends.';
      const reason = `The state before block ${epoch.lastStepBlock} is no longer served by nodes, so its epoch cannot be checked.`;
      this.#missedAt.set(netuid, epoch.lastStepBlock);
      log.send({ type: 'failure', netuid, failure: { code: 'audit/state-pruned', reason, next } });
      return;
    }
    log.send({ type: 'auditing', netuid, detail: `reading the inputs of the epoch at block ${epoch.lastStepBlock}` });
    try {
      const record = await readEpochRecord(engine, netuid, epoch.lastStepBlock, head, { signal });
      const label = weakestLabel(this.#label, engine.status.label);
      log.send({ type: 'auditing', netuid, detail: `recomputing epoch ${record.epochIndex}` });
      this.#tell('audit', await compute.audit(record, label, signal), record.block);
    } catch (error) {
      signal.throwIfAborted();
      log.send({ type: 'failure', netuid, failure: describeFailure(error) });
    }
  }

  /** Keeps what saves the next start its sync; nothing for light clients that keep it themselves. */
  async saveDatabase(): Promise<void> {
    const { engine, store, log } = this.#context;
    const { genesisHash, finalized } = engine.status;
    const { kind } = engine;
    if (kind === 'substrate-connect' || genesisHash === undefined || !finalized || engine.ended.aborted) return;
    this.#databaseSavedAt = finalized.number;
    const text = await engine.exportDatabase().catch(() => undefined);
    if (text !== undefined) keep(store.saveDatabase(genesisHash, kind, text), log);
  }

  /** Labels, sends and keeps a value. */
  #tell<K extends keyof Told>(type: K, value: Told[K], at: BlockRef): void {
    const { chainId, engine, store, log, nowMs } = this.#context;
    const genesisHash = engine.status.genesisHash ?? '';
    const label = weakestLabel(this.#label, engine.status.label);
    const snapshot = { label, chainId, genesisHash, at, takenAtMs: nowMs(), value } as const;
    log.send({ type, snapshot } as Parameters<EventLog['send']>[0]);
    keep(store.saveSnapshot(slotFor(type, value), snapshot), log);
  }
}

interface Told {
  readonly subnets: SubnetList;
  readonly subnet: SubnetView;
  readonly audit: Audit;
}

function slotFor<K extends keyof Told>(type: K, value: Told[K]): string {
  if (type === 'subnets') return type;
  const netuid = 'metagraph' in value ? value.metagraph.netuid : (value as Audit).netuid;
  return `${type}/${netuid}`;
}
