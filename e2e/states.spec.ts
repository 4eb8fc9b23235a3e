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
/** An engine that says nothing is taken for dead after 24 s on a chain with short blocks. */
const SILENCE_MS = 40_000;
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

test('Substrate Connect, chosen on the Node page, follows, proves and audits', async ({ page }) => {
  await open(page, '/node');
  await page.getByRole('radio', { name: /^Substrate Connect/ }).check();
  await page.getByRole('link', { name: 'Overview', exact: true }).click();
  await expect(node(page)).toContainText('Substrate Connect');
  await expect(pulse(page)).toContainText('proved');
  await expect(page.locator('.fact', { hasText: 'Proofs checked' })).toContainText(/[1-9]/);
  /** The one of the timers, and its own; smoldot's has gone. */
  const onlyItsWorker = () =>
    expect
      .poll(() => page.workers().map((worker) => /substrate-connect|worker/.exec(worker.url())?.[0]))
      .toEqual(['worker', 'substrate-connect']);
  await onlyItsWorker();

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
  await onlyItsWorker();
});

test('a second tab shows what the first verifies, and takes over when that closes', async ({ context, page }) => {
  await open(page, REPLAY.path);
  await expectAudited(page, REPLAY, 'recomputed');
  const second = await context.newPage();
  const openedMs = Date.now();
  await open(second, REPLAY.path);
  await expectAudited(second, REPLAY, 'recomputed');
  await expect(second.getByRole('main')).toContainText('Another tab follows the chain');
  // A light client of its own would need longer, also on a machine that is busy with another test.
  expect(Date.now() - openedMs).toBeLessThan(6_000);
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

test('a second tab can have the first follow by another engine', async ({ context, page }) => {
  await open(page, '/node');
  await expect(page.getByRole('main')).toContainText('Following localnet by smoldot');
  const second = await context.newPage();
  await open(second, '/node');
  await expect(second.getByRole('main')).toContainText('Another tab follows the chain');
  await second.getByRole('radio', { name: /^Proof engine/ }).check();
  for (const tab of [page, second]) {
    await expect(tab.getByRole('main')).toContainText('Following localnet by the proof engine');
    await expect(tab.getByRole('radio', { name: /^Proof engine/ })).toBeChecked();
  }
});

test('an engine that dies without a word is noticed, and another one goes on', async ({ page }) => {
  await page.addInitScript(() => localStorage.setItem('yumalight-engine/localnet', 'proof'));
  await open(page, '/node');
  await expect(pulse(page)).toContainText('proved');
  const before = await finalizedOf(page);
  const workers = page.workers();
  expect(workers.length).toBeGreaterThan(0);
  for (const worker of workers) {
    const isEngine = await worker.evaluate(() => performance.getEntriesByType('resource').length > 0);
    if (isEngine) await worker.evaluate(() => self.close()).catch(() => undefined); // it cannot answer any more
  }
  await expect(page.getByRole('main')).toContainText('light/engine-silent', { timeout: SILENCE_MS });
  await expect.poll(() => finalizedOf(page)).toBeGreaterThan(before + 20);
  await expect(problem(page)).toHaveCount(0);
});

/** Chooses who recomputes epochs, on the overview, and goes back to a subnet within the page. */
async function chooseEngine(page: Page, name: string): Promise<void> {
  await page.getByRole('link', { name: 'Overview', exact: true }).click();
  await page.getByText('Settings').click();
  await page.getByRole('radio', { name: new RegExp(`^${name}`) }).check();
}

test('epochs are recomputed in WebAssembly by itself, and the page says why', async ({ page }) => {
  await open(page, REPLAY.path);
  await expectAudited(page, REPLAY, 'on your CPU, in WebAssembly');
  await page.getByRole('link', { name: 'Overview', exact: true }).click();
  await expect(node(page)).toContainText('CPU, WebAssembly with SIMD');
  await expect(page.getByRole('main')).toContainText(/Automatic: a usual epoch takes about [\d.]+ ms in WebAssembly/);
  await expect(page.locator('.failure')).toHaveCount(0);
});

test('the engine that a person forces computes the next epoch, and is remembered', async ({ page }) => {
  await open(page, '/');
  await expect(page.getByRole('main')).toContainText('16 / 16 equal');
  await chooseEngine(page, 'Reference');
  await page.getByRole('link', { name: 'Pulse' }).click();
  await expect(auditLine(page)).toContainText('on your CPU, by the reference engine', { timeout: AN_EPOCH_MS });
  await expectAudited(page, PULSE, 'on your CPU, by the reference engine');
  await open(page, '/');
  await expect(page.getByRole('main')).toContainText('Reference is forced.');
});

test('without WebGPU a forced GPU is replaced by WebAssembly, and the page says why', async ({ page }) => {
  await page.addInitScript(() => {
    delete (Navigator.prototype as { gpu?: GPU }).gpu;
  });
  await open(page, '/');
  await chooseEngine(page, 'GPU');
  await expect(page.getByRole('main')).toContainText('gpu/no-webgpu');
  await expect(node(page)).toContainText('CPU, WebAssembly');
  await page.getByRole('link', { name: 'Pulse' }).click();
  await expectAudited(page, PULSE, 'on your CPU, in WebAssembly');
});

test('an imitated GPU is not used unless the address asks for it', async ({ page }) => {
  await open(page, '/');
  await chooseEngine(page, 'GPU');
  await expect(page.getByRole('main')).toContainText('gpu/software-adapter');
  await page.getByRole('link', { name: 'Pulse' }).click();
  await expectAudited(page, PULSE, 'on your CPU, in WebAssembly');
});

test('without WebAssembly for epochs the reference computes, and the page says why', async ({ page }) => {
  await page.addInitScript(() => {
    WebAssembly.compileStreaming = () => Promise.reject(new Error('broken by the test'));
  });
  await open(page, PULSE.path);
  await expectAudited(page, PULSE, 'on your CPU, by the reference engine');
  await page.getByRole('link', { name: 'Overview', exact: true }).click();
  await expect(node(page)).toContainText('CPU, reference engine');
  await expect(page.getByRole('main')).toContainText('wasm/unavailable');
});

test('what computes is there without the server: the kernel, and a worker that answers', async ({ page }) => {
  await open(page, PULSE.path);
  await expectAudited(page, PULSE, 'in WebAssembly');
  await page.waitForFunction(async () => (await navigator.serviceWorker.ready).active?.state === 'activated');
  await world.killServer();
  try {
    await page.reload();
    const before = await auditedEpochOf(page);
    await expect.poll(() => auditedEpochOf(page), { timeout: AN_EPOCH_MS }).toBeGreaterThan(before);
    await expectAudited(page, PULSE, 'in WebAssembly');
    expect(await page.evaluate(askWorkerForNonsense)).toContain('no job');
  } finally {
    await world.startServer();
  }
});

/** In the page: finds the built worker and kernel among what is kept, and has the worker refuse a job. */
async function askWorkerForNonsense(): Promise<string> {
  const kept = (await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys())))
    .flat()
    .map(({ url }) => url.replace(/\?.*$/, ''));
  const texts = kept
    .filter((url) => /worker.*\.js$/.test(url))
    .map(async (url) => [url, await (await fetch(url)).text()]);
  const [script] = (await Promise.all(texts)).find(([, text]) => text?.includes('wasm/worker-failed')) ?? [];
  const module = await WebAssembly.compileStreaming(fetch(kept.find((url) => /epoch\.simd.*\.wasm$/.test(url)) ?? ''));
  const worker = new Worker(script ?? '', { type: 'module' });
  const answer = new Promise<string>((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data.error.message);
    worker.onerror = ({ message }) => reject(new Error(message));
  });
  worker.postMessage({ type: 'open', module, isSimd: true });
  worker.postMessage({ type: 'run', id: 1, job: new ArrayBuffer(1024) });
  return answer.finally(() => worker.terminate());
}

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
  await expectAudited(page, REPLAY, 'on your CPU, in WebAssembly');
  await page.getByRole('link', { name: 'Overview', exact: true }).click();
  await expect(node(page)).toContainText('CPU, WebAssembly');
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
  await expectAudited(page, PULSE, 'on your CPU, in WebAssembly');
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
