import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sr25519FromUri } from '../../src/chain/keys.ts';
import type { ComputeCore } from '../../src/chain/yuma/index.ts';
import { openTestChain, produceBlocks, remark, sign, transfer } from '../chain/chain.fixture.ts';
import { devAccount } from '../residents/index.ts';
import { countEpochCores, directoryBytes, metricsText, watchChain } from './index.ts';

/** What a sample of the page says. */
function sampleOf(text: string, name: string): number {
  const line = text.split('\n').find((candidate) => candidate.startsWith(`${name} `));
  return Number(line?.slice(name.length + 1));
}

describe('the metrics', () => {
  it('count blocks, epochs and what became of extrinsics', async () => {
    const chain = await openTestChain();
    const { counts, stop } = watchChain(chain);
    const epochs = { cores: 3, ms: 12.5 };
    produceBlocks(chain, 22);
    const alice = sr25519FromUri('//Alice');
    chain.submit(sign(chain, alice, remark()));
    chain.submit(sign(chain, alice, transfer(devAccount('Bob'), 2_000_000_000_000_000n), { nonce: 1 }));
    produceBlocks(chain, 1);
    chain.submit(sign(chain, alice, remark()));
    await chain.finalizeTo(21);
    const text = await metricsText(counts, {
      chain,
      epochs,
      peers: () => 2,
      rpcClients: () => 1,
      databaseBytes: async () => 77,
    });
    expect(sampleOf(text, 'yumalight_best_block')).toBe(23);
    expect(sampleOf(text, 'yumalight_finalized_block')).toBe(21);
    expect(sampleOf(text, 'yumalight_blocks_total')).toBe(23);
    expect(sampleOf(text, 'yumalight_epochs_total')).toBe(1);
    expect(sampleOf(text, 'yumalight_epoch_cores_total')).toBe(3);
    expect(sampleOf(text, 'yumalight_epoch_core_ms_total')).toBe(12.5);
    expect(sampleOf(text, 'yumalight_extrinsics_total{outcome="success"}')).toBe(1);
    expect(sampleOf(text, 'yumalight_extrinsics_total{outcome="failed"}')).toBe(1);
    expect(sampleOf(text, 'yumalight_extrinsics_total{outcome="refused"}')).toBe(0);
    expect(sampleOf(text, 'yumalight_pool_ready')).toBe(1);
    expect(sampleOf(text, 'yumalight_peers')).toBe(2);
    expect(sampleOf(text, 'yumalight_rpc_clients')).toBe(1);
    expect(sampleOf(text, 'yumalight_database_bytes')).toBe(77);
    expect(sampleOf(text, 'yumalight_resident_memory_bytes')).toBeGreaterThan(1e6);
    stop();
    produceBlocks(chain, 1);
    expect(counts.blocks).toBe(23);
  });

  it('explain each name once, in the form that Prometheus reads', async () => {
    const chain = await openTestChain();
    const { counts } = watchChain(chain);
    const zero = () => 0;
    const options = { chain, epochs: { cores: 0, ms: 0 }, peers: zero, rpcClients: zero, databaseBytes: async () => 0 };
    const lines = (await metricsText(counts, options)).trimEnd().split('\n');
    const names = lines.filter((line) => line.startsWith('# TYPE')).map((line) => line.split(' ')[2]!);
    expect(new Set(names).size).toBe(names.length);
    for (const line of lines.filter((candidate) => !candidate.startsWith('#'))) {
      expect(line).toMatch(/^yumalight_[a-z0-9_]+(\{outcome="[a-z]+"\})? \d+(\.\d+)?$/);
      expect(names).toContain(line.split(/[ {]/)[0]);
    }
  });
});

describe('an engine that is counted', () => {
  it('gives what it gave, and its time is added up, also when it fails', () => {
    const times = [10, 14, 20, 21];
    const count = { cores: 0, ms: 0 };
    const failing: ComputeCore = () => {
      throw new Error('no');
    };
    const result = { some: 'result' };
    const now = () => times.shift()!;
    const working = countEpochCores((() => result) as unknown as ComputeCore, count, now);
    expect((working as unknown as () => unknown)()).toBe(result);
    expect(() => (countEpochCores(failing, count, now) as unknown as () => unknown)()).toThrowError('no');
    expect(count).toEqual({ cores: 2, ms: 5 });
  });
});

describe('the size of a database', () => {
  it('is that of its files, and nothing where there is none', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'localnet-bytes-'));
    writeFileSync(join(directory, 'a'), new Uint8Array(100));
    writeFileSync(join(directory, 'b'), new Uint8Array(23));
    expect(await directoryBytes(directory)).toBe(123);
    rmSync(directory, { recursive: true });
    expect(await directoryBytes(directory)).toBe(0);
  });
});
