/**
 * The store on disk, in LevelDB.
 *
 *   h ++ number   header bytes              n ++ hash    number
 *   b ++ number   body                      g            entries of the genesis state
 *   c ++ number   changes of that block     s ++ key     base state
 *   m             what and how far this is  f            proof of the last finality
 *   p ++ number   proof of that block       v ++ number  empty: voters changed with that block
 *
 * Numbers are big-endian u32, so that keys sort as blocks follow. Each append is one synced batch: after a kill at any
 * moment the database holds a whole number of appends. Changes older than the retained window are folded into the base,
 * and bodies older than theirs deleted, in the same batch that makes them old. The first block's changes are the whole
 * founding, so they are the base at once: the genesis has its state elsewhere.
 */
import { ClassicLevel } from 'classic-level';
import type { Bytes } from '../../src/chain/bytes.ts';
import { concatBytes, equalBytes, toHex, utf8 } from '../../src/chain/bytes.ts';
import { headerHash } from '../../src/chain/header.ts';
import type { Codec } from '../../src/chain/scale/index.ts';
import {
  bytes,
  decode,
  encode,
  fixedBytes,
  option,
  str,
  struct,
  tuple,
  u32,
  u64,
  vec,
} from '../../src/chain/scale/index.ts';
import type { Change } from '../state.ts';
import { LocalnetError } from './error.ts';
import type { ChainParameters, FinalizedBlock, Store, StoredBlock, StoredChain } from './store.ts';
import { RETAINED_BODIES, RETAINED_STATES } from './store.ts';

/** Layout of this file. A database of another layout is refused, never migrated: a localnet is quickly made anew. */
const LAYOUT = 4;
const MAGIC = 'yumalight localnet';

const bodyCodec = vec(bytes);
const changesCodec = vec(tuple(bytes, option(bytes)));
const entriesCodec = vec(tuple(bytes, bytes));
const finalityCodec = struct([], { round: u64, setId: u64, justification: bytes, commit: bytes });
const metaBeginning = struct([], { magic: str, layout: u32 });
const metaCodec = struct([], {
  magic: str,
  layout: u32,
  blockTimeMs: u32,
  seed: str,
  genesisSetId: u64,
  genesis: fixedBytes(32),
  first: u32,
  base: u32,
  finalized: u32,
});

const tagged = (tag: string, ...rest: readonly Uint8Array[]): Bytes => concatBytes(utf8(tag), ...rest);
const bigEndian = (number: number): Bytes => {
  const word = new Uint8Array(4);
  new DataView(word.buffer).setUint32(0, number);
  return word;
};
const META = tagged('m');
const FINALITY = tagged('f');
const GENESIS_STATE = tagged('g');
const STATE_FROM = tagged('s');
const STATE_UNTIL = tagged('t');
const SET_CHANGE_FROM = tagged('v');
const SET_CHANGE_UNTIL = tagged('w');

type Operation =
  | { readonly type: 'put'; readonly key: Uint8Array; readonly value: Uint8Array }
  | { readonly type: 'del'; readonly key: Uint8Array };

/**
 * Opens or creates the database in `directory`. `retainedBodies`: how many bodies are kept, more than RETAINED_STATES; the
 * same at every opening.
 * @throws LocalnetError `store/locked`, `store/foreign`, `store/other-chain`, `store/corrupt`, `store/unusable`.
 */
export async function openLevelStore(
  directory: string,
  parameters: ChainParameters,
  retainedBodies: number = RETAINED_BODIES,
): Promise<Store> {
  const db = new ClassicLevel<Uint8Array, Uint8Array>(directory, { keyEncoding: 'view', valueEncoding: 'view' });
  try {
    await db.open();
  } catch (error) {
    throw openingError(directory, error);
  }
  try {
    return await readStore(db, directory, parameters, retainedBodies);
  } catch (error) {
    await db.close();
    throw error;
  }
}

