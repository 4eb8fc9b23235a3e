/**
 * The states that a browser can bring, with the built app on the real localnet: another light client, a second tab, no
 * GPU or a bad one, nothing to keep things in. In each the audit is right or there is none, and the page says what it is.
 */
import { expect, type Page, test } from '@playwright/test';
import { auditedEpochOf, auditLine, finalizedOf, neurons, problem, pulse } from './landmarks.ts';
import { watchStillness } from './stillness.ts';
import { World } from './world.ts';

const REPLAY = { path: '/subnets/1', neurons: 256 } as const;
/** The shortest tempo: an epoch ends every 20 s. */
const PULSE = { path: '/subnets/2', neurons: 16 } as const;
const AN_EPOCH_MS = 40_000;
/** What is on every page. */
const FRAME = ['.bar > *', '.pulse > *', '.nav > *', 'h1'];

let world: World;

test.beforeAll(async () => {
  world = await World.create();
  // So far that no number gets another digit while a test looks for what moves.
  await world.startLocalnet('--history', '240');
  await world.startServer();
});

test.afterAll(() => world.destroy());

const open = (page: Page, path: string) => page.goto(world.url + path);
const node = (page: Page) => page.getByRole('main').locator('dl.pairs');

async function expectAudited(page: Page, { neurons: n }: { readonly neurons: number }, by: string): Promise<void> {
  await expect(neurons(page)).toHaveCount(n);
  await expect(auditLine(page)).toContainText(`${n} / ${n} equal`);
  await expect(auditLine(page)).toContainText(by);
}

test('Substrate Connect, chosen in the settings, follows, proves and audits', async ({ page }) => {
  await open(page, '/');
  await page.getByText('Settings').click();
  await page.getByRole('radio', { name: /^Substrate Connect/ }).check();
  await expect(node(page)).toContainText('Substrate Connect');
  await expect(pulse(page)).toContainText('proved');
  await expect(page.locator('.fact', { hasText: 'Proofs checked' })).toContainText(/[1-9]/);
  await expect
    .poll(() => page.workers().map((worker) => worker.url()))
    .toEqual([expect.stringContaining('substrate-connect')]);

  await page.getByRole('link', { name: 'Pulse' }).click();
  await expectAudited(page, PULSE, 'recomputed on your CPU');
  const first = await auditedEpochOf(page);
  await expect.poll(() => auditedEpochOf(page), { timeout: AN_EPOCH_MS }).toBeGreaterThan(first);
  await expect(auditLine(page)).toContainText('16 / 16 equal');
  await open(page, REPLAY.path);
  await expectAudited(page, REPLAY, 'recomputed on your CPU');
  await expect(page.getByRole('main')).not.toContainText('stale');
  await open(page, '/');
  await expect(node(page), 'the choice is kept').toContainText('Substrate Connect');
});

test('a second tab shows what the first verifies, and takes over when that closes', async ({ context, page }) => {
  await open(page, REPLAY.path);
  await expectAudited(page, REPLAY, 'recomputed');
  const second = await context.newPage();
  const openedMs = Date.now();
  await open(second, REPLAY.path);
  await expectAudited(second, REPLAY, 'recomputed');
  await expect(second.getByRole('main')).toContainText('Another tab follows the chain');
  expect(Date.now() - openedMs).toBeLessThan(3_000);
  await expect(pulse(second)).toContainText('proved');

  // A subnet that only the second tab looks at is read for it.
  await second.getByRole('link', { name: 'Subnets' }).first().click();
  await second.getByRole('link', { name: 'Liquid' }).click();
  await expect(neurons(second)).toHaveCount(28);
  await expect(auditLine(second)).toContainText('28 / 28 equal');

  const before = await finalizedOf(page);
  await page.close();
  await expect(second.getByRole('main')).not.toContainText('Another tab', { timeout: 5_000 });
  await expect.poll(() => finalizedOf(second), { timeout: 10_000 }).toBeGreaterThan(before + 2);
  await expect(problem(second)).toHaveCount(0);
});

test('without WebGPU the reference engine audits and the page says why', async ({ page }) => {
  await page.addInitScript(() => {
    delete (Navigator.prototype as { gpu?: GPU }).gpu;
  });
  await open(page, REPLAY.path);
  await expectAudited(page, REPLAY, 'on your CPU, by the reference engine');
  await page.getByRole('link', { name: 'Overview', exact: true }).click();
  await expect(node(page)).toContainText('CPU, reference engine');
  await expect(page.getByRole('main')).toContainText('gpu/no-webgpu');
});

test('an imitated GPU is not used unless asked for', async ({ page }) => {
  await open(page, REPLAY.path);
  await expectAudited(page, REPLAY, 'on your CPU, by the reference engine');
  await page.getByRole('link', { name: 'Overview', exact: true }).click();
  await expect(node(page)).toContainText('CPU, reference engine');
  await expect(page.getByRole('main')).toContainText('gpu/software-adapter');
});

