/**
 * A checkpoint that nobody alone has named: several servers have to agree, or there is none.
 *
 *   every server: greeting ─▶ of this chain? ─▶ hash of block N ─▶ header, voters, authors (proved) ─▶ votes after N
 *                             │ no: left out      │ another hash: all is off                            │ settle the set id
 *                             ▼                   ▼
 *                       too few left?       `checkpoint/servers-differ`
 *
 * Servers that agree may still lie together: what comes out is unconfirmed until a person has compared its hash.
 */
import type { BlockHash, BlockRef } from '../../chain/block-ref.ts';
import type { Clock } from '../clock.ts';
import { LightError, toFailure } from '../errors.ts';
import type { ChainSource } from '../types.ts';
import { chooseBlock } from './agree/choose-block.ts';
import { openOnce } from './agree/open-once.ts';
import type { AgreeProgress, CheckpointAnswer } from './agree/progress.ts';
import { candidateSetIds, settleSetId } from './agree/settle-set-id.ts';
import type { StateFacts } from './agree/state-facts.ts';
import { readStateFacts } from './agree/state-facts.ts';
import type { Row } from './agree/table.ts';
import { AnswerTable } from './agree/table.ts';
import type { Checkpoint } from './checkpoint.ts';
import { checkpointAge } from './checkpoint-policy.ts';
import { publicAddress } from './public-address.ts';
import type { OpenServer } from './server.ts';

/** One server is one word. */
export const MIN_AGREEING_SERVERS = 2;
const HASH_CHARS_SHOWN = 10;

export type { AgreeProgress, CheckpointAnswer } from './agree/progress.ts';

export interface AgreeOptions {
  readonly source: Pick<ChainSource, 'id' | 'genesisHash' | 'genesisSetId'> &
    Partial<Pick<ChainSource, 'justificationPeriod'>>;
  /** Servers to ask, by address; the same one twice is asked once, also if the two differ in what follows the host. */
  readonly addresses: readonly string[];
  readonly openServer: OpenServer;
  /** How many have to agree. Default `MIN_AGREEING_SERVERS`. */
  readonly minimum?: number;
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
  /** Told whenever a server has said something, and at the end. */
  readonly onAnswer?: (progress: AgreeProgress) => void;
}

export interface Agreement {
  /** Anchor `servers`, unconfirmed. */
  readonly checkpoint: Checkpoint;
  readonly answers: readonly CheckpointAnswer[];
  /** False: no server had votes that tell the set id, so it is the pallet's count plus the chain's offset. */
  readonly isSetIdProved: boolean;
}

/**
 * @throws LightError `checkpoint/servers-differ`, `checkpoint/too-few-servers` (data.answers: who said what),
 *   `checkpoint/servers-behind`, or the abort reason.
 */
export async function agreeCheckpoint(options: AgreeOptions): Promise<Agreement> {
  const { addresses, openServer, clock, signal } = options;
  const table = new AnswerTable(addresses, options);
  try {
    await table.each(async (row) => {
      row.opened = await openOnce(openServer, row.address, clock, signal);
    });
    const agreement = await agree(table, options);
    table.tell('agreed');
    return agreement;
  } catch (error) {
    const next = 'Nothing is taken from any of them; other servers can be chosen, or a checkpoint imported.';
    const isDiffering = error instanceof LightError && error.code === 'checkpoint/servers-differ';
    table.tell(isDiffering ? 'differ' : 'failed', toFailure(error, next));
    throw error;
  } finally {
    for (const { opened } of table.rows) opened?.server.close();
  }
}

