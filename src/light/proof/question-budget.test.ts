import { describe, expect, it } from 'vitest';
import { FakeClock, settle } from '../testing/fake-clock.ts';
import { QuestionBudget } from './question-budget.ts';

const { signal } = new AbortController();

/** A budget, and questions that end when they are told to. */
function stage(pace = { atOnce: 2, perMinute: 6_000 }) {
  const clock = new FakeClock();
  const budget = new QuestionBudget(pace, clock);
  const begun: string[] = [];
  const open = new Map<string, () => void>();
  const ask = (name: string, aborting = signal) =>
    budget.spend(() => {
      begun.push(name);
      return new Promise<string>((resolve) => open.set(name, () => resolve(name)));
    }, aborting);
  const finish = async (name: string) => {
    open.get(name)!();
    await settle();
  };
  return { clock, budget, begun, ask, finish };
}

describe('a budget of questions', () => {
  it('gives a free place to who has waited longest, not to who comes next', async () => {
    const { begun, ask, finish } = stage();
    for (const name of ['a', 'b', 'c', 'd']) void ask(name);
    await settle();
    expect(begun).toEqual(['a', 'b']);
    const freed = finish('a');
    void ask('late');
    await freed;
    expect(begun).toEqual(['a', 'b', 'c']);
    await finish('b');
    await finish('c');
    expect(begun).toEqual(['a', 'b', 'c', 'd', 'late']);
  });

  it('lets who stops waiting go at once, without a place or a question', async () => {
    const { budget, begun, ask, finish } = stage({ atOnce: 1, perMinute: 6_000 });
    void ask('a');
    const stopping = new AbortController();
    const left = ask('b', stopping.signal);
    void ask('c');
    stopping.abort(new Error('enough'));
    await expect(left).rejects.toThrow('enough');
    expect(budget.load).toBe(2);
    await finish('a');
    expect(begun).toEqual(['a', 'c']);
    await finish('c');
    expect(budget.load).toBe(0);
  });

  it('gives the place on when a question fails', async () => {
    const { budget, begun, ask } = stage({ atOnce: 1, perMinute: 6_000 });
    const failed = budget.spend(() => Promise.reject(new Error('no')), signal);
    void ask('b');
    await expect(failed).rejects.toThrow('no');
    await settle();
    expect(begun).toEqual(['b']);
  });

  it('keeps its pace, and what nobody asked in the end is not counted', async () => {
    const { clock, begun, ask } = stage({ atOnce: 8, perMinute: 60 }); // ten at once, then one a second
    for (let i = 0; i < 10; i++) void ask(`burst ${i}`).catch(() => undefined);
    await settle();
    expect(begun).toHaveLength(8);
    const idle = stage({ atOnce: 8, perMinute: 6 }); // one, then one in ten seconds
    void idle.ask('first');
    const stopping = new AbortController();
    const left = idle.ask('left', stopping.signal);
    await settle();
    stopping.abort(new Error('enough'));
    await expect(left).rejects.toThrow('enough');
    void idle.ask('second');
    await idle.clock.advance(9_999);
    expect(idle.begun).toEqual(['first']);
    await idle.clock.advance(1);
    expect(idle.begun).toEqual(['first', 'second']);
    void clock;
  });
});
