/**
 * The pages themselves, on a made-up chain in the development server: every designed state is legible, operable by
 * keyboard alone, and fits a phone. What the chain says is tested elsewhere, on the real localnet.
 */
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { createServer, type ViteDevServer } from 'vite';
import { freePort } from './world.ts';

const DESKTOP = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };
/** Address and scenario of the stand-in observer (`src/ui/testing/scenarios.ts`). */
const STATES = [
  ['/', 'following'],
  ['/', 'failed'],
  ['/', 'no-gpu'],
  ['/', 'no-storage'],
  ['/subnets', 'following'],
  ['/subnets?find=nothing', 'following'],
  ['/subnets', 'empty'],
  ['/subnets/1?role=validator', 'following'],
  ['/subnets/1', 'connecting'],
  ['/subnets/1?role=validator', 'stale'],
  ['/subnets/1?role=inactive', 'audit-failed'],
  ['/subnets/1/audit', 'differing'],
  ['/subnets/1/hyperparameters', 'following'],
  ['/subnets/99', 'following'],
  ['/nowhere', 'following'],
] as const;

const NODE_STATES = [
  ['/node', 'following'],
  ['/node', 'connecting'],
  ['/node', 'stalled'],
  ['/node', 'follower'],
  ['/node', 'incompatible'],
  ['/node', 'proof'],
  ['/node', 'proof-claimed'],
  ['/node', 'proof-search'],
  ['/node', 'proof-differ'],
  ['/node', 'proof-too-old'],
  ['/node', 'proof-liars'],
  ['/node', 'long-words'],
] as const;
const PLACES = [
  { place: 'of the chain', states: STATES },
  { place: 'of the node', states: NODE_STATES },
] as const;

let server: ViteDevServer;
let base: string;

test.beforeAll(async () => {
  const port = await freePort();
  server = await createServer({ server: { port, strictPort: true, hmr: false }, logLevel: 'error' });
  await server.listen();
  base = `http://127.0.0.1:${port}`;
});
test.afterAll(() => server.close());

