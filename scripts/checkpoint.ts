/**
 * `npm run checkpoint -- --rpc A --rpc B [--chain finney] [--genesis 0x…] [--out FILE]`: asks servers for a checkpoint. They
 * agree and it is written, or it says who said what and fails. How they are asked: `src/light/proof/agree-checkpoint.ts`.
 */
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { JsonPlace } from '../src/chain/json.ts';
import { SYSTEM_CLOCK } from '../src/light/clock.ts';
import type { CheckpointAnswer } from '../src/light/proof/agree-checkpoint.ts';
import { agreeCheckpoint, MIN_AGREEING_SERVERS } from '../src/light/proof/agree-checkpoint.ts';
import type { Checkpoint } from '../src/light/proof/checkpoint.ts';
import { decodeCheckpoint, encodeCheckpoint } from '../src/light/proof/checkpoint-text.ts';
import { openJsonRpcServer } from '../src/light/proof/json-rpc-server.ts';
import { publicAddress } from '../src/light/proof/public-address.ts';

const USAGE = `Usage: npm run checkpoint -- --rpc URL --rpc URL [options]

Asks Substrate servers for a finalized block and who votes and builds after it, checks all that can be checked,
and writes it as a checkpoint for a release. Every server has to name the same block, and ${MIN_AGREEING_SERVERS} or more have to show it.
  --rpc URL             JSON-RPC over WebSocket, e.g. wss://entrypoint-finney.opentensor.ai:443; ${MIN_AGREEING_SERVERS} or more
  --chain NAME          a chain of public/chains.json (default: finney), or the name of one of your own
  --genesis HASH        its genesis hash (default: what public/chains.json has)
  --genesis-set-id N    GRANDPA set id that it began with (default: what public/chains.json has, else 0)
  --out FILE            where to write (default: standard output)
  --help                this text

Exit code 0: written. 1: the servers differ, or too few of them answered. 2: wrong options.`;

const CHAINS_FILE = join(import.meta.dirname, '../public/chains.json');
const HASH = /^0x[0-9a-f]{64}$/;
/** Substrate's default: votes are kept for every so manieth block. */
const JUSTIFICATION_PERIOD = 512;
const SET_ID = /^[0-9]{1,10}$/;
const EXIT = { notAgreed: 1, wrongOptions: 2 } as const;

/** What the person asked for cannot be done; told with the usage. */
class UsageError extends Error {
  override readonly name = 'UsageError';
}

try {
  await main();
} catch (error) {
  const isUsage = error instanceof UsageError || isBadFlag(error);
  console.error(error instanceof Error ? error.message : String(error));
  if (isUsage) console.error(`\n${USAGE}`);
  process.exitCode = isUsage ? EXIT.wrongOptions : EXIT.notAgreed;
}
// A server that does not answer our goodbye would keep the process for as long as it likes.
process.stdout.write('', () => process.stderr.write('', () => process.exit()));

/** What `parseArgs` throws. */
function isBadFlag(error: unknown): boolean {
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rpc: { type: 'string', multiple: true, default: [] },
      chain: { type: 'string', default: 'finney' },
      genesis: { type: 'string' },
      'genesis-set-id': { type: 'string' },
      out: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const known = await knownChain(values.chain);
  const genesisHash = values.genesis?.toLowerCase() ?? known?.genesisHash;
  if (genesisHash === undefined)
    throw new UsageError(`The genesis hash of ${values.chain} is not known: give --genesis.`);
  if (!HASH.test(genesisHash)) throw new UsageError('--genesis: expected 0x and 64 hex digits.');
  if (known?.genesisHash !== undefined && known.genesisHash !== genesisHash) {
    throw new UsageError(`--genesis: ${values.chain} has ${known.genesisHash}.`);
  }
  const setId = values['genesis-set-id'] ?? String(known?.genesisSetId ?? 0);
  if (!SET_ID.test(setId)) throw new UsageError('--genesis-set-id: expected a whole number.');
  const other = values.rpc.find((address) => !isWebSocket(address));
  if (other !== undefined) throw new UsageError(`--rpc: expected ws://… or wss://…, got ${publicAddress(other)}.`);
  if (values.rpc.length < MIN_AGREEING_SERVERS) {
    throw new UsageError(`--rpc: ${MIN_AGREEING_SERVERS} servers or more have to agree, got ${values.rpc.length}.`);
  }

  let answers: readonly CheckpointAnswer[] = [];
  try {
    const agreement = await agreeCheckpoint({
      source: {
        id: values.chain,
        genesisHash,
        genesisSetId: BigInt(setId),
        justificationPeriod: known?.justificationPeriod ?? JUSTIFICATION_PERIOD,
      },
      addresses: values.rpc,
      openServer: openJsonRpcServer,
      clock: SYSTEM_CLOCK,
      onAnswer: (progress) => {
        answers = progress.answers;
      },
    });
    if (!agreement.isSetIdProved) {
      console.error("No server had votes that tell the set id: it is the count of the chain's state plus its offset.");
    }
    await write(pinned(agreement.checkpoint), values.out);
  } finally {
    for (const answer of answers) console.error(inWords(answer));
  }
}

function isWebSocket(address: string): boolean {
  return URL.canParse(address) && ['ws:', 'wss:'].includes(new URL(address).protocol);
}

/** What is shipped was looked at by whoever releases it. */
function pinned(checkpoint: Checkpoint): Checkpoint {
  return { ...checkpoint, anchor: { ...checkpoint.anchor, kind: 'pinned', isConfirmed: true } };
}

async function write(checkpoint: Checkpoint, out: string | undefined): Promise<void> {
  const text = `${encodeCheckpoint(checkpoint)}\n`;
  decodeCheckpoint(text); // what cannot be read again is not written
  const { number, hash } = checkpoint.anchor.block;
  console.error(`Block ${number} ${hash}, set ${checkpoint.grandpa.setId}.`);
  if (out === undefined) {
    process.stdout.write(text);
    return;
  }
  const draft = `${out}.${process.pid}.new`;
  try {
    await writeFile(draft, text);
    await rename(draft, out);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

function inWords({ address, block, failure }: CheckpointAnswer): string {
  const said = block ? `block ${block.number} ${block.hash}` : 'no block';
  return `${publicAddress(address)}: ${said}${failure ? ` (${failure.code}: ${failure.reason})` : ''}`;
}

async function knownChain(id: string) {
  const file = JsonPlace.of(JSON.parse(await readFile(CHAINS_FILE, 'utf8')), 'chains.json');
  const chain = file
    .get('chains')
    .list()
    .find((entry) => entry.get('id').text() === id);
  return (
    chain && {
      genesisHash: chain.optional('genesisHash')?.text(),
      genesisSetId: chain.optional('genesisSetId')?.u32(),
      justificationPeriod: chain.optional('justificationPeriod')?.u32(),
    }
  );
}
