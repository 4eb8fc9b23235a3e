import { describe, expect, it, vi } from 'vitest';
import type { CalibrationStore } from './calibration-book.ts';
import { createEpochComputer } from './computer.ts';
import type { ComputerStatus } from './computer-types.ts';
import { ComputeError } from './error.ts';
import { seededRandom } from './random.ts';
import { createReferenceCalculator } from './reference.ts';
import { sampleCore } from './sample-core.ts';
import { fakeEngines } from './testing/fake-engines.ts';
import type { EpochSeries } from './types.ts';

const random = seededRandom(20261120);
const series: readonly EpochSeries[] = Array.from({ length: 5 }, (_, k) => {
  const core = sampleCore(random, { n: 10, validators: 3 });
  return { steps: new Array(k + 1).fill({ core }) };
});
const EPOCHS = 1 + 2 + 3 + 4 + 5;
const expected = createReferenceCalculator().computeSeries(series);
/** Until engines have begun, also on a busy machine. */
const PATIENCE_MS = 10_000;
const lost = new ComputeError('gpu/device-lost', 'The cable was pulled.');

describe('a computer', () => {
  it('computes live epochs in WebAssembly by itself, and never opens a GPU for them', async () => {
    const { platform, log } = fakeEngines();
    const computer = createEpochComputer(platform);
    const { results, parts, failures } = await computer.computeSeries(series);
    expect(results).toEqual(expected);
    expect(parts).toEqual([{ engine: 'wasm', device: 'a fake wasm', epochs: EPOCHS, ms: expect.any(Number) }]);
    expect(failures).toEqual([]);
    expect(log).toEqual(['open wasm', 'wasm 5']);
  });

  it.each(['gpu', 'wasm', 'reference'] as const)('computes on what is forced: %s', async (setting) => {
    const { platform } = fakeEngines();
    const computer = createEpochComputer(platform, { setting });
    const { results, parts } = await computer.computeSeries(series);
    expect(results).toEqual(expected);
    expect(parts.map(({ engine }) => engine)).toEqual([setting]);
    computer.close();
  });

  it('gives cores their results with bonds', async () => {
    const { platform } = fakeEngines();
    const cores = series.map(({ steps }) => steps[0]!.core);
    const { results } = await createEpochComputer(platform).computeCores(cores);
    const [first] = createReferenceCalculator().computeSeries([{ steps: [{ core: cores[0]! }] }], { bonds: true });
    expect(results).toHaveLength(5);
    expect(results[0]).toEqual({ ...first!.epochs[0], bonds: first!.bonds });
  });

  it('computes nothing when there is nothing to compute', async () => {
    const { platform, log } = fakeEngines();
    expect(await createEpochComputer(platform).computeSeries([])).toEqual({ results: [], parts: [], failures: [] });
    expect(log).toEqual([]);
  });
});

