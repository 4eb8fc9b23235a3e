import { describe, expect, it } from 'vitest';
import { firstLine, readPlaywrightReport, readVitestReport } from './test-reports.mjs';

describe('what is left of a test run', () => {
  it('is why something failed, in one line without colours', () => {
    expect(firstLine('\n\u001b[31mAssertionError: expected 1\u001b[39m to be 2\n  at x.ts:1')).toBe(
      'AssertionError: expected 1 to be 2',
    );
    expect(firstLine(undefined)).toBe('no message');
    expect(firstLine('x'.repeat(1000))).toHaveLength(200);
  });

  it('names unit tests that failed and files that did not load', () => {
    const report = {
      numPassedTests: 5,
      numPendingTests: 1,
      numTodoTests: 1,
      testResults: [
        {
          name: '/house/src/a.test.ts',
          status: 'failed',
          assertionResults: [
            { fullName: 'a does b', status: 'passed', failureMessages: [] },
            { fullName: 'a does c', status: 'failed', failureMessages: ['Error: late\n at a.test.ts:3'] },
          ],
        },
        { name: '/house/src/b.test.ts', status: 'failed', message: 'SyntaxError: no', assertionResults: [] },
        { name: '/house/src/c.test.ts', status: 'passed', assertionResults: [] },
      ],
    };
    expect(readVitestReport(report, '/house')).toEqual({
      passed: 5,
      failed: 2,
      skipped: 2,
      names: ['failed: src/a.test.ts > a does c: Error: late', 'failed: src/b.test.ts did not load: SyntaxError: no'],
    });
  });

  it('names browser tests that failed and those that passed only when tried again', () => {
    const test = (status: string, ...results: object[]) => ({ status, results, projectName: 'chromium' });
    const spec = (title: string, ...tests: object[]) => ({ title, file: 'node.e2e.ts', tests });
    const report = {
      stats: { expected: 2, flaky: 1, unexpected: 2, skipped: 3 },
      errors: [],
      suites: [
        {
          title: 'node.e2e.ts',
          file: 'node.e2e.ts',
          specs: [spec('opens', test('expected', { status: 'passed' }))],
          suites: [
            {
              title: 'the node page',
              file: 'node.e2e.ts',
              specs: [
                spec('shows', test('unexpected', { status: 'timedOut' })),
                spec('hides', test('unexpected', { status: 'failed', error: { message: 'Error: not hidden\nlog' } })),
                spec('wakes', test('flaky', { status: 'failed', error: { message: 'asleep' } }, { status: 'passed' })),
              ],
            },
          ],
        },
      ],
    };
    expect(readPlaywrightReport(report)).toEqual({
      passed: 3,
      failed: 2,
      skipped: 3,
      names: [
        'failed: node.e2e.ts [chromium] > the node page > shows: timedOut',
        'failed: node.e2e.ts [chromium] > the node page > hides: Error: not hidden',
        'flaky: node.e2e.ts [chromium] > the node page > wakes: asleep',
      ],
    });
    const crashed = {
      stats: { expected: 0, flaky: 0, unexpected: 0, skipped: 0 },
      suites: [],
      errors: [{ message: 'x' }],
    };
    expect(readPlaywrightReport(crashed).names).toEqual(['failed: outside any test: x']);
  });
});
