import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { subnetInput } from '../../chain/yuma/arbitrary.fixture.ts';
import { computeCore, prepareSubnetEpoch } from '../../chain/yuma/index.ts';
import { createNodeWasmCore } from './core.node.ts';

describe('the kernel as a synchronous engine', () => {
  it('gives what the reference gives, and leaves to it what it does not take', async () => {
    const compute = await createNodeWasmCore();
    fc.assert(
      fc.property(subnetInput, (input) => {
        for (const { core } of prepareSubnetEpoch(input)) expect(compute(core)).toEqual(computeCore(core));
      }),
      { seed: 11, numRuns: 60 },
    );
    const row = { columns: Uint16Array.of(1, 1), values: Uint16Array.of(5, 6) };
    const [any] = fc.sample(
      subnetInput.filter(({ n }) => n > 2),
      { seed: 3, numRuns: 1 },
    );
    const { core } = prepareSubnetEpoch(any!)[0]!;
    const twice = { ...core, weights: core.weights.map((stored, uid) => (uid === 0 ? row : stored)) };
    expect(compute(twice)).toEqual(computeCore(twice));
  });
});
