/**
 * `npm test`: installs what is missing and runs everything. The last line is `N passed, N failed`.
 * A part that breaks counts as a failure and the others still run. Before the totals stand the names of tests that failed.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensureChromium, ensureDependencies, projectEnvironment, projectNode, ROOT, runMain } from './setup.mjs';
import { readPlaywrightReport, readVitestReport } from './test-reports.mjs';
import { vulkanEnvironment } from './vulkan.mjs';

const results = mkdtempSync(path.join(tmpdir(), 'yumalight-test-'));
/** Random epochs that every engine must compute like the reference; `npm run fuzz` runs more. */
const FUZZ_EPOCHS = '10000';
/** Mutated proofs, headers, votes and messages. */
const FUZZ_INPUTS = '50000';
const FUZZ_ENGINES = 'wasm,wasm-scalar,gpu';
const ADVERSARY = 'test/adversary';
const vitest = (reportFile) => [
  tool('vitest/vitest.mjs'),
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${reportFile}`,
];
const tool = (name) => path.join('node_modules', ...name.split('/'));

/** Runs a part with its output shown; resolves with the exit code and all that it printed. */
function run(node, args, env) {
  const { promise, resolve } = Promise.withResolvers?.() ?? deferred();
  const child = spawn(node, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk;
      process.stdout.write(chunk);
    });
  }
  child.on('error', (error) => resolve({ code: 1, output: error.message }));
  child.on('close', (code) => resolve({ code: code ?? 1, output }));
  return promise;
}

/** `Promise.withResolvers` for a host with Node 20. */
function deferred() {
  let resolve;
  const promise = new Promise((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

/** A part that is right or wrong as a whole. */
const whole = ({ code }) => ({ passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 });

/** A part whose last line is `N passed, N failed`. */
function lastLine({ code, output }) {
  const found = /(\d+) passed, (\d+) failed\s*$/.exec(output);
  const passed = Number(found?.[1] ?? 0);
  const failed = Number(found?.[2] ?? 0);
  return { passed, failed: code === 0 ? failed : Math.max(failed, 1) };
}

/** A report that a runner left; a part that ended badly counts as one failure at least, whatever the report says. */
const report =
  (file, read) =>
  ({ code }) => {
    const counted = read(JSON.parse(readFileSync(file, 'utf8')), ROOT);
    return { ...counted, failed: code === 0 ? counted.failed : Math.max(counted.failed, 1) };
  };

await runMain(async () => {
  ensureDependencies();
  const chromium = await ensureChromium();
  const node = projectNode();
  const env = projectEnvironment({ ...vulkanEnvironment(), CHROMIUM_PATH: chromium, FORCE_COLOR: '0' });
  const unitReport = path.join(results, 'unit.json');
  const adversaryReport = path.join(results, 'adversary.json');
  const e2eReport = path.join(results, 'e2e.json');
  const parts = [
    ['types', [tool('typescript/bin/tsc'), '--noEmit'], whole],
    ['lint', [tool('@biomejs/biome/bin/biome'), 'ci', '--colors=off', '.'], whole],
    ['unit', [...vitest(unitReport), '--exclude', `${ADVERSARY}/**`], report(unitReport, readVitestReport)],
    // By itself: it races liars against honest servers, and times both.
    ['adversary', [...vitest(adversaryReport), ADVERSARY], report(adversaryReport, readVitestReport)],
    ['vectors, reference', ['scripts/vectors/main.ts', '--engine', 'reference', 'test/vectors'], lastLine],
    ['vectors, wasm', ['scripts/vectors/main.ts', '--engine', 'wasm', 'test/vectors/yuma'], lastLine],
    ['vectors, gpu', ['scripts/vectors/main.ts', '--engine', 'gpu', 'test/vectors/yuma'], lastLine],
    [
      'fuzz',
      ['scripts/fuzz.ts', '--epochs', FUZZ_EPOCHS, '--decoders', FUZZ_INPUTS, '--seed', '1', '--engines', FUZZ_ENGINES],
      lastLine,
    ],
    ['build', [tool('vite/bin/vite.js'), 'build', '--logLevel', 'warn'], whole],
    ['e2e', [tool('@playwright/test/cli.js'), 'test', '--reporter=list,json'], report(e2eReport, readPlaywrightReport)],
  ];
  const wanted = process.argv.slice(2);
  const totals = { passed: 0, failed: 0 };
  const rows = [];
  const names = [];
  for (const [name, args, count] of parts) {
    if (wanted.length > 0 && !wanted.some((word) => name.startsWith(word))) continue;
    console.log(`\n\u2500\u2500 ${name}`);
    const startedMs = Date.now();
    const outcome = await run(node, args, { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: e2eReport });
    let counted;
    try {
      counted = count(outcome);
    } catch (error) {
      console.error(`${name} left no report: ${error.message}`);
      counted = { passed: 0, failed: 1 };
    }
    totals.passed += counted.passed;
    totals.failed += counted.failed;
    const told = counted.names ?? [];
    const isNamed = counted.failed === 0 || told.some((line) => line.startsWith('failed'));
    names.push(...told, ...(isNamed ? [] : [`failed: ${name}, as a whole`]));
    const skipped = counted.skipped ? `, ${counted.skipped} skipped` : '';
    rows.push(
      `${name}: ${counted.passed} passed, ${counted.failed} failed${skipped}, ${Math.round((Date.now() - startedMs) / 1000)} s`,
    );
  }
  if (names.length > 0) console.log(`\n${names.join('\n')}`);
  console.log(`\n${rows.join('\n')}\n${totals.passed} passed, ${totals.failed} failed`);
  process.exitCode = totals.failed === 0 ? 0 : 1;
});
