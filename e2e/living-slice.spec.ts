/**
 * The whole way once, as a person goes it: a fresh profile opens the URL, the chain is followed and proved, epochs are
 * recomputed, everything dies, the page is still there, the network comes back and the page with it.
 */
import { expect, test } from '@playwright/test';
import { auditedEpochOf, auditLine, finalizedOf, neurons, pulse } from './landmarks.ts';
import { World } from './world.ts';

const REPLAY = 1;
const SUBNETS = [
  { netuid: 1, neurons: 256 },
  { netuid: 2, neurons: 16 },
  { netuid: 3, neurons: 28 },
  { netuid: 4, neurons: 12 },
] as const;

let world: World;

test.beforeAll(async () => {
  test.setTimeout(120_000);
  world = await World.create();
  await world.startLocalnet();
  await world.startServer();
});

test.afterAll(() => world.destroy());

test('a visit, a blackout and a return', async ({ page }) => {
  test.setTimeout(240_000);
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));

  await test.step('a fresh profile reaches a followed chain through smoldot', async () => {
    await page.goto(`${world.url}/?gpu=software`);
    await expect(pulse(page)).toContainText(/finalized \d/);
    await expect(pulse(page)).toContainText('proved');
    await expect(page.getByRole('main')).toContainText('smoldot');
  });

  await test.step('every subnet is audited: exact, on the GPU', async () => {
    for (const { netuid, neurons } of SUBNETS) {
      await page.getByRole('navigation').getByRole('link', { name: 'Subnets' }).first().click();
      await page.locator(`main a[href="/subnets/${netuid}"]`).first().click();
      const line = auditLine(page);
      await expect(line).toContainText(`${neurons} / ${neurons} equal`);
      await expect(line).toContainText('recomputed on your GPU');
      await expect(line).toContainText('proved');
    }
  });

  await test.step('the replay subnet shows 256 proved neurons', async () => {
    await page.goto(`${world.url}/subnets/${REPLAY}?gpu=software`);
    await expect(neurons(page)).toHaveCount(256);
    await expect(page.getByRole('main')).toContainText('proved');
  });

  await test.step('an audit follows every epoch by itself', async () => {
    await page.goto(`${world.url}/subnets/2?gpu=software`);
    await expect(auditLine(page)).toContainText('equal');
    const first = await auditedEpochOf(page);
    await expect.poll(() => auditedEpochOf(page), { timeout: 60_000 }).toBeGreaterThan(first);
    await expect(auditLine(page)).toContainText('16 / 16 equal');
  });

  await test.step('with server and localnet dead, a reload still shows everything, labelled with age', async () => {
    await page.goto(`${world.url}/subnets/${REPLAY}?gpu=software`);
    await expect(neurons(page)).toHaveCount(256);
    await page.waitForFunction(async () => (await navigator.serviceWorker.ready).active?.state === 'activated');
    await page.waitForTimeout(3_000); // one more block is read and kept
    await world.killServer();
    await world.killLocalnet();
    await page.reload();
    await expect(neurons(page)).toHaveCount(256);
    await expect(auditLine(page)).toContainText('256 / 256 equal');
    await expect(page.getByRole('main')).toContainText(/block [\d\s\u2009\u202f]+/i);
    await expect(page.getByRole('main')).toContainText(/\d+ s|min old|ago/);
    for (const path of ['/', '/subnets', '/subnets/2', '/subnets/3']) {
      await page.goto(`${world.url}${path}`);
      await expect(page.getByRole('main')).toContainText(/Replay|Pulse|Liquid|Twins/);
    }
    await page.goto(`${world.url}/subnets/${REPLAY}?gpu=software`);
    await expect(neurons(page)).toHaveCount(256);
  });

  await test.step('the localnet comes back and the page is live again without a reload', async () => {
    const before = await finalizedOf(page);
    await world.startLocalnet();
    await expect.poll(() => finalizedOf(page), { timeout: 90_000 }).toBeGreaterThan(before);
    await expect(pulse(page)).toContainText('proved');
  });

  await test.step('nothing was asked of anybody but this machine', () => {
    const hosts = new Set(
      requests
        .map((url) => new URL(url))
        .filter((url) => url.protocol !== 'blob:')
        .map((url) => url.hostname),
    );
    expect([...hosts].filter((host) => host !== 'localhost' && host !== '127.0.0.1' && host !== '')).toEqual([]);
  });
});
