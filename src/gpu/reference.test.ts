import { describe, expect, it } from 'vitest';
import { computeCore } from '../chain/yuma/index.ts';
import { knownCores } from './known-cores.ts';
import { seededRandom } from './random.ts';
import { createReferenceEngine } from './reference.ts';
import { sampleCore } from './sample-core.ts';

describe('the reference engine', () => {
  it('computes cores in order', async () => {
    const cores = knownCores();
    expect(await createReferenceEngine().computeCores(cores)).toEqual(cores.map((core) => computeCore(core)));
  });

  it('stops when it is told to, in the middle of its work', async () => {
    const control = new AbortController();
    const core = sampleCore(seededRandom(1), { n: 128, validators: 32 });
    const computing = createReferenceEngine().computeCores(new Array(400).fill(core), { signal: control.signal });
    setTimeout(() => control.abort(new Error('the page was closed')), 0);
    await expect(computing).rejects.toThrow('the page was closed');
  });

  it('computes nothing once it is closed', async () => {
    const engine = createReferenceEngine();
    engine.close();
    await expect(engine.computeCores(knownCores())).rejects.toMatchObject({ code: 'compute/closed' });
  });
});
