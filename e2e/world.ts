/**
 * The processes behind an end-to-end test: a localnet and the app's server, each on ports and a folder of its own.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

const ROOT = path.dirname(import.meta.dirname);
const VITE = path.join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js');
/** A first start makes its history; two slow cores need this long at the most. */
const READY_DEADLINE_MS = 60_000;

export class World {
  readonly dataDir: string;
  readonly rpcPort: number;
  readonly p2pPort: number;
  readonly appPort: number;
  #localnet: ChildProcess | undefined;
  #server: ChildProcess | undefined;

  private constructor(dataDir: string, rpcPort: number, p2pPort: number, appPort: number) {
    this.dataDir = dataDir;
    this.rpcPort = rpcPort;
    this.p2pPort = p2pPort;
    this.appPort = appPort;
  }

  static async create(): Promise<World> {
    const dataDir = await mkdtemp(path.join(tmpdir(), 'yumalight-e2e-'));
    return new World(dataDir, await freePort(), await freePort(), await freePort());
  }

  get url(): string {
    return `http://localhost:${this.appPort}`;
  }

  async startLocalnet(...flags: readonly string[]): Promise<void> {
    const ports = ['--rpc-port', `${this.rpcPort}`, '--p2p-port', `${this.p2pPort}`];
    const args = [path.join(ROOT, 'localnet', 'main.ts'), '--data-dir', this.dataDir, ...ports, ...flags];
    this.#localnet = await launch('localnet', args, {}, /ready/);
  }

  async startServer(): Promise<void> {
    const args = [VITE, 'preview', '--port', `${this.appPort}`, '--strictPort', '--host', 'localhost'];
    this.#server = await launch('app server', args, { YUMALIGHT_DATA_DIR: this.dataDir }, /http:\/\//);
  }

  /** Throws the chain away; the next localnet makes another, on the same ports. The localnet must not be running. */
  async forgetChain(): Promise<void> {
    await rm(path.join(this.dataDir, 'chain'), { recursive: true, force: true });
  }

  /** Serves `text` as the chain's specification, as a broken or hostile server would; undefined = none. */
  async serveSpecification(text: string | undefined): Promise<void> {
    const file = path.join(this.dataDir, 'chain-spec.json');
    await (text === undefined ? rm(file, { force: true }) : writeFile(file, text));
  }

  /** As a power cut would: no chance to save anything. */
  killLocalnet(): Promise<void> {
    return end(this.#localnet, 'SIGKILL');
  }

  killServer(): Promise<void> {
    return end(this.#server, 'SIGKILL');
  }

  async destroy(): Promise<void> {
    await Promise.all([this.killLocalnet(), this.killServer()]);
    await rm(this.dataDir, { recursive: true, force: true });
  }
}

async function launch(
  name: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  ready: RegExp,
): Promise<ChildProcess> {
  const child = spawn(process.execPath, args, { cwd: ROOT, env: { ...process.env, ...env }, stdio: 'pipe' });
  let output = '';
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(() => reject(new Error(`${name} was not ready in time:\n${output}`)), READY_DEADLINE_MS);
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-20_000);
      if (ready.test(output)) resolve();
    });
  }
  child.on('exit', (code) => reject(new Error(`${name} ended with ${code}:\n${output}`)));
  await promise.finally(() => clearTimeout(timer));
  return child;
}

async function end(child: ChildProcess | undefined, signal: NodeJS.Signals): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  child.once('exit', () => resolve());
  child.kill(signal);
  await promise;
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  const { promise, resolve } = Promise.withResolvers<number>();
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    server.close(() => resolve(port));
  });
  return promise;
}
