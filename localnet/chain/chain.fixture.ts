/** Chains for tests: in memory or on disk, without a real runtime blob and with a clock that the test holds. */

import type { Bytes } from '../../src/chain/bytes.ts';
import { encodeCall, encodeSignedExtrinsic, signingPayload } from '../../src/chain/extrinsic.ts';
import type { KeyPair } from '../../src/chain/keys.ts';
import { sr25519Sign } from '../../src/chain/keys.ts';
import type { EventRecord, Extra, RuntimeCall, StorageItem } from '../../src/chain/schema/index.ts';
import { IMMORTAL, storage } from '../../src/chain/schema/index.ts';
import type { Trie } from '../../src/chain/trie/index.ts';
import type { Cast } from '../residents/index.ts';
import { authorities, createCast, foundingEntries, heldAuthorities, playResidents } from '../residents/index.ts';
import { State } from '../state.ts';
import type { Block, ChainView } from '../types.ts';
import { Chain, type ChainOptions } from './chain.ts';
import type { Founding } from './founding.ts';
import { genesisState } from './genesis.ts';
import { openMemoryStore } from './memory-store.ts';
import type { Store } from './store.ts';

export const SEED = 'test';
export const BLOCK_TIME_MS = 1000;
export const VERSION = { specVersion: 424, transactionVersion: 1 } as const;
/** 2026-01-01, as a slot. */
export const FIRST_SLOT = 1_767_225_600n;

export const testCast: Cast = createCast(SEED);
const testEntries = foundingEntries(testCast);
/** Who a test chain begins with, and whose keys are at hand. */
export const testAuthorities = authorities();
export const testHeld = heldAuthorities();

/** The frame of the genesis, with a runtime that nobody runs. */
export const testGenesis = (): Trie =>
  genesisState({ ...testAuthorities, code: new Uint8Array(40), specVersion: VERSION.specVersion });

/** The test cast, at home from the first block on. */
export const testFounding = (number = 1): Founding => ({ number, entries: () => testEntries });

/** Nobody at home: blocks of next to no work, where many are needed. */
export const emptyFounding = (number = 1): Founding => ({ number, entries: () => [] });

export function openTestChain(
  store: Store = openMemoryStore(),
  founding = testFounding(),
  more: Partial<Pick<ChainOptions, 'onBug' | 'genesisSetId' | 'justificationPeriod'>> = {},
): Promise<Chain> {
  return Chain.open({
    store,
    authorities: testHeld,
    blockTimeMs: BLOCK_TIME_MS,
    version: VERSION,
    genesis: testGenesis,
    founding,
    ...more,
  });
}

/** A chain with residents and `blocks` finalized blocks. */
export async function playedTestChain(blocks: number, store?: Store): Promise<Chain> {
  const chain = await openTestChain(store);
  playResidents({ chain, residents: testCast.residents, seed: SEED, version: VERSION });
  await produceBlocks(chain, blocks);
  await chain.finalizeTo(chain.best.number);
  return chain;
}

/** Makes `count` blocks in the slots after the best one's. */
export function produceBlocks(chain: Chain, count: number): Block {
  for (let i = 0; i < count; i++) chain.produce(chain.best.number === 0 ? FIRST_SLOT : chain.lastSlot + 1n);
  return chain.best;
}

/** What `block`'s state says. */
export function valueAt<K extends readonly unknown[], S, A>(
  block: Block,
  item: StorageItem<K, S, A>,
  ...keys: K
): S | A {
  return new State(block.state!).get(item, ...keys);
}

export const eventsOf = (block: Block): readonly EventRecord[] => valueAt(block, storage.System.Events);

/** The names of the events of one extrinsic: `Balances.Transfer`. */
export function eventNames(block: Block, extrinsic: number): string[] {
  return eventsOf(block)
    .filter(({ phase }) => phase.type === 'ApplyExtrinsic' && phase.value[0] === extrinsic)
    .map(({ event }) => `${event.type}.${(event.value[0] as { readonly type: string }).type}`);
}

/** A signed extrinsic for the next block; parts of what is signed can be replaced. */
export function sign(
  chain: ChainView,
  pair: KeyPair,
  call: RuntimeCall,
  {
    genesisHash = chain.genesis.hash,
    eraBlockHash = chain.genesis.hash,
    specVersion = VERSION.specVersion,
    transactionVersion = VERSION.transactionVersion,
    ...given
  }: Partial<Extra> & {
    readonly genesisHash?: Bytes;
    readonly eraBlockHash?: Bytes;
    readonly specVersion?: number;
    readonly transactionVersion?: number;
  } = {},
): Bytes {
  const extra: Extra = {
    era: IMMORTAL,
    nonce: valueAt(chain.best, storage.System.Account, pair.publicKey).nonce,
    tip: 0n,
    metadataHashMode: { type: 'Disabled', value: undefined },
    ...given,
  };
  const implicit = { specVersion, transactionVersion, genesisHash, eraBlockHash, metadataHash: undefined };
  const callBytes = encodeCall(call);
  const signature = sr25519Sign(
    pair.secretKey,
    signingPayload({ call: callBytes, extra, implicit }),
    new Uint8Array(32),
  );
  return encodeSignedExtrinsic({ signer: pair.publicKey, sr25519Signature: signature, extra, call: callBytes });
}

export const remark = (bytes = 3): RuntimeCall => ({
  type: 'System',
  value: [{ type: 'remark', value: { remark: new Uint8Array(bytes) } }],
});

export const transfer = (to: Bytes, value: bigint): RuntimeCall => ({
  type: 'Balances',
  value: [{ type: 'transfer_keep_alive', value: { dest: { type: 'Id', value: [to] }, value } }],
});

export const setWeightsCall = (netuid: number, dests: readonly number[], weights: readonly number[]): RuntimeCall => ({
  type: 'SubtensorModule',
  value: [{ type: 'set_weights', value: { netuid, dests, weights, version_key: 0n } }],
});
