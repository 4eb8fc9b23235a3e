/**
 * The proof engine in the page: it follows from its checkpoint by servers that nobody has to trust, over changes of the
 * voters that happened while the page slept, over outages and reloads; and it says what it rests on.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type CDPSession, expect, type Page, test } from '@playwright/test';
import { auditLine, finalizedOf, neurons, problem, pulse } from './landmarks.ts';
import { World } from './world.ts';

/** How long all servers are away. */
const OUTAGE_MS = Number(process.env.OUTAGE_MS ?? 20_000);
const RESUME_MS = 3_000;
const RELOAD_MS = 500;
/** What is to be reached is reached on a machine of its own; two tests at once share two cores here. */
const BUSY = 4;
const ROTATE_EVERY = 12;
const BLOCK_TIME_MS = 500;

let world: World;

test.beforeEach(async ({ page }) => {
  world = await World.create();
  await world.startServer();
  await page.addInitScript(() => localStorage.setItem('yumalight-engine/localnet', 'proof'));
});
test.afterEach(() => world.destroy());

const open = (page: Page, path: string) => page.goto(world.url + path);
const trust = (page: Page) => page.getByRole('region', { name: 'What this page checks' });

/** Ms since navigation of the first followed block, by the page's own mark. */
const initializedMs = (page: Page) =>
  page
    .waitForFunction(() => performance.getEntriesByName('yumalight:initialized')[0]?.startTime, undefined, {
      polling: 20,
    })
    .then((handle) => handle.jsonValue());

async function genesisOf(rpcUrl: string): Promise<string> {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'chain_getBlockHash', params: [0] });
  const response = await fetch(rpcUrl.replace('ws:', 'http:'), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  return ((await response.json()) as { result: string }).result;
}

async function freeze(cdp: CDPSession, state: 'frozen' | 'active'): Promise<void> {
  await cdp.send('Page.setWebLifecycleState', { state });
}

test('everything that smoldot shows, the proof engine shows and proves', async ({ page }) => {
  await world.startLocalnet();
  await open(page, '/subnets/1');
  await expect(pulse(page)).toContainText('proved');
  await expect(neurons(page)).toHaveCount(256);
  await expect(auditLine(page)).toContainText('256 / 256 equal', { timeout: 40_000 });
  await page.getByRole('link', { name: 'Node', exact: true }).click();
  await expect(trust(page)).toContainText('4 known voters');
  await expect(page.getByRole('main')).toContainText('ws://127.0.0.1');
  expect(
    page
      .workers()
      .map((worker) => worker.url())
      .filter((url) => /smoldot/.test(url)),
  ).toEqual([]);
});

test('three changes of the voters while the page sleeps are followed from its checkpoint', async ({ page }) => {
  await world.startLocalnet('--rotate-every', `${ROTATE_EVERY}`, '--block-time', `${BLOCK_TIME_MS}`);
  await open(page, '/node');
  await expect(pulse(page)).toContainText('proved');
  const setOf = async () => Number(/, set (\d+)/.exec((await trust(page).textContent()) ?? '')?.[1] ?? 'NaN');
  await expect.poll(setOf).toBeGreaterThanOrEqual(0);
  const [set, block] = [await setOf(), await finalizedOf(page)];
  const cdp = await page.context().newCDPSession(page);
  await freeze(cdp, 'frozen');
  await new Promise((resolve) => setTimeout(resolve, 4 * ROTATE_EVERY * BLOCK_TIME_MS));
  await freeze(cdp, 'active');
  await expect.poll(setOf, { timeout: 15_000 }).toBeGreaterThanOrEqual(set + 3);
  await expect.poll(() => finalizedOf(page)).toBeGreaterThan(block + 3 * ROTATE_EVERY);
  await expect(problem(page)).toHaveCount(0);
  await expect(pulse(page)).toContainText('proved');
  await page.reload();
  await expect.poll(setOf).toBeGreaterThanOrEqual(set + 3);
});

test('after an outage of all servers reads resume within seconds', async ({ page }) => {
  await world.startLocalnet();
  await open(page, '/subnets/2');
  await expect(neurons(page)).toHaveCount(16);
  const before = await finalizedOf(page);
  await world.killLocalnet();
  await expect(pulse(page)).toContainText('stalled');
  // A subnet that was not read before: nothing of it is there until reads resume.
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Subnets' }).click();
  await page.getByRole('link', { name: 'Twins' }).click();
  await new Promise((resolve) => setTimeout(resolve, OUTAGE_MS));
  await expect(neurons(page)).toHaveCount(0);
  await world.startLocalnet();
  const backMs = Date.now();
  await expect(neurons(page)).toHaveCount(12, { timeout: BUSY * RESUME_MS });
  console.log(`reads resumed ${Date.now() - backMs} ms after the servers were back, after ${OUTAGE_MS / 1000} s`);
  await expect.poll(() => finalizedOf(page)).toBeGreaterThan(before);
  await expect(problem(page)).toHaveCount(0);
});

test('a chain known by its servers alone is claimed until a person confirms the block they agree on', async ({
  page,
}) => {
  await world.startLocalnet();
  const { servers } = JSON.parse(await readFile(path.join(world.dataDir, 'servers.json'), 'utf8'));
  const genesisHash = await genesisOf(servers[0]);
  const entry = {
    id: 'my-own',
    name: 'Own',
    servers,
    genesisHash,
    genesisSetId: 0,
    justificationPeriod: 512,
    blockTimeMs: 1000,
    engine: 'proof',
    why: 'You gave servers.',
    engines: [{ kind: 'proof', isOffered: true, reason: 'There are servers.' }],
  };
  await page.addInitScript((chain) => localStorage.setItem('yumalight-chains', JSON.stringify([chain])), entry);
  await open(page, '/subnets?chain=my-own');
  await expect(page.getByRole('link', { name: 'Replay' })).toBeVisible();
  await expect(pulse(page)).toContainText('claimed');
  await expect(page.getByRole('main')).toContainText('claimed');
  await page.getByRole('link', { name: 'Pulse' }).click();
  await expect(auditLine(page)).toContainText('claimed', { timeout: 40_000 });
  await page.getByRole('link', { name: 'Node', exact: true }).click();
  await expect(page.getByRole('main')).toContainText('not yet: figures are marked claimed');
  await page.getByRole('button', { name: 'Compare with servers' }).click();
  await expect(page.getByRole('main')).toContainText(/agree/i);
  await page.getByRole('button', { name: 'Compare the hash and confirm' }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /confirm|same/i })
    .click();
  await expect(pulse(page)).toContainText('proved');
  await page.reload();
  await expect(pulse(page)).toContainText('proved');
});

test('a reload has the head from what was kept', async ({ page }) => {
  await world.startLocalnet();
  await open(page, '/subnets');
  await expect(page.getByRole('link', { name: 'Replay' })).toBeVisible();
  const first = await initializedMs(page);
  await page.waitForTimeout(6_000); // a checkpoint is kept every five blocks
  const times: number[] = [];
  for (let i = 0; i < 5; i++) {
    await page.reload();
    times.push((await initializedMs(page))!);
    await expect(page.getByRole('link', { name: 'Replay' })).toBeVisible();
  }
  const [middle] = times.sort((a, b) => a - b).slice(2);
  console.log(`navigation → head: ${Math.round(first!)} ms, with kept state ${times.map(Math.round)} ms`);
  expect(middle).toBeLessThan(BUSY * RELOAD_MS);
});
