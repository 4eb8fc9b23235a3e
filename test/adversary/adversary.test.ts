/**
 * Servers and nodes that lie: every one is refused by name, no wrong number is ever read, and an engine with an honest
 * server beside the liar goes on. Prints a table of all cases at the end.
 */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type * as keys from '../../src/chain/keys.ts';
import type { Case } from './cases.ts';
import { CASES } from './cases.ts';
import type { Verdict } from './verdict.ts';
import { isNamed, isRefused, judge } from './verdict.ts';
import type { World } from './world.ts';
import { startWorld } from './world.ts';

/** Cases at once: they wait most of the time. */
const AT_ONCE = 10;
const ALL_MS = 360_000;

/** Hundreds of engines check the same few signatures: each is checked once, for all of them. */
vi.mock('../../src/chain/keys.ts', async (original) => {
  const real = await original<typeof keys>();
  const { remembered } = await import('./remembered.ts');
  return { ...real, ed25519Verify: remembered(real.ed25519Verify), sr25519Verify: remembered(real.sr25519Verify) };
});

let world: World;
let verdicts: Map<Case, Promise<Verdict>>;

beforeAll(async () => {
  world = await startWorld();
  verdicts = judgeAll();
});

afterAll(async () => {
  const all = await Promise.all(verdicts.values());
  const rows = all.map(({ case: one, aloneCode, besideCode, goesOnMs }) => {
    const code = besideCode ?? aloneCode ?? 'NOT REFUSED';
    return [one.lie, one.transport, code, goesOnMs === undefined ? 'NEVER' : String(Math.round(goesOnMs))];
  });
  const refused = all.filter(isRefused).length;
  console.log(`${table(['lie', 'transport', 'refused with', 'honest server goes on in ms'], rows)}\n`);
  console.log(`${all.length} cases, ${refused} refused`);
  await world.close();
});

/**
 * The light ones side by side, then the heavy ones one by one. What a machine that is busy with many did not get done in
 * time is tried once more by itself; something wrong that was said counts whenever it was.
 */
function judgeAll(): Map<Case, Promise<Verdict>> {
  const promises = new Map(CASES.map((one) => [one, Promise.withResolvers<Verdict>()]));
  const late: Verdict[] = [];
  const lane = async (queue: Case[]) => {
    for (let one = queue.shift(); one; one = queue.shift()) {
      const { resolve, reject } = promises.get(one)!;
      await judge(world, one).then((verdict) => {
        if (isRefused(verdict) && verdict.goesOnMs !== undefined) resolve(verdict);
        else late.push(verdict);
      }, reject);
    }
  };
  const again = async () => {
    for (const { case: one, wrong } of late) {
      const { resolve, reject } = promises.get(one)!;
      await judge(world, one).then((verdict) => resolve({ ...verdict, wrong: [...wrong, ...verdict.wrong] }), reject);
    }
    if (late.length > 0) console.log(`${late.length} cases took too long beside others and were judged once more`);
  };
  const light = CASES.filter(({ isHeavy }) => !isHeavy);
  const lanes = Array.from({ length: AT_ONCE }, () => lane(light));
  void Promise.all(lanes)
    .then(() => lane(CASES.filter(({ isHeavy }) => isHeavy)))
    .then(again);
  return new Map([...promises].map(([one, { promise }]) => [one, promise]));
}

describe('a server that lies', () => {
  it.each(CASES.map((one) => [one.lie, one.transport, one] as const))(
    'is refused for %s over %s',
    async (_lie, _transport, one) => {
      const verdict = await verdicts.get(one)!;
      expect(verdict.wrong).toEqual([]);
      if (isNamed(one, 'alone')) expect(verdict.aloneCode, verdict.last).toBeOneOf([...one.codes]);
      if (isNamed(one, 'beside')) expect(verdict.besideCode, verdict.last).toBeOneOf([...one.codes]);
      expect(verdict.goesOnMs, verdict.last).toBeTypeOf('number');
    },
    ALL_MS,
  );
});

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((name, i) => Math.max(name.length, ...rows.map((row) => row[i]!.length)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, i) => cell.padEnd(widths[i]!))
      .join(' | ')
      .trimEnd();
  return [line(head), widths.map((width) => '-'.repeat(width)).join('-|-'), ...rows.map(line)].join('\n');
}
