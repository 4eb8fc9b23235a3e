import { describe, expect, it } from 'vitest';
import { runSubnetEpoch } from '../chain/yuma/index.ts';
import { createReferenceEngine } from './reference.ts';
import { runSubnetEpochs } from './subnet-epochs.ts';
import { randomEpochInput } from './testing/random-input.ts';

describe('runSubnetEpochs', () => {
  it('gives each subnet its own mechanisms back', async () => {
    const inputs = [1, 3, 2].map((mechanismCount, seed) => {
      const input = randomEpochInput({ seed, validators: 4, neurons: 16 });
      const mechanisms = Array.from(
        { length: mechanismCount },
        (_, k) => randomEpochInput({ seed: 10 * seed + k, validators: 4, neurons: 16 }).mechanisms[0]!,
      );
      return { ...input, mechanismCount, mechanisms };
    });
    const outputs = await runSubnetEpochs(createReferenceEngine(), inputs);
    expect(outputs).toEqual(inputs.map((input) => runSubnetEpoch(input)));
  });

  it('passes the signal on', async () => {
    const inputs = [randomEpochInput({ seed: 1, validators: 2, neurons: 8 })];
    const signal = AbortSignal.abort(new Error('not needed any more'));
    await expect(runSubnetEpochs(createReferenceEngine(), inputs, { signal })).rejects.toThrow('not needed any more');
  });
});
