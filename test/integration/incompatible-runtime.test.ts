/** A chain like finney, whose runtime lists two consensus engines, under a real smoldot: refused with the reason. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Localnet } from '../../localnet/index.ts';
import { startLocalnet } from '../../localnet/index.ts';
import { apisOfAnswer, isSmoldotCompatible } from '../../src/chain/schema/index.ts';
import type { EngineStatus } from '../../src/light/index.ts';
import { openEngine } from '../../src/light/index.ts';
import { openSmoldot } from '../../src/light/smoldot/host.node.ts';

let net: Localnet;
beforeAll(async () => {
  net = await startLocalnet({ blockTimeMs: 1000, p2pPort: 0, rpcPort: 0, historyBlocks: 4, babeApi: true });
});
afterAll(() => net?.close());

it('fails at once, says why, and offers the engine that can follow', async () => {
  const { chainSpec: specText } = net;
  const engine = openEngine('smoldot', { id: 'x', name: 'X', specText }, { openPipe: openSmoldot });
  const failed = Promise.withResolvers<EngineStatus>();
  engine.subscribe((status) => status.stage === 'failed' && failed.resolve(status));
  const { failure } = await failed.promise;
  expect(failure).toMatchObject({
    code: 'light/incompatible-runtime',
    next: 'Choose the proof engine for this chain.',
  });
  await engine.close();
});

it('is told by what a server says of the runtime, before a light client is started', async () => {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'state_getRuntimeVersion', params: [] });
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(net.rpcUrl.replace(/^ws/, 'http'), { method: 'POST', headers, body });
  const { result } = (await response.json()) as { readonly result: unknown };
  expect(isSmoldotCompatible(apisOfAnswer(result))).toBe(false);
});
