import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NeuronPruning } from './neuron-pruning.ts';
import { immortalUids, isImmune, neuronToPrune } from './neuron-pruning.ts';

const BLOCK = 100n;
const neuron = fc.record({
  emissionRao: fc.bigInt({ min: 0n, max: 3n }),
  registeredAt: fc.bigInt({ min: 80n, max: BLOCK }),
});
const pruning = fc.record({
  neurons: fc.array(neuron, { maxLength: 12 }),
  immortal: fc.array(fc.nat(11), { maxLength: 4 }).map((uids): ReadonlySet<number> => new Set(uids)),
  block: fc.constant(BLOCK),
  immunityPeriod: fc.bigInt({ min: 0n, max: 21n }),
  minNonImmuneUids: fc.nat(6),
});

/** The same choice in other words: whoever nobody goes before. */
function bruteForce({ neurons, immortal, block, immunityPeriod, minNonImmuneUids }: NeuronPruning): number | undefined {
  const goesBefore = (a: number, b: number): boolean => {
    const [x, y] = [neurons[a]!, neurons[b]!];
    if (x.emissionRao !== y.emissionRao) return x.emissionRao < y.emissionRao;
    if (x.registeredAt !== y.registeredAt) return x.registeredAt < y.registeredAt;
    return a < b;
  };
  const mortal = [...neurons.keys()].filter((uid) => !immortal.has(uid));
  const isYoung = (uid: number) => neurons[uid]!.registeredAt + immunityPeriod > block;
  const grown = mortal.filter((uid) => !isYoung(uid)).length;
  const pool = mortal.filter((uid) => isYoung(uid) !== grown > minNonImmuneUids);
  return pool.find((uid) => !pool.some((other) => other !== uid && goesBefore(other, uid)));
}

describe('the neuron that makes room', () => {
  it('is the one that nobody goes before', () => {
    fc.assert(
      fc.property(pruning, (given) => {
        expect(neuronToPrune(given)).toBe(bruteForce(given));
      }),
      { seed: 3, numRuns: 2_000 },
    );
  });

  const grown = (emissionRao: bigint, registeredAt = 0n) => ({ emissionRao, registeredAt });
  const young = (emissionRao: bigint) => ({ emissionRao, registeredAt: 95n });
  const choose = (neurons: NeuronPruning['neurons'], minNonImmuneUids = 0, immortal: number[] = []) =>
    neuronToPrune({ neurons, minNonImmuneUids, immortal: new Set(immortal), block: BLOCK, immunityPeriod: 10n });

  it('earned least, of equals is oldest, of these has the lowest uid', () => {
    expect(choose([grown(2n), grown(1n), grown(3n)])).toBe(1);
    expect(choose([grown(1n, 8n), grown(1n, 7n), grown(1n, 7n)])).toBe(1);
  });

  it('is young only while too few others are left', () => {
    expect(choose([young(0n), grown(5n), grown(4n)], 1)).toBe(2);
    expect(choose([young(0n), grown(5n), grown(4n)], 2)).toBe(0);
  });

  it('is nobody where those who may go are all spared', () => {
    expect(choose([])).toBeUndefined();
    expect(choose([grown(1n)], 0, [0])).toBeUndefined();
    expect(choose([grown(1n)], 1)).toBeUndefined();
  });
});

describe('immunity', () => {
  it('ends with the block that is the period after the registration', () => {
    expect(isImmune({ registeredAt: 91n }, BLOCK, 10n)).toBe(true);
    expect(isImmune({ registeredAt: 90n }, BLOCK, 10n)).toBe(false);
  });
});

describe("the owner's neurons", () => {
  const owned = [
    { uid: 7, registeredAt: 3n },
    { uid: 2, registeredAt: 9n },
    { uid: 4, registeredAt: 3n },
  ];

  it('are spared oldest first, up to the limit', () => {
    expect([...immortalUids(owned, undefined, 2)]).toEqual([4, 7]);
  });

  it('always include the hotkey of the subnet, which takes the place of another', () => {
    expect([...immortalUids(owned, 2, 2)]).toEqual([2, 4]);
    expect([...immortalUids(owned, 9, 1)]).toEqual([9]);
    expect([...immortalUids(owned, 7, 2)]).toEqual([4, 7]);
    expect([...immortalUids([], 5, 1)]).toEqual([5]);
  });
});