async function readStore(
  db: ClassicLevel<Uint8Array, Uint8Array>,
  directory: string,
  parameters: ChainParameters,
  retainedBodies: number,
): Promise<Store> {
  const get = (key: Uint8Array): Bytes | undefined => {
    const value = db.getSync(key);
    return value && Uint8Array.from(value);
  };
  const corrupt = (what: string, cause?: unknown) =>
    new LocalnetError('store/corrupt', `${directory}: ${what}; remove the directory to start a new chain`, cause);
  const readAs = <T>(codec: Codec<T>, key: Uint8Array, what: string): T => {
    const value = get(key);
    if (!value) throw corrupt(`${what} is missing`);
    try {
      return decode(codec, value);
    } catch (error) {
      throw corrupt(`${what} is damaged`, error);
    }
  };

  const described = get(META);
  if (described) assertReadable(described, directory);
  let meta = described && readAs(metaCodec, META, 'the description');
  if (meta) assertOurs(meta, parameters, directory);
  else if ((await db.keys({ limit: 1 }).all()).length > 0) {
    throw new LocalnetError(
      'store/foreign',
      `${directory} holds something that is not a localnet; choose another directory`,
    );
  }

  const setChanges = await readSetChanges(db);
  const byNumber = (number: number): StoredBlock | undefined => {
    if (!meta || number > meta.finalized || (number > 0 && number < meta.first)) return undefined;
    const headerBytes = get(tagged('h', bigEndian(number)));
    if (!headerBytes) throw corrupt(`the header of block ${number} is missing`);
    const isPruned = number > 0 && number <= meta.finalized - retainedBodies;
    const body = isPruned
      ? undefined
      : readAs(bodyCodec, tagged('b', bigEndian(number)), `the body of block ${number}`);
    return { number, hash: headerHash(headerBytes), headerBytes, body };
  };
  const changesOf = (number: number): readonly Change[] =>
    readAs(changesCodec, tagged('c', bigEndian(number)), `the changes of block ${number}`);

  const blockOperations = ({ block }: FinalizedBlock): Operation[] => [
    { type: 'put', key: tagged('h', bigEndian(block.number)), value: block.headerBytes },
    { type: 'put', key: tagged('b', bigEndian(block.number)), value: encode(bodyCodec, block.body ?? []) },
    { type: 'put', key: tagged('n', block.hash), value: bigEndian(block.number) },
  ];
  const write = async (operations: Operation[], next: NonNullable<typeof meta>) => {
    operations.push({ type: 'put', key: META, value: encode(metaCodec, next) });
    await db.batch(operations, { sync: true });
    meta = next;
  };

  return {
    async load(): Promise<StoredChain | undefined> {
      if (!meta) return undefined;
      const { first, base, finalized, genesis } = meta;
      const block = (number: number) => byNumber(number)!;
      const from = Math.max(base + 1, first);
      if (!equalBytes(block(0).hash, genesis)) throw corrupt('the genesis block is another one');
      return {
        genesis: { block: block(0), changes: readAs(entriesCodec, GENESIS_STATE, 'the genesis state') },
        firstNumber: first,
        base: { block: block(base), state: await readBaseState(db) },
        recent: Array.from({ length: Math.max(finalized - from + 1, 0) }, (_, i) => ({
          block: block(from + i),
          changes: changesOf(from + i),
        })),
        finality: finalized > 0 ? readAs(finalityCodec, FINALITY, 'the proof of finality') : undefined,
      };
    },
    async create(genesis, first) {
      if (meta) throw new Error(`${directory} already holds a chain`);
      const entries = genesis.changes.map(([key, value]) => [key, value!] as const);
      const operations = [...blockOperations(genesis), ...genesis.changes.map(stateOperation)];
      operations.push({ type: 'put', key: GENESIS_STATE, value: encode(entriesCodec, entries) });
      const numbers = { first, base: 0, finalized: 0 };
      await write(operations, {
        magic: MAGIC,
        layout: LAYOUT,
        ...withDefaults(parameters),
        genesis: genesis.block.hash,
        ...numbers,
      });
    },
    async append(blocks, finality, kept) {
      const now = meta!;
      const finalized = blocks.at(-1)!.block.number;
      const oldBase = Math.max(now.base, now.first);
      const base = Math.max(oldBase, finalized - RETAINED_STATES);
      const operations: Operation[] = [{ type: 'put', key: FINALITY, value: encode(finalityCodec, finality) }];
      if (kept) {
        operations.push({
          type: 'put',
          key: tagged('p', bigEndian(finalized)),
          value: encode(finalityCodec, finality),
        });
      }
      if (kept === 'set-change') {
        operations.push({ type: 'put', key: tagged('v', bigEndian(finalized)), value: new Uint8Array() });
      }
      // Not by spreading: a founding can have millions of changes, more than a call takes arguments.
      const fold = (changes: readonly Change[]) => {
        for (const change of changes) operations.push(stateOperation(change));
      };
      for (const finalizedBlock of blocks) {
        const { block, changes } = finalizedBlock;
        operations.push(...blockOperations(finalizedBlock));
        if (block.number === now.first) fold(changes);
        else
          operations.push({
            type: 'put',
            key: tagged('c', bigEndian(block.number)),
            value: encode(changesCodec, changes),
          });
      }
      for (let number = oldBase + 1; number <= base; number++) {
        fold(changesOf(number));
        operations.push({ type: 'del', key: tagged('c', bigEndian(number)) });
      }
      const bodiesFrom = Math.max(now.first, now.finalized - retainedBodies + 1);
      for (let number = bodiesFrom; number <= finalized - retainedBodies; number++) {
        operations.push({ type: 'del', key: tagged('b', bigEndian(number)) });
      }
      await write(operations, { ...now, base, finalized });
      if (kept === 'set-change') setChanges.push(finalized);
    },
    keptProof(number) {
      const proof = get(tagged('p', bigEndian(number)));
      return proof && readAs(finalityCodec, tagged('p', bigEndian(number)), `the proof of block ${number}`);
    },
    setChanges,
    byNumber,
    byHash(hash) {
      const number = get(tagged('n', hash));
      return number && byNumber(new DataView(number.buffer).getUint32(0));
    },
    close: () => db.close(),
  };
}

