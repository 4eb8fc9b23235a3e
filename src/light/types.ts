/**
 * Contracts of `src/light`: how the rest of the house asks what the chain says.
 *
 * An engine follows one chain and proves what it reads. Its stages:
 *
 *   idle → starting → connecting → syncing → following ⇄ stalled
 *                └────────────┴─────────┴──────→ failed (a Failure; `close` and open anew)
 *
 * `initialized` in bench and tests means: the first `following`. After `close()` no listener is called again and every
 * pending read rejects with `light/closed`.
 */
import type { BlockHash, BlockRef } from '../chain/block-ref.ts';
import type { Bytes } from '../chain/bytes.ts';
import type { Failure } from '../chain/failure.ts';
import type { StoredEpoch, SubnetEpochInput } from '../chain/yuma/types.ts';

export type { BlockHash, BlockRef } from '../chain/block-ref.ts';
export type { StoredEpoch } from '../chain/yuma/types.ts';

export type EngineKind = 'smoldot' | 'substrate-connect';
export type EngineStage = 'idle' | 'starting' | 'connecting' | 'syncing' | 'following' | 'stalled' | 'failed';

/** What an engine is doing, replaced as a whole whenever a part changes. */
export interface EngineStatus {
  readonly kind: EngineKind;
  readonly stage: EngineStage;
  /** One plain sentence of what is being waited for or what went wrong; empty while following. */
  readonly detail: string;
  readonly genesisHash: BlockHash | undefined;
  readonly peers: number;
  readonly best: BlockRef | undefined;
  readonly finalized: BlockRef | undefined;
  /** Wall-clock ms (Date.now) at which `finalized` last moved. */
  readonly finalizedAtMs: number | undefined;
  /** Time between blocks as the runtime has it (`AuraApi_slot_duration`); undefined until it was asked. */
  readonly blockTimeMs: number | undefined;
  /** Read requests whose proof was checked against a finalized state root. */
  readonly proofsChecked: number;
  /** Bytes of storage values received with proof. */
  readonly provedBytes: number;
  /** Why it has failed, or (`light/no-finality`) what keeps it from its first finalized block; undefined while all is well. */
  readonly failure: Failure | undefined;
}

/** How an engine finds its chain. */
export interface ChainSpec {
  /** Stable name in addresses and storage: `localnet`, `finney`. */
  readonly id: string;
  readonly name: string;
  /** The Substrate chain specification, as text; hostile until the engine accepted it. */
  readonly specText: string;
}

export interface ReadOptions {
  readonly signal?: AbortSignal;
}

export interface RpcSubscription {
  readonly id: string | number;
  /** Stops the listener at once and tells the light client by this method. Does not throw. */
  close(unsubscribeMethod: string): void;
}

export interface ChainEngine {
  readonly kind: EngineKind;
  readonly status: EngineStatus;
  /** Called with every new status, never synchronously from within `subscribe`. Returns how to stop. */
  subscribe(listener: (status: EngineStatus) => void): () => void;
  /** Fires when the engine is closed or has failed, with the error that pending requests reject with. */
  readonly ended: AbortSignal;
  /**
   * The values of `keys` in the state of block `at`, in the same order; `undefined` is proven absence.
   * `at` must be a finalized block whose state the network still serves (≤ 256 blocks old on the localnet); that it is
   * final is proved too, where it is not known from following.
   * @throws LightError `light/unavailable` (no peer has it), `light/bad-proof`, `light/unknown-block` (not final, or
   *   nobody knows it), `light/closed`, `light/timeout`, or the abort reason.
   */
  readStorage(keys: readonly Bytes[], at: BlockHash, options?: ReadOptions): Promise<readonly (Bytes | undefined)[]>;
  /**
   * One JSON-RPC request, for what storage cannot answer (transactions, polkadot-js). Waits until the chain is followed:
   * smoldot answers nothing behind a request that it cannot answer before.
   */
  request(method: string, params: readonly unknown[], options?: ReadOptions): Promise<unknown>;
  /** One JSON-RPC subscription; waits like `request`. The listener may be called before the promise settles; never after `close` or `ended`. */
  subscribeRpc(
    method: string,
    params: readonly unknown[],
    listener: (result: unknown) => void,
    options?: ReadOptions,
  ): Promise<RpcSubscription>;
  /** Text to hand to the next start so that it need not sync from the beginning; undefined before `following`. */
  exportDatabase(): Promise<string | undefined>;
  /** Ends the engine and frees its worker. Idempotent. */
  close(): Promise<void>;
}

