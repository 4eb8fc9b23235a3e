/**
 * What test runners leave as JSON, in the few words that `npm test` prints at its end: counts, and the names of what failed
 * with the first line of why. A short tail of a long log then names them.
 */

/** Terminals' colours in messages. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character is what is looked for.
const COLOURS = /\u001b\[[0-9;]*m/g;
const MAX_MESSAGE_CHARS = 200;

/** The first line of a message that says something. */
export function firstLine(message) {
  const line = String(message ?? '')
    .replace(COLOURS, '')
    .split('\n')
    .map((text) => text.trim())
    .find((text) => text !== '');
  return (line ?? 'no message').slice(0, MAX_MESSAGE_CHARS);
}

/** Vitest's report; a file that did not load counts as one failure. `root` is taken off the names of files. */
export function readVitestReport(report, root) {
  const names = [];
  for (const { name, status, message, assertionResults } of report.testResults) {
    const file = name.startsWith(root) ? name.slice(root.length).replace(/^[\\/]/, '') : name;
    for (const test of assertionResults) {
      if (test.status !== 'failed') continue;
      names.push(`failed: ${file} > ${test.fullName}: ${firstLine(test.failureMessages?.[0])}`);
    }
    if (status === 'failed' && assertionResults.length === 0) {
      names.push(`failed: ${file} did not load: ${firstLine(message)}`);
    }
  }
  return {
    passed: report.numPassedTests,
    failed: names.length,
    skipped: report.numPendingTests + report.numTodoTests,
    names,
  };
}

/** Playwright's report; a test that passed only when it was tried again counts as passed, and is named. */
export function readPlaywrightReport({ stats, suites, errors = [] }) {
  const names = errors.map(({ message }) => `failed: outside any test: ${firstLine(message)}`);
  const walk = (suite, path) => {
    const here = suite.title === '' || suite.title === suite.file ? path : [...path, suite.title];
    for (const child of suite.suites ?? []) walk(child, here);
    for (const spec of suite.specs ?? []) {
      for (const { status, results, projectName } of spec.tests) {
        if (status !== 'unexpected' && status !== 'flaky') continue;
        const word = status === 'flaky' ? 'flaky' : 'failed';
        const result = results.find(({ status: how }) => how !== 'passed' && how !== 'skipped');
        const why = firstLine(result?.error?.message ?? result?.status);
        const project = projectName ? ` [${projectName}]` : '';
        names.push(`${word}: ${spec.file}${project} > ${[...here, spec.title].join(' > ')}: ${why}`);
      }
    }
  };
  for (const suite of suites) walk(suite, []);
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped, names };
}