async function agree(
  table: AnswerTable,
  { source, minimum = MIN_AGREEING_SERVERS, clock }: AgreeOptions,
): Promise<Agreement> {
  const genesisHash = agreeGenesis(table, source);
  table.assertEnough(minimum);
  const { number, lowest } = chooseBlock(table.standing().map(finalizedBy), minimum);
  await table.each(async (row, signal) => {
    if (finalizedBy(row) < lowest) {
      throw new LightError('proof/unavailable', `Its finalized block ${finalizedBy(row)} is far behind.`);
    }
    const hash = await row.opened!.server.blockHash(number, { signal });
    row.block = { number, hash };
  });
  const named = new Set(table.rows.flatMap(({ block }) => block?.hash ?? []));
  if (named.size > 1)
    throw table.differ(`they name ${named.size} different blocks ${number}: ${whoNamesWhat(table.rows)}`);
  table.assertEnough(minimum);
  await table.each(async (row, signal) => {
    row.facts = await readStateFacts(row.opened!.server, row.block!, { signal });
  });
  table.assertEnough(minimum);
  const { block, facts } = table.standing()[0]!;
  const candidates = candidateSetIds(facts!.storedSetId, source.genesisSetId);
  await table.each(async (row, signal) => {
    const voters = { authorities: facts!.authorities, candidates };
    row.setId = await settleSetId(row.opened!.server, block!, voters, source.justificationPeriod, { signal });
  });
  table.assertEnough(minimum);
  const setIds = new Set(table.standing().flatMap(({ setId }) => setId ?? []));
  if (setIds.size > 1) throw table.differ('their votes are of different sets');
  const [setId] = setIds;
  const takenAtMs = takenAt(block!, facts!, clock.now());
  return {
    checkpoint: {
      chainId: source.id,
      genesisHash,
      headerBytes: facts!.headerBytes,
      grandpa: { setId: setId ?? candidates[0]!, authorities: facts!.authorities },
      auraAuthorities: facts!.auraAuthorities,
      takenAtMs,
      anchor: {
        kind: 'servers',
        block: block!,
        takenAtMs,
        sources: table.standing().map(({ address }) => publicAddress(address)),
        isConfirmed: false,
      },
    },
    answers: table.answers(),
    isSetIdProved: setId !== undefined,
  };
}

/**
 * When the block was the newest, by its own time: a server that lags, or says so, leads to an old one, whose voters may have
 * retired since.
 * @throws LightError `checkpoint/servers-behind`
 */
function takenAt({ number }: BlockRef, { builtAtMs }: StateFacts, nowMs: number): number {
  // The genesis has no time, and is as good as its hash.
  if (number === 0) return nowMs;
  const takenAtMs = Math.min(builtAtMs, nowMs);
  if (checkpointAge({ takenAtMs }, nowMs) === 'fresh') return takenAtMs;
  const reason = `The newest block that they all have, ${number}, is of ${new Date(takenAtMs).toISOString()}: one of them is far behind, or the chain stands still.`;
  throw new LightError('checkpoint/servers-behind', reason, { data: { number, takenAtMs } });
}

/** The chain's genesis hash; servers of another chain are out. Where none is pinned, all have to name the same. */
function agreeGenesis(table: AnswerTable, { genesisHash: pinned }: AgreeOptions['source']): BlockHash {
  const hashes = new Set(table.standing().map(({ opened }) => opened!.greeting.genesisHash));
  if (pinned === undefined) {
    if (hashes.size > 1) throw table.differ('they are of different chains');
    const [hash] = hashes;
    return hash ?? '';
  }
  for (const row of table.standing()) {
    const got = row.opened!.greeting.genesisHash;
    if (got === pinned) continue;
    const reason = `It is of another chain: its genesis block is ${got}.`;
    table.dismiss(row, new LightError('checkpoint/other-chain', reason, { data: { expected: pinned, got } }));
  }
  return pinned;
}

/** `0x12… (wss://a, wss://b), 0x34… (wss://c)`: so that a person can leave one of them out. */
function whoNamesWhat(rows: readonly Row[]): string {
  const byHash = Map.groupBy(rows, ({ block }) => block?.hash);
  byHash.delete(undefined);
  const inWords = ([hash = '', named]: readonly [BlockHash | undefined, readonly Row[]]) =>
    `${hash.slice(0, HASH_CHARS_SHOWN)}… (${named.map(({ address }) => publicAddress(address)).join(', ')})`;
  return [...byHash].map(inWords).join(', ');
}

const finalizedBy = (row: Row): number => row.opened!.greeting.finalizedNumber;
