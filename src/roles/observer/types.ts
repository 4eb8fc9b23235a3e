/**
 * The observer: follows a chain, keeps what it proved, and audits every epoch.
 *
 * The page talks to it through one event stream out (`ObserverEvent`) and a few commands in (`Observer`). In a second tab
 * the observer is a follower: it shows what the leading tab verifies and takes over when that tab closes.
 */
import type { Failure } from '../../chain/failure.ts';
import type { Label } from '../../chain/label.ts';
import type { AuditDifference } from '../../chain/yuma/types.ts';
import type { EngineName, EngineSetting } from '../../gpu/index.ts';
import type { TrackableTransaction, TrackedTransaction } from '../../light/transactions/index.ts';
import type { BlockRef, EngineKind, EngineStatus, Hyperparameter, Metagraph, SubnetList } from '../../light/types.ts';
import type { Snapshot } from '../../store/types.ts';

export type { AuditDifference } from '../../chain/yuma/types.ts';
export type { EngineSetting } from '../../gpu/index.ts';
export type { Snapshot } from '../../store/types.ts';

/** All that a subnet page shows. */
export interface SubnetView {
  readonly metagraph: Metagraph;
  readonly hyperparameters: readonly Hyperparameter[];
}

export interface Audit {
  readonly netuid: number;
  readonly epochIndex: bigint;
  readonly parent: BlockRef;
  readonly block: BlockRef;
  /** Which engine recomputed it; the slowest where several took part. */
  readonly engine: ComputeEngineName;
  /** What the engines took, without preparing and comparing. */
  readonly computeMs: number;
  /** Uids compared, and how many of them agree in every field. */
  readonly uids: number;
  readonly equalUids: number;
  /** Fields compared, in the order shown. */
  readonly fields: readonly string[];
  /** The first differences, at most `MAX_DIFFERENCES`; empty when equal. */
  readonly differences: readonly AuditDifference[];
  readonly differenceCount: number;
  /** Label of the inputs and of what they were compared with. */
  readonly label: Label;
}

export type ComputeEngineName = EngineName;

/** Which engine computes and why. */
export interface ComputeStatus {
  /** What a person chose, or the address of the page. */
  readonly setting: EngineSetting;
  /** Who computed last; undefined before the first audit. */
  readonly engine: ComputeEngineName | undefined;
  /** Adapter or CPU in words. */
  readonly device: string;
  /** An engine that is being opened, tested and measured. */
  readonly opening: ComputeEngineName | undefined;
  /** Why engines that the setting allows are not used. */
  readonly failures: readonly Failure[];
  /** What a usual epoch takes on each engine that was measured on this device. */
  readonly expected: readonly { readonly engine: ComputeEngineName; readonly ms: number }[];
}

export type TabRole = 'leader' | 'follower' | 'electing';

export interface StorageStatus {
  /** `none`: nothing can be kept; the page works, but not offline. */
  readonly state: 'opening' | 'ready' | 'none';
  readonly failure: Failure | undefined;
}

/** A transaction that is followed, and where it stands in words. */
export interface FollowedTransaction extends TrackedTransaction {
  readonly words: Failure;
}

export type ObserverEvent =
  | { readonly type: 'engine'; readonly status: EngineStatus }
  | { readonly type: 'subnets'; readonly snapshot: Snapshot<SubnetList> }
  | { readonly type: 'subnet'; readonly snapshot: Snapshot<SubnetView> }
  | { readonly type: 'audit'; readonly snapshot: Snapshot<Audit> }
  /** An audit is under way (or waits); shown with what is being waited for. */
  | { readonly type: 'auditing'; readonly netuid: number; readonly detail: string }
  /** Something did not work. `netuid` says which page it concerns; undefined = the whole chain. */
  | { readonly type: 'failure'; readonly netuid: number | undefined; readonly failure: Failure }
  /** The proof engine has no checkpoint and asks servers for one, or a person asked to compare. */
  | { readonly type: 'checkpoint'; readonly search: CheckpointSearch }
  /** The runtime of the finalized head; `detail` is a sentence where it is not one that this page was made for. */
  | { readonly type: 'runtime'; readonly specVersion: number | undefined; readonly detail: string }
  /** Transactions of this chain that are followed, oldest first. */
  | { readonly type: 'transactions'; readonly transactions: readonly FollowedTransaction[] }
  | { readonly type: 'compute'; readonly status: ComputeStatus }
  | { readonly type: 'tab'; readonly role: TabRole }
  | { readonly type: 'storage'; readonly status: StorageStatus };

