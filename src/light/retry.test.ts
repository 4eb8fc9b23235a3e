import { describe, expect, it } from 'vitest';
import { sleep, withDeadline } from './clock.ts';
import { delayAfter, retry } from './retry.ts';
import { FakeClock } from './testing/fake-clock.ts';

const POLICY = { attempts: 3, firstDelayMs: 100, maxDelayMs: 300 };

function world(outcomes: readonly unknown[], signal?: AbortSignal) {
  const clock = new FakeClock();
  let attempts = 0;
  const result = retry(
    async () => {
      const outcome = outcomes[attempts++];
      if (outcome instanceof Error) throw outcome;
      return outcome;
    },
    {
      policy: POLICY,
      clock,
      ...(signal ? { signal } : {}),
      isPassing: (error) => (error as Error).message.startsWith('passing'),
      combine: (errors) => new Error(errors.map((error) => (error as Error).message).join(', ')),
    },
  );
  return { clock, result, attempts: () => attempts };
}

describe('trying again', () => {
  it('waits longer each time, up to a limit, with jitter', () => {
    expect([1, 2, 3, 9].map((attempt) => delayAfter(attempt, POLICY, 1))).toEqual([100, 200, 300, 300]);
    expect(delayAfter(1, POLICY, 0)).toBe(50);
  });

  it('gives the first success', async () => {
    const { clock, result, attempts } = world([new Error('passing 1'), 'ok']);
    await clock.advance(1_000);
    await expect(result).resolves.toBe('ok');
    expect(attempts()).toBe(2);
  });

  it('ends at once with an error that does not pass', async () => {
    const { result, attempts } = world([new Error('lasting'), 'ok']);
    await expect(result).rejects.toThrow('lasting');
    expect(attempts()).toBe(1);
  });

  it('ends with all errors after the last attempt', async () => {
    const { clock, result, attempts } = world([1, 2, 3, 4].map((n) => new Error(`passing ${n}`)));
    const outcome = expect(result).rejects.toThrow('passing 1, passing 2, passing 3');
    await clock.advance(1_000);
    await outcome;
    expect(attempts()).toBe(3);
  });

  it('ends with the reason of an abort while waiting', async () => {
    const leaving = new AbortController();
    const { clock, result } = world([new Error('passing'), 'ok'], leaving.signal);
    const outcome = expect(result).rejects.toThrow('left the page');
    await clock.advance(1);
    leaving.abort(new Error('left the page'));
    await outcome;
    expect(clock.pendingTimers).toBe(0);
  });
});

describe('time', () => {
  it('lets nobody sleep who is aborted already', async () => {
    const gone = AbortSignal.abort(new Error('gone'));
    await expect(sleep(new FakeClock(), 10, gone)).rejects.toThrow('gone');
  });

  it('ends work at its deadline and leaves no timer behind when it is done before', async () => {
    const clock = new FakeClock();
    const late = () => new Error('late');
    await expect(withDeadline(clock, 10, late, undefined, async () => 'done')).resolves.toBe('done');
    expect(clock.pendingTimers).toBe(0);
    let told: unknown;
    const slow = withDeadline(clock, 10, late, undefined, (signal) => {
      signal.addEventListener('abort', () => {
        told = signal.reason;
      });
      return new Promise(() => undefined);
    });
    const outcome = expect(slow).rejects.toThrow('late');
    await clock.advance(10);
    await outcome;
    expect(told).toEqual(new Error('late'));
  });
});
