/**
 * The checkpoint that needs nobody's word: the genesis block, computed from a raw chain specification.
 *
 *   genesis.raw.top ─→ state trie (V1) ─→ state root ─→ header 0 (no parent, no extrinsics, no digest) ─→ genesis hash
 *                 └──→ Grandpa.Authorities, Aura.Authorities
 *
 * From `sc-chain-spec` (the raw form) and `sp_runtime::traits::Header` of the genesis; vector in the specification of
 * the chain's data. A specification with child tries, or with only a state root, is not usable here.
 */
import type { Bytes } from '../../chain/bytes.ts';
import { fromHex, toHex } from '../../chain/bytes.ts';
import { ChainError } from '../../chain/error.ts';
import type { Header } from '../../chain/header.ts';
import { encodeHeader, headerHash } from '../../chain/header.ts';
import { JsonPlace } from '../../chain/json.ts';
import { decodeValue, storage, storageKey } from '../../chain/schema/index.ts';
import { EMPTY_ROOT, MAX_KEY_BYTES, Trie } from '../../chain/trie/index.ts';
import { LightError } from '../errors.ts';
import type { ChainSource } from '../types.ts';
import type { Checkpoint } from './checkpoint.ts';

/** A localnet's has 0.1 MB, most of it the runtime as hex; this leaves room for a large first state and a full runtime. */
export const MAX_SPEC_CHARS = 64 << 20;
/** Entries of the genesis state; a map of a quarter of a million accounts fits. */
export const MAX_GENESIS_ENTRIES = 1 << 18;
const HASH_BYTES = 32;

/**
 * @param nowMs wall-clock ms, as which the checkpoint is dated: a specification is as fresh as the page that serves it.
 * @throws LightError `checkpoint/bad-spec`, `checkpoint/other-chain` if it is not the pinned chain's.
 */
export function checkpointFromSpec(source: ChainSource, nowMs: number): Checkpoint {
  const state = genesisState(source.specText);
  const headerBytes = encodeHeader(genesisHeader(state.root()));
  const hash = toHex(headerHash(headerBytes));
  if (source.genesisHash !== undefined && hash !== source.genesisHash) {
    const reason = `The chain specification makes the genesis block ${hash}, but ${source.name} has ${source.genesisHash}.`;
    throw new LightError('checkpoint/other-chain', reason, { data: { expected: source.genesisHash, got: hash } });
  }
  return {
    chainId: source.id,
    genesisHash: hash,
    headerBytes,
    grandpa: { setId: source.genesisSetId, authorities: votersOf(state) },
    auraAuthorities: authorsOf(state),
    takenAtMs: nowMs,
    anchor: { kind: 'genesis', block: { number: 0, hash }, takenAtMs: nowMs, sources: [], isConfirmed: true },
  };
}

/** The header of a genesis block with this state. */
export function genesisHeader(stateRoot: Bytes): Header {
  return {
    parentHash: new Uint8Array(HASH_BYTES),
    number: 0,
    stateRoot,
    extrinsicsRoot: EMPTY_ROOT,
    digest: [],
  };
}

function votersOf(state: Trie): Checkpoint['grandpa']['authorities'] {
  const item = storage.Grandpa.Authorities;
  const voters = reading(() => decodeValue(item, state.get(storageKey(item))));
  if (voters.length === 0) throw badSpec('nobody votes in its genesis state');
  return voters.map(([publicKey, weight]) => ({ publicKey, weight }));
}

function authorsOf(state: Trie): readonly Bytes[] {
  const item = storage.Aura.Authorities;
  const authors = reading(() => decodeValue(item, state.get(storageKey(item))));
  if (authors.length === 0) throw badSpec('nobody makes blocks in its genesis state');
  return authors;
}

function genesisState(specText: string | undefined): Trie {
  if (specText === undefined) throw badSpec('there is none for this chain');
  if (specText.length > MAX_SPEC_CHARS) throw badSpec(`it has ${specText.length} characters`);
  return reading(() => {
    const raw = JsonPlace.of(JSON.parse(specText), 'specification').get('genesis').get('raw');
    if (raw.optional('childrenDefault')?.entries(0).length) throw badSpec('it has child tries');
    const entries = new Map(raw.get('top').entries(MAX_GENESIS_ENTRIES).map(readEntry));
    return Trie.empty(1).apply(Array.from(entries, ([key, value]) => [fromHex(key), value] as const));
  });
}

/** The key as lower-case hex: the same key in two spellings is one. */
function readEntry([key, place]: readonly [string, JsonPlace]): readonly [string, Bytes] {
  const value = place.text();
  if (!key.startsWith('0x') || !value.startsWith('0x')) throw place.error('wrong-type', 'hex that begins with 0x');
  if (key.length > 2 + 2 * MAX_KEY_BYTES) throw place.error('too-long', `a key of at most ${MAX_KEY_BYTES} bytes`);
  return [key.toLowerCase(), fromHex(value)];
}

function reading<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof ChainError || error instanceof SyntaxError) throw badSpec(error.message, error);
    throw error;
  }
}

function badSpec(why: string, cause?: unknown): LightError {
  return new LightError('checkpoint/bad-spec', `The chain specification gives no genesis block: ${why}.`, { cause });
}
