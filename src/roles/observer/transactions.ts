/**
 * The transactions of this chain that are on their way, followed across engines and visits.
 *
 * The desk and its decoders are loaded when there is something to follow: a kept transaction, or a new one.
 */
import { LightError, SYSTEM_CLOCK } from '../../light/index.ts';
import type { TrackableTransaction, TrackedTransaction, TransactionDesk } from '../../light/transactions/index.ts';
import type { ChainEngine } from '../../light/types.ts';
import type { Store } from '../../store/types.ts';
import { describeFailure } from './describe-failure.ts';
import type { EventLog } from './event-log.ts';

export class Transactions {
  readonly #store: Store;
  readonly #log: EventLog;
  #engine: ChainEngine | undefined;
  #genesisHash: string | undefined;
  #desk: Promise<TransactionDesk> | undefined;
  #stop: () => void = () => undefined;

  constructor(store: Store, log: EventLog) {
    this.#store = store;
    this.#log = log;
  }

  /** Goes on over this engine, as soon as it knows which chain it follows. */
  attach(engine: ChainEngine): void {
    this.detach();
    this.#engine = engine;
    let failedAt: string | undefined;
    const look = () => {
      const { genesisHash, finalized } = engine.status;
      if (genesisHash === undefined || (failedAt !== undefined && failedAt === finalized?.hash)) return;
      this.#stop();
      this.#begin(engine, genesisHash).catch((error: unknown) => {
        if (this.#engine !== engine) return;
        this.#tell(error, 'It is tried again at the next finalized block.');
        failedAt = finalized?.hash;
        this.#stop = engine.subscribe(look);
      });
    };
    this.#stop = engine.subscribe(look);
    look();
  }

  detach(): void {
    this.#stop();
    this.#engine = undefined;
    this.#withDesk((desk) => desk.detach());
  }

  /** Writes a signed transaction down, hands it over and follows it. @throws LightError `transaction/not-following`, what `TransactionDesk.submit` throws. */
  async submit(signed: TrackableTransaction): Promise<TrackedTransaction> {
    const engine = this.#engine;
    if (!engine || this.#genesisHash === undefined) {
      throw new LightError('transaction/not-following', 'The chain is not followed yet.');
    }
    const desk = await this.#open(engine, this.#genesisHash);
    return desk.submit(signed);
  }

  close(): void {
    this.detach();
    this.#withDesk((desk) => desk.close());
  }

  async #begin(engine: ChainEngine, genesisHash: string): Promise<void> {
    if (this.#genesisHash !== genesisHash) {
      this.#withDesk((desk) => desk.close());
      this.#desk = undefined;
      this.#genesisHash = genesisHash;
    }
    if (!this.#desk && (await this.#store.loadTransactions(genesisHash)).length === 0) return;
    if (this.#engine === engine) await this.#open(engine, genesisHash);
  }

  /** The chain's desk, loaded once, with the engine of now. A load that failed is tried again the next time. */
  async #open(engine: ChainEngine, genesisHash: string): Promise<TransactionDesk> {
    const opening = this.#desk ?? this.#load(genesisHash);
    this.#desk = opening;
    try {
      const desk = await opening;
      if (this.#engine === engine && this.#desk === opening) desk.attach(engine);
      return desk;
    } catch (error) {
      if (this.#desk === opening) this.#desk = undefined;
      throw error;
    }
  }

  async #load(genesisHash: string): Promise<TransactionDesk> {
    const { describeTransaction, TransactionDesk } = await import('../../light/transactions/index.ts');
    const store = this.#store;
    const desk = new TransactionDesk(
      {
        load: () => store.loadTransactions(genesisHash),
        save: (transaction) => store.saveTransaction(genesisHash, transaction.hash, transaction),
        forget: (hash) => store.forgetTransaction(genesisHash, hash),
      },
      SYSTEM_CLOCK,
    );
    const tell = () => {
      const transactions = desk.transactions.map((tracked) => ({ ...tracked, words: describeTransaction(tracked) }));
      this.#log.send({ type: 'transactions', transactions });
    };
    desk.subscribe(tell);
    for (const damaged of await desk.resume()) this.#tell(damaged, 'It stays in storage and is not followed.');
    tell();
    return desk;
  }

  #withDesk(act: (desk: TransactionDesk) => unknown): void {
    this.#desk?.then(act).catch((error: unknown) => this.#tell(error));
  }

  #tell(error: unknown, next?: string): void {
    this.#log.send({ type: 'failure', netuid: undefined, failure: describeFailure(error, next) });
  }
}