/** One line of the subnet list, read at one block; root (0) is one of them. Amounts are rao, times are blocks. */
export interface SubnetSummary {
  readonly netuid: number;
  /** What the subnet calls itself, else `Subnet 7`; `root` for root. At most 64 printable characters. */
  readonly name: string;
  readonly symbol: string;
  readonly n: number;
  readonly maxAllowedUids: number;
  readonly maxAllowedValidators: number;
  readonly validators: number;
  readonly registeredAt: bigint;
  readonly ownerHotkey: Bytes;
  readonly ownerColdkey: Bytes;
  /** 1 = dynamic pool, 0 = stable. */
  readonly poolMechanism: number;
  readonly taoInPoolRao: bigint;
  readonly alphaInPoolRao: bigint;
  /** Spot price by reserves and weights, rao per whole alpha, truncated; 10^9 in a stable pool, 0 in an empty one. */
  readonly priceRao: bigint;
  readonly alphaOutRao: bigint;
  /** I96F32 bits. */
  readonly movingPriceBits: bigint;
  readonly emissionEnabled: boolean;
  readonly burnRao: bigint;
  readonly epoch: EpochClock;
}

/** Where a subnet stands between two epochs. */
export interface EpochClock {
  readonly tempoBlocks: number;
  readonly lastEpochBlock: number;
  /** 0 = none pending. */
  readonly pendingEpochAt: number;
  readonly epochIndex: bigint;
  /** `LastMechansimStepBlock`: the block of the last epoch that ran. 0 = never. */
  readonly lastStepBlock: number;
  readonly blocksSinceLastStep: number;
}

export interface SubnetList {
  readonly at: BlockRef;
  readonly subnets: readonly SubnetSummary[];
}

/** One row per uid, as columns. All arrays have length `n`. */
export interface Metagraph {
  readonly netuid: number;
  readonly at: BlockRef;
  readonly n: number;
  readonly hotkeys: readonly Bytes[];
  readonly coldkeys: readonly Bytes[];
  readonly active: readonly boolean[];
  readonly validatorPermit: readonly boolean[];
  /** u16 fractions of 65535, as the last epoch stored them. */
  readonly stakeWeight: Uint16Array;
  readonly validatorTrust: Uint16Array;
  readonly consensus: Uint16Array;
  readonly incentive: Uint16Array;
  readonly dividends: Uint16Array;
  /** Rao per epoch. */
  readonly emission: BigUint64Array;
  /** Rao after parents and children. */
  readonly alphaStake: BigUint64Array;
  readonly taoStake: BigUint64Array;
  /** Whole rao that the epoch weighs with: alpha + TaoWeight·tao. */
  readonly totalStake: BigUint64Array;
  readonly lastUpdate: BigUint64Array;
  readonly blockAtRegistration: BigUint64Array;
  /** `ip:port` where an axon is announced, else empty. */
  readonly axons: readonly string[];
}

/** One hyperparameter as it stands, ready to be explained. */
export interface Hyperparameter {
  /** The storage item's name on the chain: `Kappa`. */
  readonly name: string;
  readonly value: bigint | boolean | readonly number[];
  /** How to read the value: `blocks`, `/65535`, `/10^6`, `rao`, … */
  readonly unit: string;
  /** One sentence from the schema. */
  readonly docs: string;
}

/** Inputs of an epoch, read at the parent block, and what the chain made of them, read at the block itself. */
export interface EpochRecord {
  readonly netuid: number;
  readonly epochIndex: bigint;
  readonly parent: BlockRef;
  readonly block: BlockRef;
  readonly input: SubnetEpochInput;
  readonly stored: StoredEpoch;
}
