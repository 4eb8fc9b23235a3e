/** Chains to measure: without a runtime that clients could run, with a cast of any size. */
import { Chain, genesisState, openMemoryStore, type Store } from '../../localnet/chain/index.ts';
import { authorities, type Cast, foundingEntries } from '../../localnet/residents/index.ts';

export const VERSION = { specVersion: 424, transactionVersion: 1 } as const;
export const BLOCK_TIME_MS = 1000;
/** 2026-01-01, as a slot. */
const FIRST_SLOT = 1_767_225_600n;
/** Blocks that become final together. */
const FINAL_TOGETHER = 16;

export function openBenchChain(cast: Cast, store: Store = openMemoryStore()): Promise<Chain> {
  const keys = authorities();
  let entries: ReturnType<typeof foundingEntries> | undefined;
  return Chain.open({
    store,
    authorities: keys,
    blockTimeMs: BLOCK_TIME_MS,
    version: VERSION,
    genesis: () => genesisState({ ...keys, code: new Uint8Array(40), specVersion: VERSION.specVersion }),
    founding: {
      number: 1,
      entries: () => {
        entries ??= foundingEntries(cast);
        return entries;
      },
    },
  });
}

/** Makes and finalizes blocks; milliseconds that making each of them took. */
export async function makeBlocks(chain: Chain, count: number): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < count; i++) {
    const startedMs = performance.now();
    const { number } = chain.produce(chain.best.number === 0 ? FIRST_SLOT : chain.lastSlot + 1n);
    times.push(performance.now() - startedMs);
    if (number % FINAL_TOGETHER === 0) await chain.finalizeTo(number);
  }
  await chain.finalizeTo(chain.best.number);
  return times;
}

/** The value below which `part` (0…1) of the values lie. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(Math.floor(sorted.length * part), sorted.length - 1)] ?? Number.NaN;
}

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Resident memory of this process after a collection, if Node was started with `--expose-gc`; else as it is. */
export function rssMb(): number {
  (globalThis as { gc?: () => void }).gc?.();
  return process.memoryUsage.rss() / 1e6;
}
