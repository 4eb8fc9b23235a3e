/**
 * The genesis state: the frame that a chain needs to make blocks and a light client to follow them, and nothing else.
 *
 *   :code · System's frame · Aura and GRANDPA authorities · Sudo key
 *
 * A light client reads all of it at every start, so accounts and subnets come in with the first block (`founding.ts`).
 */
import type { Bytes } from '../../src/chain/bytes.ts';
import type { KeyPair } from '../../src/chain/keys.ts';
import { storage } from '../../src/chain/schema/index.ts';
import { Trie } from '../../src/chain/trie/index.ts';
import { devAccount } from '../residents/index.ts';
import { CODE_KEY, SPEC_NAME } from '../runtime/index.ts';
import { applyChanges, State } from '../state.ts';

const { System, Aura, Grandpa, Sudo } = storage;

export interface GenesisOptions {
  readonly aura: readonly KeyPair[];
  readonly grandpa: readonly KeyPair[];
  /** The runtime blob. */
  readonly code: Bytes;
  readonly specVersion: number;
}

export function genesisState({ aura, grandpa, code, specVersion }: GenesisOptions): Trie {
  const state = new State(Trie.empty(1));
  state.putRaw(CODE_KEY, code);
  putFrame(state, specVersion);
  state.put(
    Aura.Authorities,
    aura.map(({ publicKey }) => publicKey),
  );
  state.put(
    Grandpa.Authorities,
    grandpa.map(({ publicKey }) => [publicKey, 1n] as const),
  );
  state.put(Grandpa.CurrentSetId, 0n);
  state.put(Sudo.Key, devAccount('Alice'));
  return applyChanges(Trie.empty(1), state.changes());
}

/** What Substrate notes before the first block; its placeholder for a hash is 0x45 throughout. */
function putFrame(state: State, specVersion: number): void {
  const placeholder = new Uint8Array(32).fill(0x45);
  state.put(System.BlockHash, 0, placeholder);
  state.put(System.ParentHash, placeholder);
  state.put(System.Number, 0);
  state.put(System.LastRuntimeUpgrade, { spec_version: specVersion, spec_name: SPEC_NAME });
  state.put(System.UpgradedToU32RefCount, true);
  state.put(System.UpgradedToTripleRefCount, true);
}
