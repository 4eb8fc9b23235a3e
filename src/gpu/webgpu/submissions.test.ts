import { describe, expect, it } from 'vitest';
import { BUSY_COLUMNS, SUBMISSION_TARGET_MS, SubmissionBudget } from './submissions.ts';

const WIDTH = 1_000;

describe('SubmissionBudget', () => {
  it('shrinks to what fits the target after a slow submission', () => {
    const budget = new SubmissionBudget();
    const cost = budget.cost(WIDTH);
    budget.learn(WIDTH, cost, 10 * SUBMISSION_TARGET_MS);
    expect(budget.cost(WIDTH)).toBeCloseTo(cost / 10);
  });

  it('grows after fast ones, step by step', () => {
    const budget = new SubmissionBudget();
    const cost = budget.cost(WIDTH);
    budget.learn(WIDTH, cost, 1);
    expect(budget.cost(WIDTH)).toBe(4 * cost);
    budget.learn(WIDTH, 4 * cost, SUBMISSION_TARGET_MS / 2);
    expect(budget.cost(WIDTH)).toBeCloseTo(8 * cost);
  });

  it('learns nothing from small fast submissions, which are mostly overhead', () => {
    const budget = new SubmissionBudget();
    const cost = budget.cost(WIDTH);
    budget.learn(WIDTH, cost / 10, 5);
    expect(budget.cost(WIDTH)).toBe(cost);
  });

  it('learns from small slow ones', () => {
    const budget = new SubmissionBudget();
    const cost = budget.cost(WIDTH);
    budget.learn(WIDTH, cost / 10, 2 * SUBMISSION_TARGET_MS);
    expect(budget.cost(WIDTH)).toBeCloseTo(cost / 20);
  });

  it('learns for wide and narrow batches apart, and for all that fill a device together', () => {
    const budget = new SubmissionBudget();
    const cost = budget.cost(WIDTH);
    budget.learn(BUSY_COLUMNS, cost, 1);
    expect(budget.cost(WIDTH)).toBe(cost);
    expect(budget.cost(1)).toBe(cost);
    expect(budget.cost(BUSY_COLUMNS * 1_000)).toBe(4 * cost);
  });

  it('never exceeds what it was told', () => {
    const budget = new SubmissionBudget(100);
    budget.learn(WIDTH, 100, 1);
    expect(budget.cost(WIDTH)).toBe(100);
  });
});
