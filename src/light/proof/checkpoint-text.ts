/**
 * Checkpoints as text, to be kept, shipped, given away and brought along; the layout is in `checkpoint.ts`.
 *
 * Reading is strict: sizes before contents, every member by name, and members that must agree do agree: a header at the
 * anchor's height is the anchor, one of height 0 is the genesis. What no reading can tell is whether a checkpoint is
 * true; that is why people see its hash, its age and who made it.
 */
import type { BlockHash } from '../../chain/block-ref.ts';
import type { Bytes } from '../../chain/bytes.ts';
import { fromHex, toHex } from '../../chain/bytes.ts';
import { ChainError } from '../../chain/error.ts';
import type { Authority } from '../../chain/grandpa.ts';
import { MAX_AUTHORITIES } from '../../chain/grandpa.ts';
import { decodeHeader, headerHash } from '../../chain/header.ts';
import { JsonPlace } from '../../chain/json.ts';
import { LightError } from '../errors.ts';
import type { TrustAnchor } from '../types.ts';
import type { Checkpoint } from './checkpoint.ts';

const FORMAT = 'yumalight-checkpoint';
const VERSION = 1;
/** The largest real ones (a thousand voters and authors) take 200 000. */
export const MAX_CHECKPOINT_CHARS = 256 * 1024;
const MAX_SOURCES = 64;
const MAX_SOURCE_CHARS = 256;
const CHAIN_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const KEY_BYTES = 32;
const HASH_BYTES = 32;
const U64_MAX = 2n ** 64n - 1n;
const U32_MAX = 2 ** 32 - 1;
/** The last moment that a `Date` can name. */
const MAX_TIME_MS = 8.64e15;
const ANCHOR_KINDS: readonly TrustAnchor['kind'][] = ['genesis', 'pinned', 'imported', 'servers'];

export { assertForChain, checkpointAge } from './checkpoint-policy.ts';

export function encodeCheckpoint(checkpoint: Checkpoint): string {
  const { chainId, genesisHash, headerBytes, grandpa, auraAuthorities, takenAtMs, anchor } = checkpoint;
  const { block, ...rest } = anchor;
  const json = {
    format: FORMAT,
    version: VERSION,
    chain: chainId,
    genesisHash,
    header: toHex(headerBytes),
    grandpa: {
      setId: String(grandpa.setId),
      authorities: grandpa.authorities.map(({ publicKey, weight }) => [toHex(publicKey), String(weight)]),
    },
    aura: auraAuthorities.map(toHex),
    takenAtMs,
    anchor: {
      kind: rest.kind,
      number: block.number,
      hash: block.hash,
      takenAtMs: rest.takenAtMs,
      sources: rest.sources,
      isConfirmed: rest.isConfirmed,
    },
  };
  return JSON.stringify(json, null, 1);
}

/** @throws LightError `checkpoint/malformed`, `checkpoint/other-version` */
export function decodeCheckpoint(text: string): Checkpoint {
  if (text.length > MAX_CHECKPOINT_CHARS) {
    throw malformed(`it has ${text.length} characters, at most ${MAX_CHECKPOINT_CHARS} are read`);
  }
  try {
    const checkpoint = readCheckpoint(JsonPlace.of(JSON.parse(text), 'checkpoint'));
    assertConsistent(checkpoint);
    return checkpoint;
  } catch (error) {
    if (error instanceof ChainError || error instanceof SyntaxError) throw malformed(error.message, error);
    throw error;
  }
}