describe('when an engine fails', () => {
  it.each([
    ['the device is lost', lost, 'gpu/device-lost'],
    ['a re-check fails', new ComputeError('gpu/recheck-failed', 'Series 3 differs.'), 'gpu/recheck-failed'],
    ['something happens that nobody foresaw', new TypeError('undefined is not a function'), 'gpu/unexpected'],
  ])('keeps what was finished and computes the rest in WebAssembly: %s', async (_what, error, code) => {
    const { platform, gpu, log } = fakeEngines();
    const computer = createEpochComputer(platform, { setting: 'gpu' });
    gpu.failure = { afterResults: 2, error };
    const told: number[] = [];
    const { results, parts, failures } = await computer.computeSeries(series, {
      onResult: (index, result) => {
        told.push(index);
        expect(result).toEqual(expected[index]);
      },
    });
    expect(results).toEqual(expected);
    expect(told).toEqual([0, 1, 2, 3, 4]);
    expect(parts.map(({ engine, epochs }) => [engine, epochs])).toEqual([
      ['gpu', 3],
      ['wasm', 12],
    ]);
    expect(failures).toMatchObject([{ code }]);
    expect(computer.status).toMatchObject({ engine: 'wasm', failures: [{ code }] });

    await computer.computeSeries(series);
    expect(log).toEqual(['open wasm', 'open gpu', 'gpu 5', 'close gpu', 'wasm 3', 'wasm 5']);
  });

  it('goes from WebAssembly to the reference', async () => {
    const { platform, wasm } = fakeEngines();
    const computer = createEpochComputer(platform, { setting: 'wasm' });
    wasm.failure = { afterResults: 4, error: new RangeError('memory') };
    const { results, parts, failures } = await computer.computeSeries(series);
    expect(results).toEqual(expected);
    expect(parts.map(({ engine, epochs }) => [engine, epochs])).toEqual([
      ['wasm', 10],
      ['reference', 5],
    ]);
    expect(failures).toMatchObject([{ code: 'wasm/unexpected' }]);
  });

  it('goes through all of them, and says why', async () => {
    const { platform, gpu, wasm } = fakeEngines();
    gpu.openError = new ComputeError('gpu/no-adapter', 'None.');
    wasm.openError = new ComputeError('wasm/unavailable', 'Forbidden.');
    const computer = createEpochComputer(platform, { setting: 'gpu' });
    const { results, parts } = await computer.computeSeries(series);
    expect(results).toEqual(expected);
    expect(parts).toMatchObject([{ engine: 'reference', epochs: EPOCHS }]);
    expect(computer.status.failures.map(({ code }) => code)).toEqual(['gpu/no-adapter', 'wasm/unavailable']);
  });

  it('keeps an engine for which only this job was too much', async () => {
    const { platform, gpu, log } = fakeEngines();
    const computer = createEpochComputer(platform, { setting: 'gpu' });
    gpu.failure = { afterResults: 0, error: new ComputeError('gpu/out-of-memory', '7 GB.') };
    expect((await computer.computeSeries(series)).parts).toMatchObject([{ engine: 'wasm' }]);
    gpu.failure = undefined;
    expect((await computer.computeSeries(series)).parts).toMatchObject([{ engine: 'gpu' }]);
    expect(log).not.toContain('close gpu');
  });

  it('tries it again once a person chooses it again', async () => {
    const { platform, gpu } = fakeEngines();
    const computer = createEpochComputer(platform, { setting: 'gpu' });
    gpu.openError = new ComputeError('gpu/no-adapter', 'None.');
    await computer.computeSeries(series);
    gpu.openError = undefined;
    expect((await computer.computeSeries(series)).parts).toMatchObject([{ engine: 'wasm' }]);
    computer.choose('gpu');
    expect(computer.status.failures).toEqual([]);
    expect((await computer.computeSeries(series)).parts).toMatchObject([{ engine: 'gpu' }]);
  });

  it('says before any job whether what is forced can be used', async () => {
    const { platform, gpu, log } = fakeEngines();
    gpu.openError = new ComputeError('gpu/no-adapter', 'None.');
    const computer = createEpochComputer(platform);
    await computer.prepare();
    expect(log).toEqual([]);
    computer.choose('gpu');
    await computer.prepare();
    expect(computer.status).toMatchObject({ engine: undefined, failures: [{ code: 'gpu/no-adapter' }] });
  });

  it('says at once that an idle GPU was lost', async () => {
    const { platform, loseGpu } = fakeEngines();
    const statuses: ComputerStatus[] = [];
    const computer = createEpochComputer(platform, { setting: 'gpu', onStatus: (status) => statuses.push(status) });
    await computer.computeSeries(series);
    loseGpu();
    await vi.waitFor(() => expect(statuses.at(-1)?.failures).toMatchObject([{ code: 'gpu/device-lost' }]), PATIENCE_MS);
    expect((await computer.computeSeries(series)).parts).toMatchObject([{ engine: 'wasm' }]);
  });
});

describe('what only the reference takes', () => {
  it('is computed there, and the rest where it belongs', async () => {
    const { platform, log } = fakeEngines();
    const { core } = series[2]!.steps[0]!;
    const weights = core.weights.map((row, uid) =>
      uid === 0 ? { columns: Uint16Array.of(1, 1), values: Uint16Array.of(2, 3) } : row,
    );
    const mixed = [...series, { steps: [{ core: { ...core, weights } }] }];
    const { results, parts, failures } = await createEpochComputer(platform).computeSeries(mixed);
    expect(results).toEqual(createReferenceCalculator().computeSeries(mixed));
    expect(parts.map(({ engine, epochs }) => [engine, epochs])).toEqual([
      ['reference', 1],
      ['wasm', EPOCHS],
    ]);
    expect(failures).toMatchObject([{ code: 'compute/duplicate-column' }]);
    expect(log.filter((line) => line.startsWith('close'))).toEqual([]);
  });
});