/** An engine on a chain: whether it can follow it, and why or why not, in a sentence for people. */
export interface EngineOffer {
  readonly kind: EngineKind;
  readonly isOffered: boolean;
  readonly reason: string;
}

/** One line of the chain registry (`public/chains.json`), or a chain that a person added. */
export interface ChainEntry {
  readonly id: string;
  readonly name: string;
  /** Where the chain specification is served, relative to the page; undefined: there is none. */
  readonly specUrl: string | undefined;
  /** Where the addresses of a network that runs on this machine are served, relative to the page. */
  readonly serversUrl: string | undefined;
  /** WebSocket URLs of JSON-RPC servers and multiaddrs of full nodes, none of them trusted. */
  readonly servers: readonly string[];
  /** A checkpoint that was shipped with this page, relative to it. */
  readonly checkpointUrl: string | undefined;
  readonly genesisHash: string | undefined;
  /** GRANDPA set id of the genesis authorities. */
  readonly genesisSetId: number;
  readonly justificationPeriod: number;
  readonly blockTimeMs: number;
  readonly engines: readonly EngineOffer[];
}

/** How a checkpoint is being found among servers, and what each of them said. */
export interface CheckpointSearch {
  /** `agreed`: enough servers named the same block; `differ`: they did not, and nothing is taken from any of them. */
  readonly state: 'searching' | 'agreed' | 'differ' | 'failed';
  readonly answers: readonly {
    readonly address: string;
    readonly block: BlockRef | undefined;
    readonly failure: Failure | undefined;
  }[];
  readonly failure: Failure | undefined;
}

export interface ObserverOptions {
  readonly chain: ChainEntry;
  readonly engine: EngineKind;
  /** Has the GPU compute, also an imitated one (SwiftShader), whatever was chosen: for tests, never by default. */
  readonly forceSoftwareGpu: boolean;
}

/** What a block did, in words, as polkadot-js decodes it. */
export interface BlockInWords {
  readonly at: BlockRef;
  readonly label: Label;
  readonly extrinsics: readonly {
    readonly index: number;
    readonly section: string;
    readonly method: string;
    /** SS58 address; undefined for inherents. */
    readonly signer: string | undefined;
    readonly success: boolean;
  }[];
  /** Number of events in the block. */
  readonly events: number;
}

export interface Observer {
  /** Replays the present state as events, then sends what changes. Returns how to stop. */
  subscribe(listener: (event: ObserverEvent) => void): () => void;
  /** Keeps the subnet's metagraph and audits fresh while at least one watcher is there. Returns how to stop watching. */
  watchSubnet(netuid: number): () => void;
  /** Restarts the engine, after a failure or to change its kind. A tab that follows asks the leading one to. */
  restart(kind: EngineKind): void;
  /** The page was shown again, the computer woke up or is online again: what waits for its next turn has it now. */
  wake(): void;
  /** The proof engine's newest checkpoint as text, to be kept or given away. @throws LightError if there is none yet. */
  exportCheckpoint(): Promise<string>;
  /** Begins anew from a checkpoint of the person's choice. @throws LightError `checkpoint/…` if it is none of this chain. */
  importCheckpoint(text: string): Promise<void>;
  /** The person has compared the checkpoint that servers agreed on: what rests on it may be called proved. */
  confirmCheckpoint(): Promise<void>;
  /** Asks all servers for a checkpoint again and compares; told by `checkpoint` events. Changes nothing by itself. */
  compareCheckpoint(): Promise<void>;
  /** Forgets the checkpoint and begins from the registry's, the specification or the servers. */
  resetCheckpoint(): Promise<void>;
  /** Hands a signed transaction over and follows it, also after a reload; told by `transactions` events. */
  submitTransaction(signed: TrackableTransaction): Promise<TrackedTransaction>;
  /** Replaces the servers of this chain by the person's own; an empty list restores the registry's. */
  chooseServers(addresses: readonly string[]): Promise<void>;
  /** Chooses who recomputes epochs, in all tabs, and keeps the choice. An engine that had failed is tried again. */
  chooseEngine(setting: EngineSetting): void;
  /** Decodes the newest finalized block with polkadot-js, which is loaded on the first call. Only the leader can. */
  readLatestBlock(): Promise<BlockInWords>;
  close(): Promise<void>;
}
