/**
 * What a visitor waits for: from navigation to a followed chain and to a proved metagraph on the screen, with a fresh
 * profile and on a second visit; what it costs in memory and in bytes. Runs the built app (`dist/`) against a localnet.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { type BrowserContext, chromium, type Page } from '@playwright/test';
import { World } from '../e2e/world.ts';
import config from '../playwright.config.ts';
import type { Figure } from './types.ts';
import { median } from './types.ts';

const RUNS = 5;
const DIST = path.join(path.dirname(import.meta.dirname), 'dist');
/** Netuid of the subnet with 256 neurons. */
const REPLAY_NETUID = 1;

interface Visit {
  readonly initializedMs: number;
  readonly metagraphMs: number;
  readonly heapMb: number;
}

export async function start(): Promise<readonly Figure[]> {
  const world = await World.create();
  try {
    await world.startLocalnet();
    await world.startServer();
    const fresh: Visit[] = [];
    const again: Visit[] = [];
    for (let run = 0; run < RUNS; run++) {
      const browser = await chromium.launch(config.use?.launchOptions);
      const context = await browser.newContext();
      fresh.push(await visit(context, world.url));
      again.push(await visit(context, world.url));
      await browser.close();
    }
    return [...timings(fresh, again), ...bundleSizes()];
  } finally {
    await world.destroy();
  }
}

function timings(fresh: readonly Visit[], again: readonly Visit[]): Figure[] {
  const of = (visits: readonly Visit[], field: keyof Visit) => median(visits.map((visit) => visit[field]));
  const afterHead = median(fresh.map((visit) => visit.metagraphMs - visit.initializedMs));
  return [
    { what: 'first visit: navigation → chain initialized', value: of(fresh, 'initializedMs'), unit: 'ms', reach: 1000 },
    { what: 'first visit: navigation → proved metagraph, 256 rows', value: of(fresh, 'metagraphMs'), unit: 'ms' },
    { what: 'first visit: initialized → proved metagraph', value: afterHead, unit: 'ms', reach: 1000 },
    { what: 'second visit: navigation → chain initialized', value: of(again, 'initializedMs'), unit: 'ms', reach: 500 },
    { what: 'JS heap after the first audit, page', value: of(fresh, 'heapMb'), unit: 'MB' },
  ];
}

async function visit(context: BrowserContext, url: string): Promise<Visit> {
  const page = await context.newPage();
  await page.goto(`${url}/subnets/${REPLAY_NETUID}?gpu=software`);
  const initializedMs = await timeOf(page, () => performance.getEntriesByName('yumalight:initialized')[0]?.startTime);
  const metagraphMs = await timeOf(page, () =>
    document.querySelectorAll('main tbody tr').length >= 256 ? performance.now() : undefined,
  );
  await page.getByText(/256 \/ 256 equal/).waitFor();
  const cdp = await context.newCDPSession(page);
  await cdp.send('HeapProfiler.collectGarbage');
  const { usedSize } = (await cdp.send('Runtime.getHeapUsage')) as { usedSize: number };
  await page.waitForTimeout(3_000); // lets the first keeping of the light client's database finish
  await page.close();
  return { initializedMs, metagraphMs, heapMb: usedSize / 1e6 };
}

async function timeOf(page: Page, read: () => number | undefined): Promise<number> {
  const handle = await page.waitForFunction(read, undefined, { polling: 20 });
  return (await handle.jsonValue()) as number;
}

/** Gzipped sizes of what the build made: the scripts that index.html loads at once, the worker, the rest. */
function bundleSizes(): Figure[] {
  const assets = path.join(DIST, 'assets');
  const html = readFileSync(path.join(DIST, 'index.html'), 'utf8');
  const sizeOf = (file: string) => gzipSync(readFileSync(path.join(assets, file))).length / 1e3;
  const files = readdirSync(assets);
  const scripts = files.filter((file) => file.endsWith('.js'));
  const wasm = files.filter((file) => file.endsWith('.wasm'));
  const first = scripts.filter((file) => html.includes(file));
  const workers = scripts.filter((file) => /worker/i.test(file));
  const lazy = scripts.filter((file) => !first.includes(file) && !workers.includes(file));
  const sum = (files: readonly string[]) => files.reduce((total, file) => total + sizeOf(file), 0);
  return [
    { what: 'first-paint JS, gz', value: sum(first), unit: 'kB', reach: 80 },
    ...workers.map((file) => ({ what: `${workerName(file)} worker JS, gz`, value: sizeOf(file), unit: 'kB' as const })),
    { what: 'light client WebAssembly, gz', value: sum(wasm), unit: 'kB' },
    { what: 'lazy JS, gz', value: sum(lazy), unit: 'kB' },
    ...lazy
      .map((file) => ({ what: `  ${file}`, value: sizeOf(file), unit: 'kB' as const }))
      .sort((a, b) => b.value - a.value)
      .slice(0, 8),
  ];
}

/** Substrate Connect brings a light client of its own, which is loaded only when it is chosen. */
const workerName = (file: string): string => (/substrate-connect/.test(file) ? 'Substrate Connect' : 'smoldot');
