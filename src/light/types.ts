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
import type { Label } from '../chain/label.ts';
import type { StoredEpoch, SubnetEpochInput } from '../chain/yuma/types.ts';

export type { BlockHash, BlockRef } from '../chain/block-ref.ts';
export type { StoredEpoch } from '../chain/yuma/types.ts';

export type EngineKind = 'smoldot' | 'substrate-connect' | 'proof';
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
  /** What reads of this engine may be called now: `claimed` where the anchor or the finality is not to be relied on yet. */
  readonly label: Label;
  /** What the engine checks by itself and against what; undefined for light clients that do not tell. */
  readonly trust: TrustStatus | undefined;
  /** The servers that the engine knows, in the order given; empty for light clients that find their own. */
  readonly servers: readonly ServerStatus[];
  /** The runtime that the chain runs now, as proved state says; undefined until it was read. */
  readonly specVersion: number | undefined;
  /** Why it has failed, or (`light/no-finality`) what keeps it from its first finalized block; undefined while all is well. */
  readonly failure: Failure | undefined;
}

/** Who or what a session's trust in the chain begins with. */
export interface TrustAnchor {
  /**
   * - `genesis`: the chain's own specification, as served with this page
   * - `pinned`: shipped with the page, made when it was released
   * - `imported`: from a file that the person chose
   * - `servers`: several servers named the same block at the first visit
   */
  readonly kind: 'genesis' | 'pinned' | 'imported' | 'servers';
  readonly block: BlockRef;
  /** Wall-clock ms at which it was made. */
  readonly takenAtMs: number;
  /** Addresses of the servers that agreed; empty unless `servers` or made from servers. */
  readonly sources: readonly string[];
  /** False only for `servers` until the person has confirmed it: what rests on it is `claimed`. */
  readonly isConfirmed: boolean;
}

/** What the proof engine has checked. Counts are since the engine was opened. */
export interface TrustStatus {
  readonly anchor: TrustAnchor;
  /** The last block whose GRANDPA votes were checked here. */
  readonly justified: BlockRef;
  readonly setId: bigint;
  readonly voters: number;
  /**
   * How the finalized block of the status is known to stay: by votes of GRANDPA, or (no votes are served for it yet) by
   * more than two thirds of the block authors having built on it.
   */
  readonly finality: 'grandpa' | 'authors';
  /** The last block that was taken for final because authors had built on it, and is not: votes or authors went elsewhere. */
  readonly overruled?: BlockRef;
  /** Distinct block authors that have built on the finalized block, of so many. */
  readonly confirmations: { readonly authors: number; readonly of: number };
  readonly headersChecked: number;
  readonly sealsChecked: number;
  readonly votesChecked: number;
}

export type ServerState = 'connecting' | 'ready' | 'lagging' | 'limited' | 'refused' | 'unreachable';

/** One server as the proof engine sees it. */
export interface ServerStatus {
  /** `wss://…` or a multiaddr. */
  readonly address: string;
  readonly transport: 'json-rpc' | 'libp2p';
  /**
   * - `lagging`: its finalized block is behind that of others
   * - `limited`: it asked us to come less often
   * - `refused`: it said something that is provably wrong
   * - `unreachable`: no connection
   */
  readonly state: ServerState;
  /** 0 (never asked) … 100 (asked first). */
  readonly score: number;
  /** The finalized block that it claims. */
  readonly finalizedNumber: number | undefined;
  /** Moving average over answers, ms. */
  readonly latencyMs: number | undefined;
  readonly receivedBytes: number;
  readonly answers: number;
  readonly failures: number;
  /** Why it is not used and when it is tried again. */
  readonly failure: Failure | undefined;
}

/** A chain as a light client is given it. */
export interface ChainSpec {
  /** Stable name in addresses and storage: `localnet`, `finney`. */
  readonly id: string;
  readonly name: string;
  /** The Substrate chain specification, as text; hostile until the engine accepted it. */
  readonly specText: string;
}

/** How an engine finds its chain, and what it may take for granted about it. */
export interface ChainSource extends Omit<ChainSpec, 'specText'> {
  /** Undefined: there is none, and only the proof engine can follow the chain. */
  readonly specText: string | undefined;
  /** Where untrusted servers are: WebSocket URLs of JSON-RPC servers, multiaddrs of full nodes. */
  readonly servers: readonly string[];
  /** Pinned; undefined where only the specification tells (localnet). */
  readonly genesisHash: BlockHash | undefined;
  /** GRANDPA set id of the genesis authorities: 0, finney 3, testnet 2. */
  readonly genesisSetId: bigint;
  /** Nodes keep the votes for every such block: 512. */
  readonly justificationPeriod: number;
  readonly blockTimeMs: number;
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
   * One JSON-RPC request, for what storage cannot answer (polkadot-js). Waits until the chain is followed: smoldot answers
   * nothing behind a request that it cannot answer before. What the proof engine answers here is what a server said.
   * @throws LightError `light/unsupported` where no server speaks JSON-RPC.
   */
  request(method: string, params: readonly unknown[], options?: ReadOptions): Promise<unknown>;
  /** One JSON-RPC subscription; waits like `request`. The listener may be called before the promise settles; never after `close` or `ended`. */
  subscribeRpc(
    method: string,
    params: readonly unknown[],
    listener: (result: unknown) => void,
    options?: ReadOptions,
  ): Promise<RpcSubscription>;
  /** The extrinsics of a finalized block with their length prefixes, checked against its header. @throws as `readStorage`. */
  readBody(at: BlockRef, options?: ReadOptions): Promise<readonly Bytes[]>;
  /**
   * Hands an extrinsic (with its length prefix) to the network; resolves when somebody took it. That it is in a block is
   * another matter: see `transactions`.
   * @throws LightError `light/rpc-refused` with the pool's reason in `data`, and what requests throw.
   */
  submit(extrinsic: Bytes, options?: ReadOptions): Promise<void>;
  /** The computer woke up or is online again: connections are tried at once, not at their next turn. */
  wake(): void;
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
