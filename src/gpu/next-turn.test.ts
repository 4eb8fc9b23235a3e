import { expect, it } from 'vitest';
import { nextTurn } from './next-turn.ts';

it('lets a timer that is due have its turn', async () => {
  let isTimerDue = false;
  setTimeout(() => {
    isTimerDue = true;
  }, 1);
  let turns = 0;
  while (!isTimerDue && turns < 100_000) {
    await nextTurn();
    turns += 1;
  }
  expect(isTimerDue).toBe(true);
});
