import { describe, expect, it } from 'vitest';
import { computeCore, EMPTY_ROW } from '../chain/yuma/index.ts';
import { seededRandom } from './random.ts';
import { createReferenceCalculator, createReferenceEngine } from './reference.ts';
import { sampleCore } from './sample-core.ts';

const core = sampleCore(seededRandom(5), { liquidAlpha: true });
const keepsBonds = Array.from({ length: core.n }, (_, uid) => uid % 2 === 0);

describe('a series in the reference engine', () => {
  it('gives each epoch the bonds that the one before stored', async () => {
    const first = computeCore(core);
    const bonds = first.bonds.map((row, uid) => (keepsBonds[uid] ? row : EMPTY_ROW));
    const second = computeCore({ ...core, bonds });
    const series = [{ steps: [{ core, keepsBonds }, { core }] }];

    const [result] = await createReferenceEngine().computeSeries(series, { bonds: true });
    const { bonds: _, ...firstShares } = first;
    const { bonds: secondBonds, ...secondShares } = second;
    expect(result).toEqual({ epochs: [firstShares, secondShares], bonds: secondBonds });

    const last = createReferenceCalculator().computeSeries(series, { epochs: 'last' });
    expect(last).toEqual([{ epochs: [secondShares], bonds: undefined }]);
  });

  it('reports each series once, and how far it is', async () => {
    const reported: number[] = [];
    const done: number[] = [];
    await createReferenceEngine().computeSeries([{ steps: [{ core }, { core }] }, { steps: [{ core }] }], {
      onResult: (index) => reported.push(index),
      onProgress: (progress) => done.push(progress.done / progress.total),
    });
    expect(reported).toEqual([0, 1]);
    expect(done).toEqual([1 / 3, 2 / 3, 1]);
  });
});