function readCheckpoint(place: JsonPlace): Checkpoint {
  if (place.get('format').text() !== FORMAT) throw malformed('it is a file of another kind');
  const version = place.get('version').u32();
  if (version !== VERSION) {
    throw new LightError(
      'checkpoint/other-version',
      `This checkpoint is of version ${version} of its format; this page reads version ${VERSION}.`,
      { data: { version } },
    );
  }
  const chainId = place.get('chain').text();
  if (!CHAIN_ID.test(chainId)) throw malformed('its chain has no usable name');
  const grandpa = place.get('grandpa');
  return {
    chainId,
    genesisHash: readHash(place.get('genesisHash')),
    headerBytes: readHex(place.get('header')),
    grandpa: {
      setId: grandpa.get('setId').u64(),
      authorities: nonEmpty(grandpa.get('authorities')).map(readAuthority),
    },
    auraAuthorities: nonEmpty(place.get('aura')).map(readKey),
    takenAtMs: readTime(place.get('takenAtMs')),
    anchor: readAnchor(place.get('anchor')),
  };
}

function readAuthority(place: JsonPlace): Authority {
  const [key, weight] = place.pair();
  return { publicKey: readKey(key), weight: weight.bigint(1n, U64_MAX) };
}

function readAnchor(place: JsonPlace): TrustAnchor {
  const kind = ANCHOR_KINDS.find((known) => known === place.get('kind').text());
  if (!kind) throw place.get('kind').error('out-of-range', `one of ${ANCHOR_KINDS.join(', ')}`);
  return {
    kind,
    block: { number: place.get('number').integer(0, U32_MAX), hash: readHash(place.get('hash')) },
    takenAtMs: readTime(place.get('takenAtMs')),
    sources: place.get('sources').list(MAX_SOURCES).map(readSource),
    isConfirmed: place.get('isConfirmed').bool(),
  };
}

function readSource(place: JsonPlace): string {
  const source = place.text();
  if (!/^[\x21-\x7e]+$/.test(source) || source.length > MAX_SOURCE_CHARS) {
    throw place.error('out-of-range', `an address of at most ${MAX_SOURCE_CHARS} characters`);
  }
  return source;
}

const readTime = (place: JsonPlace): number => place.integer(0, MAX_TIME_MS);

function nonEmpty(place: JsonPlace): readonly JsonPlace[] {
  const list = place.list(MAX_AUTHORITIES);
  if (list.length === 0) throw place.error('out-of-range', `1 to ${MAX_AUTHORITIES} authorities`);
  return list;
}

function readKey(place: JsonPlace): Bytes {
  const key = readHex(place);
  if (key.length !== KEY_BYTES) throw place.error('out-of-range', `a key of ${KEY_BYTES} bytes`);
  return key;
}

function readHash(place: JsonPlace): BlockHash {
  const hash = readHex(place);
  if (hash.length !== HASH_BYTES) throw place.error('out-of-range', `a hash of ${HASH_BYTES} bytes`);
  return toHex(hash);
}

function readHex(place: JsonPlace): Bytes {
  const text = place.text();
  if (!text.startsWith('0x')) throw place.error('wrong-type', 'hex that begins with 0x');
  return fromHex(text);
}

/** @throws LightError `checkpoint/malformed`, ChainError for a header that is none. */
function assertConsistent({ headerBytes, genesisHash, grandpa, anchor }: Checkpoint): void {
  const { number } = decodeHeader(headerBytes);
  const hash = toHex(headerHash(headerBytes));
  const { block, kind, isConfirmed } = anchor;
  if (number === 0 && hash !== genesisHash) throw malformed('its header is of another genesis block');
  if (block.number === 0 && block.hash !== genesisHash) throw malformed('its anchor is another genesis block');
  if (kind === 'genesis' && block.number !== 0) throw malformed('its anchor is no genesis block');
  if (block.number > number) throw malformed('its anchor comes after its header');
  if (block.number === number && block.hash !== hash) throw malformed('its header is not that of its anchor');
  if (!isConfirmed && kind !== 'servers') throw malformed('only what servers say waits for being confirmed');
  const voters = new Set(grandpa.authorities.map(({ publicKey }) => toHex(publicKey)));
  if (voters.size < grandpa.authorities.length) throw malformed('a voter is named twice');
}

function malformed(why: string, cause?: unknown): LightError {
  return new LightError('checkpoint/malformed', `This is no checkpoint that can be used: ${why}.`, { cause });
}