test('a GPU that miscalculates is refused by name', async ({ page }) => {
  await page.addInitScript(() => {
    const { createShaderModule } = GPUDevice.prototype;
    GPUDevice.prototype.createShaderModule = function (descriptor) {
      // A borrow that is forgotten: right for nearly all numbers.
      const code = descriptor.code.replace('a.y - b.y - u32(a.x < b.x)', 'a.y - b.y');
      return createShaderModule.call(this, { ...descriptor, code });
    };
  });
  await open(page, `${REPLAY.path}?gpu=software`);
  await expectAudited(page, REPLAY, 'on your CPU, by the reference engine');
  await page.getByRole('link', { name: 'Overview', exact: true }).click();
  await expect(node(page)).toContainText('CPU, reference engine');
  await expect(page.getByRole('main')).toContainText('gpu/known-answer-failed');
  await expect(page.getByRole('main')).toContainText(/swiftshader.* failed the known-answer test/i);
});

test('a GPU that is lost in the middle is replaced, and the next audit comes', async ({ page }) => {
  await page.addInitScript(() => {
    const { requestDevice } = GPUAdapter.prototype;
    GPUAdapter.prototype.requestDevice = async function (descriptor) {
      const device = await requestDevice.call(this, descriptor);
      Object.assign(globalThis, { loseDevice: () => device.destroy() });
      return device;
    };
  });
  await open(page, `${PULSE.path}?gpu=software`);
  await expectAudited(page, PULSE, 'recomputed on your GPU');
  const before = await auditedEpochOf(page);
  await page.evaluate(() => (globalThis as unknown as { loseDevice(): void }).loseDevice());
  await expect.poll(() => auditedEpochOf(page), { timeout: AN_EPOCH_MS }).toBeGreaterThan(before);
  await expectAudited(page, PULSE, 'on your CPU, by the reference engine');
  await page.getByRole('link', { name: 'Overview', exact: true }).click();
  await expect(page.getByRole('main')).toContainText('gpu/device-lost');
});

test('a browser that keeps nothing still follows and audits, and says so', async ({ page }) => {
  await page.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('The user denied permission to access the database.', 'SecurityError');
    };
  });
  await open(page, REPLAY.path);
  await expectAudited(page, REPLAY, 'recomputed');
  await expect(page.getByRole('main')).toContainText('Nothing can be kept for offline.');
  await expect(page.getByRole('main')).toContainText('store/unavailable');
  const before = await finalizedOf(page);
  await expect.poll(() => finalizedOf(page)).toBeGreaterThan(before + 1);
  await expect(problem(page)).toHaveCount(0);
});

test('polkadot-js decodes the latest block of the chain', async ({ page }) => {
  await open(page, '/');
  await page.getByRole('button', { name: 'Decode with polkadot-js' }).click();
  const calls = page.locator('table.calls tbody tr');
  await expect(calls.filter({ hasText: 'timestamp.set' })).toContainText('done');
  await expect(page.locator('table.calls')).toContainText('inherent');
  // A resident speaks every few seconds.
  await expect(async () => {
    await page.getByRole('button', { name: 'Decode the newest' }).click();
    await expect(calls.filter({ hasText: 'subtensorModule.setWeights' }).first()).toContainText('done', {
      timeout: 1_000,
    });
  }).toPass({ timeout: AN_EPOCH_MS });
  await expect(calls.filter({ hasText: 'setWeights' }).first()).toContainText(/5\w+…\w+/);
});

test('nothing moves on the pages while blocks and an epoch arrive', async ({ context, page }) => {
  const shown = [
    { page, path: PULSE.path, width: 1440, parts: [...FRAME, '.fact', '.tabs', '.audit', '.audit > *', 'thead th'] },
    { page: await context.newPage(), path: '/', width: 1440, parts: [...FRAME, '.fact', 'h2', 'th', 'dt'] },
    { page: await context.newPage(), path: '/subnets', width: 1440, parts: [...FRAME, 'th', '.as-of'] },
    { page: await context.newPage(), path: PULSE.path, width: 390, parts: [...FRAME, '.fact', '.audit', 'thead'] },
  ];
  for (const { page, path, width } of shown) {
    await page.setViewportSize({ width, height: 900 });
    await open(page, path);
    await expect(page.getByRole('main')).toContainText('16 / 16 equal');
  }
  const first = await finalizedOf(page);
  const epoch = await auditedEpochOf(page);
  const watches = await Promise.all(shown.map(({ page, parts }) => watchStillness(page, parts)));
  await expect.poll(() => finalizedOf(page), { timeout: AN_EPOCH_MS }).toBeGreaterThan(first + 22);
  await expect.poll(() => auditedEpochOf(page)).toBeGreaterThan(epoch);
  const moved = await Promise.all(watches.map((watch) => watch.stop()));
  expect(moved.flat()).toEqual([]);
});
