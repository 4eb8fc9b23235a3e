/**
 * A localnet whose runtime changes while a real smoldot follows it: what still fits is read on, what does not is refused by
 * name, and a block from before the change stays readable.
 */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { Localnet } from '../../localnet/index.ts';
import { startLocalnet } from '../../localnet/index.ts';
import { fromHex } from '../../src/chain/bytes.ts';
import { checkSchema, decodeMetadata } from '../../src/chain/schema/index.ts';
import type { BlockRef, ChainEngine, RuntimeGuard } from '../../src/light/index.ts';
import { openEngine, openRuntimeGuard, readHyperparameters, readMetagraph } from '../../src/light/index.ts';
import { openSmoldot } from '../../src/light/smoldot/host.node.ts';

const NETUID = 1;
const PATIENCE_MS = 30_000;
let net: Localnet;
let engine: ChainEngine;
let guard: RuntimeGuard;
let before: BlockRef;

beforeAll(async () => {
  net = await startLocalnet({ blockTimeMs: 500, p2pPort: 0, rpcPort: 0, historyBlocks: 48 });
  engine = openEngine('smoldot', { id: 'x', name: 'X', specText: net.chainSpec }, { openPipe: openSmoldot });
  guard = openRuntimeGuard(engine);
  await vi.waitFor(() => expect(guard.specVersion).toBe(424), { timeout: PATIENCE_MS });
  before = engine.status.finalized!;
}, 2 * PATIENCE_MS);
afterAll(async () => {
  guard.close();
  await engine.close();
  await net.close();
});

it('serves metadata that fits', async () => {
  const answer = (await engine.request('state_getMetadata', [before.hash])) as string;
  expect(checkSchema(decodeMetadata(fromHex(answer)))).toMatchObject({ specVersion: 424, fits: true });
  expect(guard.status).toMatchObject({ basis: 'declared', detail: '' });
});

it(
  'is read on after an upgrade that changes nothing of ours, which its metadata proves',
  async () => {
    await net.upgrade({ specVersion: 425 });
    await expect.poll(() => guard.status.basis, { timeout: PATIENCE_MS }).toBe('proved');
    expect(guard.status).toMatchObject({ specVersion: 425, report: { fits: true } });
    expect((await readMetagraph(engine, NETUID, engine.status.finalized!)).n).toBeGreaterThan(0);
  },
  2 * PATIENCE_MS,
);

it(
  'refuses what another upgrade changed, at once and by name, and nothing else',
  async () => {
    await net.upgrade({ specVersion: 426, changeMetadata: 'renamed-item' });
    await expect.poll(() => guard.specVersion, { timeout: PATIENCE_MS }).toBe(426);
    const after = engine.status.finalized!;
    await expect(readMetagraph(engine, NETUID, after)).rejects.toMatchObject({
      code: 'light/schema-changed',
      data: { specVersion: 426, items: ['SubtensorModule.SubnetworkN'] },
    });
    expect((await readHyperparameters(engine, NETUID, after)).length).toBeGreaterThan(20);
    expect((await readMetagraph(engine, NETUID, before)).n).toBeGreaterThan(0);
  },
  2 * PATIENCE_MS,
);
