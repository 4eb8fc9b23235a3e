import { describe, expect, it, vi } from 'vitest';
import { runSubnetEpoch } from '../../chain/yuma/index.ts';
import { createEpochComputer } from '../../gpu/computer.ts';
import { ComputeError } from '../../gpu/error.ts';
import { fakeEngines } from '../../gpu/testing/fake-engines.ts';
import { randomEpochInput } from '../../gpu/testing/random-input.ts';
import type { EpochRecord } from '../../light/types.ts';
import { createMemoryStore, type Store } from '../../store/index.ts';
import { decodeSetting, openCompute } from './compute.ts';
import type { ComputeStatus } from './types.ts';

const { signal } = new AbortController();

function record(mechanismCount = 1): EpochRecord {
  const input = { ...randomEpochInput({ seed: 3, validators: 4, neurons: 16 }), mechanismCount };
  const mechanisms = new Array(mechanismCount).fill(input.mechanisms[0]!);
  const whole = { ...input, mechanisms };
  const at = { number: 9, hash: '0x09' };
  return { netuid: 1, epochIndex: 7n, parent: at, block: at, input: whole, stored: runSubnetEpoch(whole) };
}

function open(changes: { readonly store?: Store; readonly forceSoftwareGpu?: boolean } = {}) {
  const engines = fakeEngines();
  const statuses: ComputeStatus[] = [];
  const compute = openCompute({
    createComputer: (options) => createEpochComputer(engines.platform, options),
    store: Promise.resolve(changes.store ?? createMemoryStore(undefined)),
    forceSoftwareGpu: changes.forceSoftwareGpu ?? false,
    report: (status) => statuses.push(status),
  });
  return { ...engines, compute, statuses };
}

describe('the observer computes', () => {
  it('an epoch that is as the chain stored it, and says by whom', async () => {
    const { compute } = open();
    const audit = await compute.audit(record(), 'proved', signal);
    expect(audit).toMatchObject({ engine: 'wasm', uids: 16, equalUids: 16, differenceCount: 0, label: 'proved' });
    expect(audit.computeMs).toBeGreaterThan(0);
    expect(await compute.audit(record(), 'claimed', signal)).toMatchObject({ equalUids: 16, label: 'claimed' });
    expect(compute.status).toMatchObject({ setting: 'auto', engine: 'wasm', failures: [] });
  });

  it('nothing, and opens nothing, before there is an epoch', async () => {
    const { compute, log, statuses } = open();
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(log).toEqual([]);
    expect(statuses.at(-1)).toMatchObject({ setting: 'auto', engine: undefined, opening: undefined });
    compute.close();
  });

  it('on the GPU where the address forces it, and in WebAssembly once that is lost, and says so', async () => {
    const { compute, gpu, statuses } = open({ forceSoftwareGpu: true });
    expect(await compute.audit(record(), 'proved', signal)).toMatchObject({ engine: 'gpu' });
    gpu.failure = { afterResults: 0, error: new ComputeError('gpu/device-lost', 'Gone.') };
    expect(await compute.audit(record(), 'proved', signal)).toMatchObject({ engine: 'wasm', equalUids: 16 });
    expect(statuses.at(-1)).toMatchObject({ setting: 'gpu', engine: 'wasm', failures: [{ code: 'gpu/device-lost' }] });
  });

  it('claims the slowest engine where several took part in one epoch', async () => {
    const { compute, gpu } = open({ forceSoftwareGpu: true });
    await compute.audit(record(), 'proved', signal);
    gpu.failure = { afterResults: 1, error: new ComputeError('gpu/device-lost', 'Gone.') };
    expect(await compute.audit(record(2), 'proved', signal)).toMatchObject({ engine: 'wasm', differenceCount: 0 });
  });

  it('on what was chosen on an earlier visit', async () => {
    const store = createMemoryStore(undefined);
    await store.saveSetting('compute-engine', 'reference');
    const { compute } = open({ store });
    expect(await compute.audit(record(), 'proved', signal)).toMatchObject({ engine: 'reference' });
  });

  it('on what a person chose since, rather', async () => {
    const store = createMemoryStore(undefined);
    await store.saveSetting('compute-engine', 'reference');
    const { compute } = open({ store });
    compute.choose('gpu', false);
    expect(await compute.audit(record(), 'proved', signal)).toMatchObject({ engine: 'gpu' });
    expect(compute.status.setting).toBe('gpu');
  });

  it('and opens at once what a person forces, to say whether it works', async () => {
    const { compute, gpu, statuses } = open();
    gpu.openError = new ComputeError('gpu/no-adapter', 'None.');
    compute.choose('gpu', true);
    await vi.waitFor(() => expect(statuses.at(-1)?.failures).toMatchObject([{ code: 'gpu/no-adapter' }]));
  });

  it('also where the store cannot be read', async () => {
    const broken = { ...createMemoryStore(undefined), loadSetting: () => Promise.reject(new Error('corrupt')) };
    const { compute } = open({ store: broken });
    expect(await compute.audit(record(), 'proved', signal)).toMatchObject({ engine: 'wasm' });
  });

  it('and keeps what it measured for the next visit', async () => {
    const store = createMemoryStore(undefined);
    await open({ store }).compute.audit(record(), 'proved', signal);
    const kept = await store.loadSetting('compute-calibrations');
    expect(kept).toMatchObject({ entries: [{ engine: 'wasm', device: 'a fake wasm' }] });
  });
});

describe('a kept setting', () => {
  it.each([undefined, null, 3, 'cuda', { setting: 'gpu' }])('that is none means automatic: %o', (kept) => {
    expect(decodeSetting(kept)).toBe('auto');
  });
});
