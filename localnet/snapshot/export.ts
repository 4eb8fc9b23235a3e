/**
 * Takes a snapshot of any Substrate chain over JSON-RPC, at a finalized block.
 *
 *   keys of each pallet, page by page ─▶ how many there are ─▶ their values, batch by batch ─▶ file
 *
 * Only keys are held in memory. The node is asked, not checked: its answers must have the form that was asked for, but no
 * value is proved unless the whole state is taken (`whole`), whose root a reader computes again.
 */
import type { Bytes } from '../../src/chain/bytes.ts';
import { fromHex, toHex, utf8 } from '../../src/chain/bytes.ts';
import { twox128 } from '../../src/chain/hash.ts';
import { pallets } from '../../src/chain/schema/index.ts';
import type { Entry, SnapshotHeader } from './format.ts';
import { LIMITS, snapshotError } from './format.ts';
import { connectRpc, type RpcClient } from './rpc-client.ts';
import { writeSnapshot } from './write.ts';

export interface ExportOptions {
  readonly url: string;
  readonly out: string;
  /** Hash of a finalized block, hex; left out: the newest. */
  readonly at?: string;
  /** All of the state, with pallets that we do not know and the code. */
  readonly isWhole?: boolean;
  readonly onProgress?: (line: string) => void;
}

/** Most that nodes give at a time. */
const PAGE = 1000;
/** Values asked for at once. */
const BATCH = 500;
/** Keys between two lines of progress. */
const PROGRESS_KEYS = 50_000;
const HEX = /^0x(?:[0-9a-f]{2})*$/;

/** What was written. @throws LocalnetError `snapshot/unreachable`, `snapshot/refused`, `snapshot/bad-answer`, `snapshot/not-final`, `snapshot/too-large`. */
export async function exportState(options: ExportOptions): Promise<SnapshotHeader> {
  const { url, out, isWhole = false, onProgress = () => undefined } = options;
  const rpc = await connectRpc(url);
  try {
    const at = await describeBlock(rpc, options.at);
    onProgress(`${at.chain}: block ${at.blockNumber} ${at.blockHash}`);
    const keys: string[] = [];
    for (const prefix of isWhole ? ['0x'] : palletPrefixes()) {
      await collectKeys(rpc, prefix, at.blockHash, keys, onProgress);
    }
    const header = { ...at, isWhole, count: keys.length };
    await writeSnapshot(out, header, values(rpc, keys, at.blockHash, onProgress));
    return header;
  } finally {
    rpc.close();
  }
}

/** Ascending, so that all keys do. */
const palletPrefixes = (): string[] => pallets.map(({ name }) => toHex(twox128(utf8(name)))).sort();

async function describeBlock(rpc: RpcClient, hash: string | undefined) {
  const head = hexOf(await rpc.ask('chain_getFinalizedHead'), 'the finalized head');
  const blockHash = hash ?? head;
  const [header, finalized] = [await headerOf(rpc, blockHash), await headerOf(rpc, head)];
  const atNumber = await rpc.ask('chain_getBlockHash', header.number);
  if (header.number > finalized.number || atNumber !== blockHash) {
    throw snapshotError('not-final', `block ${blockHash} is not final`);
  }
  return {
    chain: String(await rpc.ask('system_chain')),
    genesisHash: hexOf(await rpc.ask('chain_getBlockHash', 0), 'the genesis hash'),
    blockNumber: header.number,
    blockHash,
    stateRoot: header.stateRoot,
  };
}

async function headerOf(rpc: RpcClient, hash: string) {
  const header = (await rpc.ask('chain_getHeader', hash)) as { number?: unknown; stateRoot?: unknown } | null;
  const number = Number(header?.number);
  if (!header || !Number.isSafeInteger(number)) throw badAnswer(`the node knows no block ${hash}`);
  return { number, stateRoot: hexOf(header.stateRoot, 'the state root') };
}

/** Adds all keys under `prefix` to `keys`, which stays ascending. */
async function collectKeys(
  rpc: RpcClient,
  prefix: string,
  at: string,
  keys: string[],
  onProgress: (line: string) => void,
): Promise<void> {
  for (let start: string | null = null; ; ) {
    const page: unknown = await rpc.ask('state_getKeysPaged', prefix, PAGE, start, at);
    if (!Array.isArray(page) || page.length > PAGE) throw badAnswer('a page of keys is none');
    for (const given of page as readonly unknown[]) {
      const key = hexOf(given, 'a key');
      if (!key.startsWith(prefix) || key <= (keys.at(-1) ?? ''))
        throw badAnswer('keys do not ascend under their prefix');
      keys.push(key);
      if (keys.length % PROGRESS_KEYS === 0) onProgress(`${keys.length} keys`);
    }
    if (keys.length > LIMITS.entries) throw snapshotError('too-large', `more than ${LIMITS.entries} entries`);
    if (page.length < PAGE) return;
    start = keys.at(-1)!;
  }
}

async function* values(
  rpc: RpcClient,
  keys: readonly string[],
  at: string,
  onProgress: (line: string) => void,
): AsyncIterable<Entry> {
  for (let from = 0; from < keys.length; from += BATCH) {
    const asked = keys.slice(from, from + BATCH);
    const answer = (await rpc.ask('state_queryStorageAt', asked, at)) as { changes?: unknown }[] | null;
    const changes: unknown = answer?.[0]?.changes;
    if (!isPairs(changes)) throw badAnswer('values are none');
    // The order is the node's own.
    const byKey = new Map(changes);
    for (const key of asked) yield [fromHex(key), bytesOf(byKey.get(key), `the value of ${key}`)];
    if (Math.floor((from + BATCH) / PROGRESS_KEYS) > Math.floor(from / PROGRESS_KEYS)) {
      onProgress(`${from + asked.length} of ${keys.length} values`);
    }
  }
}

const isPairs = (value: unknown): value is readonly (readonly [unknown, unknown])[] =>
  Array.isArray(value) && value.every((pair) => Array.isArray(pair));

const bytesOf = (value: unknown, what: string): Bytes => fromHex(hexOf(value, what));

function hexOf(value: unknown, what: string): string {
  if (typeof value === 'string' && HEX.test(value)) return value;
  throw badAnswer(`${what} is not hex`);
}

const badAnswer = (reason: string) => snapshotError('bad-answer', `the node's answer cannot be used: ${reason}`);
