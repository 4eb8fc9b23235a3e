import { describe, expect, it } from 'vitest';
import type { Dispatch, WorkStep } from './program.ts';
import { type Submission, SubmissionCutter } from './submission-cutter.ts';

const dispatch = (cost: number, count = 1_000, offset = 0): Dispatch => ({
  kind: 'dispatch',
  kernel: 'dividends',
  offset,
  count,
  cost,
});
const end: WorkStep = { kind: 'epoch-end', epochs: 3, copy: undefined };

function cut(steps: readonly WorkStep[], budget: number): Submission[] {
  const cutter = new SubmissionCutter(steps);
  const submissions: Submission[] = [];
  while (!cutter.isDone) submissions.push(cutter.next(budget));
  return submissions;
}

describe('SubmissionCutter', () => {
  it('makes one submission of what fits', () => {
    const steps = [dispatch(30), end, dispatch(70), end];
    expect(cut(steps, 100)).toEqual([{ steps, cost: 100, epochs: 6, isLast: true }]);
  });

  it('cuts between kernels, and counts epochs where they end', () => {
    const steps = [dispatch(60), dispatch(50), end, dispatch(50), end];
    expect(cut(steps, 100).map(({ cost, epochs, isLast }) => [cost, epochs, isLast])).toEqual([
      [60, 0, false],
      [100, 6, true],
    ]);
  });

  it('cuts a kernel that alone is too much at tiles that can be bound, and covers every tile once', () => {
    const submissions = cut([dispatch(10, 5), dispatch(10_000, 1_001, 512), end], 900);
    const parts = submissions.flatMap(({ steps }) => steps).filter((step) => step.kind === 'dispatch');
    let next = 512;
    for (const part of parts.slice(1)) {
      expect(part.offset).toBe(next);
      expect(part.offset % 256).toBe(0);
      next += part.count * 8;
    }
    expect(next).toBe(512 + 1_001 * 8);
    for (const { cost } of submissions) expect(cost).toBeLessThanOrEqual(900);
    expect(submissions.length).toBeGreaterThan(11);
    expect(submissions.map(({ epochs }) => epochs).reduce((sum, epochs) => sum + epochs)).toBe(3);
  });

  it('submits the fewest tiles there can be even if they exceed the budget', () => {
    const submissions = cut([dispatch(1_000, 64), end], 1);
    expect(submissions.map(({ cost }) => cost)).toEqual([500, 500]);
  });

  it('has something to submit even where nothing is to be computed', () => {
    expect(cut([end], 1)).toEqual([{ steps: [end], cost: 0, epochs: 3, isLast: true }]);
  });
});
