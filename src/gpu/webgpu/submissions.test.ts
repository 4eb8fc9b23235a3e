import { describe, expect, it } from 'vitest';
import { SUBMISSION_TARGET_MS, SubmissionBudget } from './submissions.ts';

describe('SubmissionBudget', () => {
  it('shrinks to what fits the target after a slow submission', () => {
    const budget = new SubmissionBudget();
    const { cost } = budget;
    budget.learn(cost, 10 * SUBMISSION_TARGET_MS);
    expect(budget.cost).toBeCloseTo(cost / 10);
  });

  it('grows after fast ones, step by step', () => {
    const budget = new SubmissionBudget();
    const { cost } = budget;
    budget.learn(cost, 1);
    expect(budget.cost).toBe(4 * cost);
    budget.learn(4 * cost, SUBMISSION_TARGET_MS / 2);
    expect(budget.cost).toBeCloseTo(8 * cost);
  });

  it('learns nothing from small fast submissions, which are mostly overhead', () => {
    const budget = new SubmissionBudget();
    const { cost } = budget;
    budget.learn(cost / 10, 5);
    expect(budget.cost).toBe(cost);
  });

  it('learns from small slow ones', () => {
    const budget = new SubmissionBudget();
    const { cost } = budget;
    budget.learn(cost / 10, 2 * SUBMISSION_TARGET_MS);
    expect(budget.cost).toBeCloseTo(cost / 20);
  });
});
