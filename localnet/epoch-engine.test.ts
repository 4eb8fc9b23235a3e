import { expect, it } from 'vitest';
import { computeCore } from '../src/chain/yuma/index.ts';
import { openEpochEngine } from './epoch-engine.ts';
import type { Log } from './log.ts';

const failing = (code: string) => () => Promise.reject(Object.assign(new Error('It did not load.'), { code }));

it('takes the kernel where there is one, and says nothing', async () => {
  const lines: unknown[] = [];
  const kernel = () => computeCore;
  const opened = await openEpochEngine(
    (...line) => lines.push(line),
    async () => kernel as never,
  );
  expect(opened).toBe(kernel);
  expect(lines).toEqual([]);
});

it('goes on with the reference engine where the kernel does not load, with a warning', async () => {
  const lines: Parameters<Log>[] = [];
  expect(await openEpochEngine((...line) => lines.push(line), failing('wasm/unavailable'))).toBe(computeCore);
  expect(lines).toEqual([
    ['warn', 'no-wasm', { reason: expect.stringMatching(/^It did not load\. .*reference engine/) }],
  ]);
});

it('hides no other failure', async () => {
  await expect(openEpochEngine(() => undefined, failing('ENOMEM'))).rejects.toThrow('It did not load.');
});