describe('what ends a job', () => {
  it.each(['gpu', 'wasm'] as const)('an abort, with its reason and no engine blamed: %s', async (setting) => {
    const { platform, gpu, wasm, log } = fakeEngines();
    Object.assign(setting === 'gpu' ? gpu : wasm, { hangs: true });
    const computer = createEpochComputer(platform, { setting });
    const control = new AbortController();
    const computing = computer.computeSeries(series, { signal: control.signal });
    await vi.waitFor(() => expect(log).toContain(`${setting} 5`), PATIENCE_MS);
    control.abort(new Error('not needed any more'));
    await expect(computing).rejects.toThrow('not needed any more');
    expect(computer.status.failures).toEqual([]);
  });

  it('a job that no engine takes, with no engine blamed', async () => {
    const { platform } = fakeEngines();
    const computer = createEpochComputer(platform);
    await expect(computer.computeSeries([{ steps: [] }])).rejects.toMatchObject({ code: 'compute/bad-series' });
    expect(computer.status.failures).toEqual([]);
  });

  it('what a callback throws, with no engine blamed', async () => {
    const { platform, log } = fakeEngines();
    const computer = createEpochComputer(platform);
    const onResult = () => {
      throw new Error('a mistake of the caller');
    };
    await expect(computer.computeSeries(series, { onResult })).rejects.toThrow('a mistake of the caller');
    expect(computer.status.failures).toEqual([]);
    expect(log).not.toContain('close wasm');
  });

  it('closing, also of engines that are open', async () => {
    const { platform, wasm, log } = fakeEngines();
    wasm.hangs = true;
    const computer = createEpochComputer(platform);
    const control = new AbortController();
    const computing = computer.computeSeries(series, { signal: control.signal });
    await vi.waitFor(() => expect(log).toContain('wasm 5'), PATIENCE_MS);
    computer.close();
    control.abort(new Error('closed'));
    await expect(computing).rejects.toThrow('closed');
    await expect(computer.computeSeries(series)).rejects.toMatchObject({ code: 'compute/closed' });
    expect(log).toContain('close wasm');
  });
});

describe('what was measured', () => {
  function memory(): CalibrationStore & { record: unknown } {
    return {
      record: undefined,
      async load() {
        return structuredClone(this.record);
      },
      async save(record) {
        this.record = record;
      },
    };
  }

  it('is told, and kept for the next visit', async () => {
    const calibrations = memory();
    const first = createEpochComputer(fakeEngines().platform, { setting: 'gpu', calibrations });
    await first.computeSeries(series);
    expect(first.status.expected.map(({ engine }) => engine)).toEqual(['gpu', 'wasm']);
    const kept = structuredClone(calibrations.record);

    const second = createEpochComputer(fakeEngines().platform, { setting: 'gpu', calibrations });
    await second.computeSeries(series);
    expect(calibrations.record).toEqual(kept);
    expect(second.status.expected).toEqual(first.status.expected);
  });

  it('is measured anew where the record is none of ours', async () => {
    const calibrations = memory();
    calibrations.record = { version: 'x', entries: [null] };
    const computer = createEpochComputer(fakeEngines().platform, { calibrations });
    await computer.computeSeries(series);
    expect(computer.status.expected).toHaveLength(1);
    expect(calibrations.record).toMatchObject({ entries: [{ device: 'a fake wasm' }] });
  });

  it('is not needed: a store that fails costs nothing but time', async () => {
    const broken = { load: () => Promise.reject(new Error('no')), save: () => Promise.reject(new Error('no')) };
    const computer = createEpochComputer(fakeEngines().platform, { calibrations: broken });
    expect((await computer.computeSeries(series)).results).toEqual(expected);
  });
});
