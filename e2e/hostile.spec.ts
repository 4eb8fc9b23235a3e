/**
 * What servers and nodes can do to the page: have nothing to say, talk nonsense, lie about state or finality, become
 * another chain. No wrong number is ever shown, every refusal has its code and what happens next, and the page goes on
 * by itself as soon as somebody is honest.
 */
import { expect, type Page, test } from '@playwright/test';
import { auditedBlockOf, auditLine, finalizedOf, neurons, problem, pulse } from './landmarks.ts';
import { World } from './world.ts';

/** A light client that is not following says what may be wrong after ten seconds. */
const DOUBT_MS = 25_000;

let world: World;

test.beforeAll(async () => {
  world = await World.create();
  await world.startServer();
});

test.afterAll(() => world.destroy());

const open = (page: Page, path: string) => page.goto(world.url + path);

test('a specification that is none is refused by name, whatever it is', async ({ page }) => {
  const crashes: string[] = [];
  page.on('pageerror', (error) => crashes.push(error.message));
  const hostile = [
    ['<!doctype html><title>Not here</title>', 'chain/spec-unavailable'],
    ['{"name": "Yumalight Localnet", "genesis": {"raw": {"top": {"0x3a', 'chain/spec-unavailable'],
    ['{"genesis": {"raw": 7}, "bootNodes": "nobody"}', 'light/bad-spec'],
    ['[]', 'light/bad-spec'],
    ['null', 'light/bad-spec'],
  ] as const;
  for (const [text, code] of hostile) {
    await world.serveSpecification(text);
    await open(page, '/');
    await expect(problem(page), text).toContainText(code);
    await expect(problem(page)).toContainText('again in 4 s');
    await expect(pulse(page)).not.toContainText('proved');
  }
  await world.serveSpecification(undefined);
  expect(crashes).toEqual([]);
});

test('without a specification the page says so, and is live as soon as there is one', async ({ page }) => {
  await open(page, '/subnets');
  await expect(problem(page)).toContainText('chain/spec-unavailable');
  await expect(problem(page)).toContainText('Trying again in 4 s');
  await world.startLocalnet();
  await expect(pulse(page)).toContainText('proved');
  await expect(page.getByRole('link', { name: 'Replay' })).toBeVisible();
  await expect(problem(page)).toHaveCount(0);
  await world.killLocalnet();
});

test('a node whose proofs are wrong is refused by name, and no number of it is shown', async ({ page }) => {
  await world.startLocalnet('--lie', 'proof');
  await open(page, '/subnets/1');
  await expect(problem(page)).toContainText('light/bad-proof', { timeout: DOUBT_MS });
  await expect(neurons(page)).toHaveCount(0);
  await expect(auditLine(page)).toHaveCount(0);
  await open(page, '/subnets');
  await expect(problem(page)).toContainText('light/bad-proof', { timeout: DOUBT_MS });
  await expect(page.locator('tbody tr')).toHaveCount(0);
  await world.killLocalnet();
  await world.startLocalnet();
  await expect(page.getByRole('link', { name: 'Replay' })).toBeVisible({ timeout: 60_000 });
  await expect(problem(page)).toHaveCount(0);
  await world.killLocalnet();
});

test('a node whose finality signatures are wrong is not believed', async ({ page }) => {
  await world.startLocalnet('--lie', 'signature');
  await open(page, '/subnets');
  await expect(problem(page)).toContainText('light/no-finality', { timeout: DOUBT_MS });
  await expect(problem(page)).toContainText('BadSignature');
  await expect(pulse(page)).not.toContainText('finalized');
  await expect(pulse(page)).not.toContainText('proved');
  await expect(page.locator('tbody tr')).toHaveCount(0);
  await world.killLocalnet();
  await world.startLocalnet();
  // By itself it takes as long as the liar's address is avoided.
  await problem(page).getByRole('button', { name: 'Reconnect' }).click();
  await expect(page.getByRole('link', { name: 'Replay' })).toBeVisible();
  await expect(problem(page)).toHaveCount(0);
  await world.killLocalnet();
});

test('finality that goes bad while the page is open stops the figures, and says of which block they are', async ({
  page,
}) => {
  await world.startLocalnet();
  await open(page, '/subnets/2');
  await expect(auditLine(page)).toContainText('16 / 16 equal');
  await world.killLocalnet();
  await world.startLocalnet('--lie', 'signature');
  await expect(problem(page)).toContainText('BadSignature', { timeout: DOUBT_MS });
  const last = await finalizedOf(page);
  await expect(problem(page)).toContainText('light/stalled');
  await expect(problem(page)).toContainText(`Figures stay as of block ${last}`);
  await expect(page.getByRole('main')).toContainText('stale');
  await world.killLocalnet();
  await world.startLocalnet();
  await problem(page).getByRole('button', { name: 'Reconnect' }).click();
  await expect.poll(() => finalizedOf(page)).toBeGreaterThan(last);
  await expect(problem(page)).toHaveCount(0);
  await world.killLocalnet();
});

test('a visit after the same chain was started anew shows and audits what is there now', async ({ page }) => {
  await world.forgetChain();
  await world.startLocalnet('--history', '260');
  await open(page, '/subnets/2');
  await expect(auditLine(page)).toContainText('16 / 16 equal');
  const old = await finalizedOf(page);
  await world.killLocalnet();
  await world.forgetChain();
  await world.startLocalnet();
  await page.reload();
  await expect.poll(() => auditedBlockOf(page), { timeout: 30_000 }).toBeLessThan(old - 60);
  await expect(auditLine(page)).toContainText('16 / 16 equal');
  await expect(page.getByRole('main')).not.toContainText('stale');
  await world.killLocalnet();
});

test('another chain under the same name replaces the old one, of which nothing is shown', async ({ page }) => {
  await world.startLocalnet();
  await open(page, '/subnets/2');
  await expect(neurons(page)).toHaveCount(16);
  await expect(auditLine(page)).toContainText('16 / 16 equal');
  const hotkeysOf = () =>
    page.locator('main tbody .copyable').evaluateAll((all) => all.map((key) => key.getAttribute('title')));
  const before = await hotkeysOf();
  await world.killLocalnet();
  await world.forgetChain();
  await world.startLocalnet('--seed', 'another');
  await expect.poll(hotkeysOf, { timeout: 60_000 }).not.toEqual(expect.arrayContaining([before[0]]));
  await expect(neurons(page)).toHaveCount(16);
  const after = await hotkeysOf();
  expect(after.filter((key) => before.includes(key))).toEqual([]);
  await expect(auditLine(page)).toContainText('16 / 16 equal');
  const head = await finalizedOf(page);
  await expect.poll(() => finalizedOf(page)).toBeGreaterThan(head);
  await page.reload();
  await expect(neurons(page)).toHaveCount(16);
  expect((await hotkeysOf()).filter((key) => before.includes(key))).toEqual([]);
});
