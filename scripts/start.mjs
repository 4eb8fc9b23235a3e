/**
 * `npm start`: installs what is missing, builds the app, starts the localnet and the app's server, prints the URL.
 * Everything after `--` goes to the localnet (`npm start -- --block-time 12000`). Ctrl-C ends both.
 */
import { spawn, spawnSync } from 'node:child_process';
import path from 'node:path';
import { ensureDependencies, projectEnvironment, projectNode, ROOT, runMain, SetupError } from './setup.mjs';

/** A child that is asked to stop gets so long before it is killed. */
const STOP_GRACE_MS = 5_000;
const VITE = path.join('node_modules', 'vite', 'bin', 'vite.js');

await runMain(async () => {
  ensureDependencies();
  const node = projectNode();
  const env = projectEnvironment();
  console.log('\u2192 building the app');
  const build = spawnSync(node, [VITE, 'build', '--logLevel', 'warn'], { cwd: ROOT, stdio: 'inherit', env });
  if (build.status !== 0) throw new SetupError('The build failed; see above.');

  const children = new Set();
  let stopping = false;
  const stop = (code) => {
    if (stopping) return;
    stopping = true;
    process.exitCode = code;
    for (const child of children) child.kill('SIGTERM');
    setTimeout(() => {
      for (const child of children) child.kill('SIGKILL');
    }, STOP_GRACE_MS).unref();
  };
  const launch = (name, args) => {
    const child = spawn(node, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'inherit'] });
    children.add(child);
    child.on('exit', (code, signal) => {
      children.delete(child);
      if (!stopping) console.error(`The ${name} ended (${signal ?? `exit code ${code}`}); stopping.`);
      stop(code ?? 1);
    });
    return child;
  };
  /** Passes a child's output on and resolves with the first line that matches. */
  const firstLine = (child, pattern) =>
    new Promise((resolve) => {
      let rest = '';
      child.stdout.on('data', (chunk) => {
        process.stdout.write(chunk);
        rest += chunk;
        const found = pattern.exec(rest);
        if (found) resolve(found);
        rest = rest.slice(rest.lastIndexOf('\n') + 1);
      });
    });
  process.on('SIGINT', () => stop(0));
  process.on('SIGTERM', () => stop(0));

  const localnet = launch('localnet', ['localnet/main.ts', ...process.argv.slice(2)]);
  await firstLine(localnet, /ready/);
  const server = launch('app server', [VITE, 'preview']);
  const [url] = await firstLine(server, /http:\/\/\S+/);
  console.log(`\nYumalight is at ${url}\n`);
});
