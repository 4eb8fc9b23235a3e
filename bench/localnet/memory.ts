/** A localnet that has run for long: memory, disk, and how long it takes to start again. */
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openLevelStore } from '../../localnet/chain/index.ts';
import { createCast } from '../../localnet/residents/index.ts';
import type { Figure } from '../types.ts';
import { BLOCK_TIME_MS, makeBlocks, openBenchChain, rssMb, sum } from './chain.ts';

const SEED = 'bench';
const BLOCKS = 20_000;
/** Where memory is looked at first, to see whether it grows. */
const EARLY_BLOCKS = 5_000;

export async function memory(): Promise<readonly Figure[]> {
  const directory = mkdtempSync(path.join(tmpdir(), 'bench-localnet-'));
  try {
    return await measure(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function measure(directory: string): Promise<readonly Figure[]> {
  const cast = createCast(SEED);
  const open = async () =>
    openBenchChain(cast, await openLevelStore(directory, { blockTimeMs: BLOCK_TIME_MS, seed: SEED }));
  const chain = await open();
  const startedMs = performance.now();
  const making = sum(await makeBlocks(chain, EARLY_BLOCKS));
  const early = rssMb();
  const earlyDisk = diskMb(directory);
  const rest = sum(await makeBlocks(chain, BLOCKS - EARLY_BLOCKS));
  const totalMs = performance.now() - startedMs;
  const late = rssMb();
  const heap = process.memoryUsage().heapUsed / 1e6;
  const disk = diskMb(directory);
  await chain.close();
  const restartedMs = performance.now();
  const again = await open();
  const restartMs = performance.now() - restartedMs;
  if (again.best.number !== BLOCKS) throw new Error(`expected ${BLOCKS} blocks, got ${again.best.number}`);
  await again.close();
  const perSecond = (ms: number) => (BLOCKS / ms) * 1000;
  return [
    { what: 'default cast: blocks made', value: perSecond(making + rest), unit: '/s' },
    { what: 'default cast: blocks made, finalized and on disk', value: perSecond(totalMs), unit: '/s' },
    { what: `memory of the process after ${EARLY_BLOCKS} blocks`, value: early, unit: 'MB' },
    { what: `memory of the process after ${BLOCKS} blocks`, value: late, unit: 'MB' },
    { what: 'of that in use by JavaScript', value: heap, unit: 'MB' },
    { what: `disk after ${EARLY_BLOCKS} blocks`, value: earlyDisk, unit: 'MB' },
    { what: `disk after ${BLOCKS} blocks`, value: disk, unit: 'MB' },
    { what: `restart after ${BLOCKS} blocks`, value: restartMs, unit: 'ms' },
  ];
}

const diskMb = (directory: string): number =>
  sum(readdirSync(directory).map((name) => statSync(path.join(directory, name)).size)) / 1e6;
