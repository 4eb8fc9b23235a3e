import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { unpackSmoldot } from './smoldot-wasm.ts';

it('unpacks the WebAssembly that smoldot’s JavaScript calls, twice over', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'smoldot-'));
  try {
    const file = await unpackSmoldot(folder);
    expect(await unpackSmoldot(folder)).toBe(file);
    const module = await WebAssembly.compile(await readFile(file));
    const names = WebAssembly.Module.exports(module).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['memory', 'init', 'add_chain', 'json_rpc_send']));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
