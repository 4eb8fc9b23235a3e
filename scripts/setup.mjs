/**
 * Brings a fresh machine to where the project can run: dependencies, a newer Node, Chromium.
 * Plain JavaScript on the host's Node (≥ 20), because nothing is installed yet when it runs.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const BIN = path.join(ROOT, 'node_modules', '.bin');
/** The first Node that runs TypeScript files as they are. */
const OLDEST_NODE_WITH_TYPES = [22, 18];
const CHROMIUM_NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** A set-up step that did not work: the message says what to do, no stack is needed. */
export class SetupError extends Error {}

/** Runs a command with its output shown. @throws SetupError when it fails. */
function run(command, args, why) {
  console.log(`\u2192 ${why}: ${command} ${args.join(' ')}`);
  const { status, error } = spawnSync(command, args, { cwd: ROOT, stdio: 'inherit', env: process.env });
  if (status !== 0) throw new SetupError(`${why} failed (${error?.message ?? `exit code ${status}`}).`);
}

/** Installs what package-lock.json names, unless it is installed already. */
export function ensureDependencies() {
  const installed = path.join(ROOT, 'node_modules', '.package-lock.json');
  const wanted = path.join(ROOT, 'package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(wanted).mtimeMs) return;
  // Not `npm ci`: the lock file names only those platform packages that the registry had when it was written, and `ci`
  // refuses what it calls incomplete. Versions are the lock file's either way; it is not written to.
  run('npm', ['install', '--no-save', '--no-audit', '--no-fund'], 'installing dependencies');
}

/** The Node that runs the project's TypeScript: the one from npm's platform packages, else a new enough host's. */
export function projectNode() {
  const own = path.join(BIN, process.platform === 'win32' ? 'node.exe' : 'node');
  if (existsSync(own)) return own;
  const [major, minor] = process.versions.node.split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_NODE_WITH_TYPES;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return process.execPath;
  throw new SetupError(
    `npm has no Node for ${process.platform}-${process.arch} and the installed ${process.version} is older than ` +
      `${OLDEST_NODE_WITH_TYPES.join('.')}: install a newer Node.`,
  );
}

/** The environment in which child processes find the project's Node and tools first. */
export function projectEnvironment(extra = {}) {
  return { ...process.env, PATH: `${BIN}${path.delimiter}${process.env.PATH ?? ''}`, ...extra };
}

function onPath(name) {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  return folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file));
}

/** Path of a Chromium, installing one if there is none: Debian's package for root, else Playwright's own build. */
export async function ensureChromium() {
  const found = process.env.CHROMIUM_PATH ?? CHROMIUM_NAMES.map(onPath).find(Boolean);
  if (found) return found;
  const { chromium } = await import('playwright-core');
  if (existsSync(chromium.executablePath())) return chromium.executablePath();
  if (process.getuid?.() === 0 && onPath('apt-get')) {
    run('apt-get', ['update', '-qq'], 'looking up packages');
    run('apt-get', ['install', '-y', '-qq', 'chromium'], 'installing Chromium');
    return onPath('chromium');
  }
  run(path.join(BIN, 'playwright'), ['install', 'chromium'], 'installing Chromium');
  return chromium.executablePath();
}

/** Runs `main`; a SetupError ends the process with its message alone. */
export async function runMain(main) {
  try {
    await main();
  } catch (error) {
    console.error(error instanceof SetupError ? error.message : error);
    process.exit(1);
  }
}
