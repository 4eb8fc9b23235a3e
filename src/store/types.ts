/**
 * Contracts of `src/store`: what the page remembers, so that it opens without a network.
 *
 * What is of a chain is keyed by genesis hash: a localnet that was started anew is another chain. Settings are of this
 * device. Nothing secret is kept here.
 */
import type { BlockRef } from '../chain/block-ref.ts';
import type { Failure } from '../chain/failure.ts';
import type { Label } from '../chain/label.ts';

/** A value with its label, the block that it was read at, and when. */
export interface Snapshot<T> {
  readonly label: Label;
  readonly chainId: string;
  readonly genesisHash: string;
  readonly at: BlockRef;
  /** Wall-clock ms at which it was read or imported. */
  readonly takenAtMs: number;
  readonly value: T;
}

/** What a snapshot is of: `subnets`, `subnet/3`, `audit/3`. One slot holds one snapshot, the newest. */
export type SnapshotSlot = string;

export interface StoredSnapshot {
  readonly slot: SnapshotSlot;
  readonly snapshot: Snapshot<unknown>;
}

/** The chain that was followed last under an id, enough to start again without the server that told of it. */
export interface RememberedChain {
  readonly chainId: string;
  readonly name: string;
  /** Undefined: the chain has none, and is followed from a checkpoint. */
  readonly specText: string | undefined;
  /** Where untrusted servers were. */
  readonly servers: readonly string[];
  readonly genesisSetId: number;
  readonly justificationPeriod: number;
  readonly genesisHash: string | undefined;
}

/** What a setting is of: who computes, how fast that is on this machine, and a person's own servers of a chain. */
export type SettingName = 'compute-engine' | 'compute-calibrations' | `servers/${string}`;

/** Whose state it is: light clients do not read each other's. */
export type DatabaseName = 'smoldot' | 'proof';

export interface Store {
  /** `memory`: the browser keeps nothing for us; all is gone with the tab. */
  readonly kind: 'indexeddb' | 'memory';
  /** Why nothing is kept; undefined for `indexeddb`. */
  readonly failure: Failure | undefined;
  saveSnapshot(slot: SnapshotSlot, snapshot: Snapshot<unknown>): Promise<void>;
  /** All snapshots of a chain, in the order of their slots. */
  loadSnapshots(genesisHash: string): Promise<readonly StoredSnapshot[]>;
  saveChain(chain: RememberedChain): Promise<void>;
  loadChain(chainId: string): Promise<RememberedChain | undefined>;
  /** Forgets a chain with its specification and the person's own servers of it; figures stay by their genesis hash. */
  forgetChain(chainId: string): Promise<void>;
  /** Sync state of a light client, opaque text, one per chain and light client. `undefined` forgets it. */
  saveDatabase(genesisHash: string, name: DatabaseName, text: string | undefined): Promise<void>;
  loadDatabase(genesisHash: string, name: DatabaseName): Promise<string | undefined>;
  /** Followed transactions by the hex of their hash; whoever loads them decodes them as if a stranger had written them. */
  saveTransaction(genesisHash: string, hash: string, transaction: unknown): Promise<void>;
  loadTransactions(genesisHash: string): Promise<readonly unknown[]>;
  forgetTransaction(genesisHash: string, hash: string): Promise<void>;
  /** Drops all that is kept about chains other than this one under the same id. */
  forgetOthers(chainId: string, genesisHash: string): Promise<void>;
  /** Any value that structured-clones; whoever loads it decodes it as if a stranger had written it. */
  saveSetting(name: SettingName, value: unknown): Promise<void>;
  loadSetting(name: SettingName): Promise<unknown>;
  close(): void;
}