const stateOperation = ([key, value]: Change): Operation =>
  value ? { type: 'put', key: tagged('s', key), value } : { type: 'del', key: tagged('s', key) };

/** Numbers of the blocks with which voters changed: few, and asked for at every warp. */
async function readSetChanges(db: ClassicLevel<Uint8Array, Uint8Array>): Promise<number[]> {
  const keys = await db.keys({ gte: SET_CHANGE_FROM, lt: SET_CHANGE_UNTIL }).all();
  return keys.map((key) => new DataView(key.buffer, key.byteOffset).getUint32(SET_CHANGE_FROM.length));
}

async function readBaseState(db: ClassicLevel<Uint8Array, Uint8Array>): Promise<(readonly [Bytes, Bytes])[]> {
  const entries: (readonly [Bytes, Bytes])[] = [];
  for await (const [key, value] of db.iterator({ gte: STATE_FROM, lt: STATE_UNTIL })) {
    entries.push([Uint8Array.from(key.subarray(STATE_FROM.length)), Uint8Array.from(value)]);
  }
  return entries;
}

const withDefaults = ({ genesisSetId = 0n, ...rest }: ChainParameters): Required<ChainParameters> => ({
  ...rest,
  genesisSetId,
});

/** Looks at how the description begins, which is the same in every layout: what follows is not. */
function assertReadable(description: Bytes, directory: string): void {
  const beginning = encode(metaBeginning, { magic: MAGIC, layout: LAYOUT });
  if (equalBytes(description.subarray(0, beginning.length), beginning)) return;
  throw new LocalnetError(
    'store/foreign',
    `${directory} was written by another version; remove it to start a new chain`,
  );
}

function assertOurs(
  meta: { genesis: Uint8Array } & Required<ChainParameters>,
  wanted: ChainParameters,
  directory: string,
): void {
  const { blockTimeMs, seed, genesisSetId } = withDefaults(wanted);
  if (meta.blockTimeMs !== blockTimeMs || meta.seed !== seed || meta.genesisSetId !== genesisSetId) {
    throw new LocalnetError(
      'store/other-chain',
      `${directory} holds chain ${toHex(meta.genesis).slice(0, 10)}… with a block time of ${meta.blockTimeMs} ms, seed ` +
        `"${meta.seed}" and sets of voters from ${meta.genesisSetId} on; start with those or choose another directory`,
    );
  }
}

/** LevelDB's reason is in the cause of what `open` throws. */
function openingError(directory: string, error: unknown): LocalnetError {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = (cause as { code?: unknown }).code;
  if (code === 'LEVEL_LOCKED') {
    return new LocalnetError(
      'store/locked',
      `${directory} is used by another process; stop it or choose another directory`,
      error,
    );
  }
  if (code === 'LEVEL_CORRUPTION') {
    return new LocalnetError('store/corrupt', `${directory} is damaged; remove it to start a new chain`, error);
  }
  return new LocalnetError(
    'store/unusable',
    `${directory} cannot be opened: ${String((cause as Error).message)}`,
    error,
  );
}
