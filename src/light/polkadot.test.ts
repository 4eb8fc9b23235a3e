import { afterEach, describe, expect, it, vi } from 'vitest';
import { LightError } from './errors.ts';
import { openPolkadotApi, readBlockInWords } from './polkadot.ts';
import { blockRef } from './testing/fake-state.ts';
import type { ChainEngine, ServerStatus } from './types.ts';

afterEach(() => void vi.restoreAllMocks());

function engineWith(
  transports: readonly ServerStatus['transport'][],
  answer: (method: string) => unknown = () => undefined,
) {
  const asked: string[] = [];
  const ending = new AbortController();
  const engine = {
    kind: 'proof',
    status: { servers: transports.map((transport) => ({ transport })) },
    ended: ending.signal,
    request: async (method: string) => {
      asked.push(method);
      return answer(method);
    },
    subscribeRpc: () => Promise.reject(new LightError('light/rpc-refused', 'no')),
    readBody: async () => [],
    readStorage: async () => [new Uint8Array(1)],
  } as unknown as ChainEngine;
  return { engine, asked, end: (reason: Error) => ending.abort(reason) };
}
const failing = (error: Error) => () => {
  throw error;
};
const NEEDS = { code: 'light/unsupported', message: expect.stringContaining('only JSON-RPC servers hand out') };

describe('polkadot-js over an engine', () => {
  it('is refused without a question where only full nodes are known', async () => {
    const { engine, asked } = engineWith(['libp2p', 'libp2p']);
    await expect(openPolkadotApi(engine)).rejects.toMatchObject(NEEDS);
    await expect(readBlockInWords(engine, blockRef(1))).rejects.toMatchObject(NEEDS);
    expect(asked).toEqual([]);
  });

  it('is refused after one question where only full nodes are there', async () => {
    const refused = new LightError('light/unsupported', 'full nodes do not speak JSON-RPC over libp2p');
    const { engine, asked } = engineWith(['json-rpc', 'libp2p'], failing(refused));
    await expect(openPolkadotApi(engine)).rejects.toMatchObject({ ...NEEDS, cause: refused });
    expect(asked).toEqual(['state_getRuntimeVersion']);
  });

  it('fails with the engine’s own error where nobody answers', async () => {
    const { engine } = engineWith(['json-rpc'], failing(new LightError('light/timeout', 'late')));
    await expect(openPolkadotApi(engine)).rejects.toMatchObject({ code: 'light/timeout', message: 'late' });
  });

  it('fails by name where the answers are none that it can use', async () => {
    vi.spyOn(console, 'error').mockReturnValue();
    const { engine } = engineWith(['json-rpc'], () => '0x00');
    await expect(openPolkadotApi(engine)).rejects.toMatchObject({
      code: 'light/unexpected-answer',
      message: expect.stringContaining('polkadot-js cannot work with'),
    });
  });

  it('fails with the reason of the engine’s end', async () => {
    vi.spyOn(console, 'error').mockReturnValue();
    const { engine, end } = engineWith([], (method) => {
      if (method === 'state_getRuntimeVersion') return {};
      end(new LightError('light/closed', 'closed'));
      throw new LightError('light/closed', 'closed');
    });
    await expect(openPolkadotApi(engine)).rejects.toMatchObject({ code: 'light/closed' });
  });
});