async function open(page: Page, path: string, fake = 'following'): Promise<void> {
  await page.goto(`${base}${path}${path.includes('?') ? '&' : '?'}fake=${fake}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  // Until something of the chain, or of its absence, is told.
  await expect(page.locator('.pulse')).not.toContainText('loading the light client');
  await page.waitForTimeout(300);
}

for (const { place, states } of PLACES) {
  test(`every state ${place} is accessible, and legible in both themes`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    await page.setViewportSize(DESKTOP);
    for (const [path, fake] of states) {
      await open(page, path, fake);
      const light = await new AxeBuilder({ page }).analyze();
      await page.emulateMedia({ colorScheme: 'dark' });
      const dark = await new AxeBuilder({ page }).withRules(['color-contrast']).analyze();
      await page.emulateMedia({ colorScheme: 'light' });
      const found = [...light.violations, ...dark.violations].map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
      expect(found, `${path} ${fake}`).toEqual([]);
    }
  });

  test(`every state ${place} fits a phone`, async ({ page }) => {
    await page.setViewportSize(PHONE);
    for (const [path, fake] of states) {
      await open(page, path, fake);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(overflow, `${path} ${fake}`).toBeLessThanOrEqual(0);
    }
  });
}

test('the keyboard reaches every place, the filter and the shortcuts', async ({ page }) => {
  await open(page, '/');
  await page.keyboard.press('g');
  await page.keyboard.press('s');
  await expect(page).toHaveURL(/\/subnets$/);
  await expect(page.locator('main')).toBeFocused();
  await page.keyboard.press('/');
  await page.keyboard.type('vault');
  await expect(page.locator('tbody tr')).toHaveCount(1);
  await expect(page).toHaveURL(/find=vault/);
  await page.keyboard.press('Escape');
  await expect(page.locator('tbody tr')).toHaveCount(5);
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('g');
  await page.keyboard.press('o');
  await expect(page.getByRole('heading', { name: 'localnet', level: 1 })).toBeVisible();
});

test('the first stop of the Tab key skips to the content', async ({ page }) => {
  await open(page, '/');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('main')).toBeFocused();
});

test('columns sort both ways by keyboard, and the address brings the table back', async ({ page }) => {
  await open(page, '/subnets/1');
  const head = page.getByRole('columnheader', { name: 'Incentive' });
  await head.getByRole('button').press('Enter');
  await expect(head).toHaveAttribute('aria-sort', 'descending');
  await head.getByRole('button').press('Enter');
  await expect(head).toHaveAttribute('aria-sort', 'ascending');
  await page.getByRole('button', { name: /^Miners/ }).click();
  await expect(page.getByRole('button', { name: /^Miners/ })).toHaveAttribute('aria-pressed', 'true');
  const firstHotkey = page.locator('tbody tr').first().getByRole('button');
  const shown = await firstHotkey.textContent();
  await page.reload();
  await expect(head).toHaveAttribute('aria-sort', 'ascending');
  await expect(firstHotkey).toHaveText(shown ?? '');
});

test('who recomputes epochs is chosen by keyboard, on a desk and on a phone', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  for (const size of [DESKTOP, PHONE]) {
    await page.setViewportSize(size);
    await open(page, '/', 'no-gpu');
    await page.getByText('Settings').press('Enter');
    await page.getByRole('radio', { name: /^Automatic/ }).press('ArrowUp');
    await expect(page.getByRole('radio', { name: /^Reference/ })).toBeChecked();
    await expect(page.getByRole('main')).toContainText('Reference is forced.');
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
  }
});

test('a whole hotkey is on the clipboard after a press', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page, '/subnets/1');
  const hotkey = page.locator('tbody tr').first().getByRole('button');
  await hotkey.click();
  await expect(hotkey.getByRole('status')).toHaveText('copied');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^5[1-9A-HJ-NP-Za-km-z]{47}$/);
});

test('the theme goes round and is kept', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await open(page, '/');
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await paper();
  const button = page.getByRole('button', { name: /^Theme/ });
  await button.click();
  await button.click();
  await expect(button).toHaveAccessibleName(/^Theme: dark/);
  expect(await paper()).not.toBe(light);
  await page.reload();
  expect(await paper()).not.toBe(light);
});

test('a stopped light client can be started again with the one button', async ({ page }) => {
  await open(page, '/', 'failed');
  await expect(page.getByRole('alert')).toContainText('light/engine-crashed');
  await expect(page.getByRole('alert').getByRole('button')).toHaveCount(1);
  await expect(page.getByRole('alert').getByRole('button')).toHaveAccessibleName('Start again');
});

test('stages are told one after the other until the chain is followed', async ({ page }) => {
  await open(page, '/', 'slow');
  await expect(page.locator('.pulse-words')).toHaveText('looking for peers');
  await expect(page.locator('.pulse-words')).toHaveText('verifying finality');
  await expect(page.locator('.pulse')).toContainText('finalized');
  await expect(page.locator('.pulse [role=status]')).toHaveText('Following localnet.');
});

test('the latest block is decoded when asked for', async ({ page }) => {
  await open(page, '/');
  await page.getByRole('button', { name: 'Decode with polkadot-js' }).click();
  await expect(page.getByText('timestamp.set')).toBeVisible();
  await open(page, '/', 'decode-failed');
  await page.getByRole('button', { name: 'Decode with polkadot-js' }).click();
  await expect(page.getByText('The block could not be decoded')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();
});

test('workers of the page compute what the reference computes', async ({ page }) => {
  await open(page, '/');
  const seen = await page.evaluate(async () => {
    const load = (file: string) => import(/* @vite-ignore */ `/src/gpu/${file}.ts`);
    const { createBrowserWasmEngine } = await load('wasm/engine.browser');
    const { createReferenceCalculator } = await load('reference');
    const { randomSeries } = await load('testing/random-series');
    const limits = { callingThread: 0, smallestPart: 5_000, largestPart: 5_000 };
    const failures: unknown[] = [];
    const engine = await createBrowserWasmEngine({
      threads: 2,
      limits,
      onFailure: (one: unknown) => failures.push(one),
    });
    const series = Array.from({ length: 40 }, (_, seed) => randomSeries(seed));
    const results = await engine.computeSeries(series, { bonds: true });
    const { device, load: end } = engine;
    engine.close();
    const text = (value: unknown) => JSON.stringify(value, (_, part) => (typeof part === 'bigint' ? `${part}` : part));
    const isEqual = text(results) === text(createReferenceCalculator().computeSeries(series, { bonds: true }));
    return { device, workers: end.workers, failures, isEqual };
  });
  expect(seen).toEqual({ device: 'CPU, WebAssembly with SIMD, 2 threads', workers: 2, failures: [], isEqual: true });
});
