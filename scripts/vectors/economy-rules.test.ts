import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { JsonPlace } from '../../src/chain/json.ts';
import { EMISSION_RUNNERS } from './economy-emission.ts';
import { SUBNET_RUNNERS } from './economy-subnets.ts';

interface Document {
  readonly cases: readonly { readonly id: string; readonly input: object; readonly expected: object }[];
}

const RUNNERS = { ...EMISSION_RUNNERS, ...SUBNET_RUNNERS };
const load = (name: string): Document =>
  JSON.parse(readFileSync(new URL(`../../test/vectors/economy/${name}.json`, import.meta.url), 'utf8'));
const run = (name: string, input: object, expected: object) =>
  RUNNERS[name]!(JsonPlace.of(input), JsonPlace.of(expected));

/** The same value with its last leaf changed. */
function changed(value: unknown): unknown {
  if (Array.isArray(value)) return [...value.slice(0, -1), changed(value.at(-1))];
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'string') return `${value}0`;
  if (value === null) return '0';
  const entries = Object.entries(value as object);
  return Object.fromEntries(entries.map(([key, part], i) => [key, i === entries.length - 1 ? changed(part) : part]));
}

describe('economy vectors about rules', () => {
  it.each([
    ['block-emission', 26],
    ['burn-bump', 8],
    ['burn-decay', 11],
    ['burn-decay-factor', 9],
    ['dividend-split', 3],
    ['emission-shares', 4],
    ['epoch-schedule', 12],
    ['mechanism-split', 5],
    ['moving-price', 5],
    ['network-lock-cost', 6],
    ['root-claim-indices', 3],
    ['root-proportion', 4],
    ['stake-weight', 3],
    ['subnet-terms', 4],
    ['weights-max-upscale', 9],
  ])('%s agrees in all %i cases', (name, count) => {
    const { cases } = load(name);
    expect(cases).toHaveLength(count);
    for (const { id, input, expected } of cases) expect([id, run(name, input, expected)]).toEqual([id, []]);
  });

  it.each(Object.keys(RUNNERS))('%s reports every field that differs, is missing or is not computed', (name) => {
    const { input, expected } = load(name).cases[0]!;
    for (const [field, value] of Object.entries(expected)) {
      const altered = run(name, input, { ...expected, [field]: changed(value) });
      expect(altered.map((mismatch) => mismatch.field)).toEqual([field]);
      const { [field]: _, ...without } = expected as Record<string, unknown>;
      expect(run(name, input, without).map((mismatch) => mismatch.field)).toEqual([field]);
    }
    expect(run(name, input, { ...expected, more: '1' }).map((mismatch) => mismatch.field)).toEqual(['more']);
  });

  it.each(Object.keys(RUNNERS))('%s refuses inputs that are missing or not of their type', (name) => {
    const { input, expected } = load(name).cases[0]!;
    for (const field of Object.keys(input)) {
      const { [field]: _, ...without } = input as Record<string, unknown>;
      expect(() => run(name, without, expected)).toThrow(expect.objectContaining({ code: 'json/missing' }));
      const wrong = { ...input, [field]: { not: 'this' } };
      expect(() => run(name, wrong, expected)).toThrow(expect.objectContaining({ code: 'json/wrong-type' }));
    }
  });

  it('refuses lists of different lengths and more steps than it would run', () => {
    const shares = load('emission-shares').cases[0]!;
    expect(() => run('emission-shares', { ...shares.input, emission_enabled: [] }, shares.expected)).toThrow();
    const decay = load('burn-decay').cases[0]!;
    expect(() => run('burn-decay', { ...decay.input, blocks: [1_000_001] }, decay.expected)).toThrow(
      expect.objectContaining({ code: 'json/out-of-range' }),
    );
  });
});
