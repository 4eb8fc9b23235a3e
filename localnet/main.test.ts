import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULTS, parseOptions } from './options.ts';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'localnet-main-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the program; `until` sees each line of its output and may signal it. */
function run(
  args: readonly string[],
  until?: (line: string, kill: (signal: NodeJS.Signals) => void) => void,
): Promise<Ended> {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    err += chunk;
  });
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    const seen = out.split('\n').length;
    out += chunk;
    for (const line of out.split('\n').slice(seen - 1, -1)) until?.(line, (signal) => child.kill(signal));
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err })));
}
const flags = (...more: string[]) => [
  '--data-dir',
  directory,
  '--rpc-port',
  '0',
  '--p2p-port',
  '0',
  '--history',
  '8',
  ...more,
];

describe('the flags', () => {
  it('have defaults', () => {
    expect(parseOptions([])).toEqual(DEFAULTS);
  });

  it('are read', () => {
    const args =
      '--data-dir d --ephemeral --block-time 12000 --rpc-port 1 --p2p-port 2 --history 3 --lie proof --seed s';
    expect(parseOptions(args.split(' '))).toEqual({
      dataDir: 'd',
      ephemeral: true,
      blockTimeMs: 12_000,
      rpcPort: 1,
      p2pPort: 2,
      historyBlocks: 3,
      lies: { proof: true, signature: false },
      seed: 's',
    });
  });

  it.each([
    [['--bogus'], /bogus/],
    [['--block-time', 'soon'], /--block-time takes an integer from 200 to 60000, got "soon"/],
    [['--block-time', '10'], /from 200/],
    [['--rpc-port', '70000'], /from 0 to 65535/],
    [['--lie', 'everything'], /--lie takes "proof" or "signature"/],
    [['--seed', 'a b'], /--seed takes/],
    [['stray'], /stray/],
  ])('are refused with the reason: %j', (args, reason) => {
    expect(() => parseOptions(args)).toThrowError(reason);
  });
});

describe('npm run localnet', () => {
  it('explains itself', async () => {
    const { code, out } = await run(['--help']);
    expect(code).toBe(0);
    expect(out).toContain('--block-time MS');
  });

  it('ends with a usage error for flags that make no sense', async () => {
    expect(await run(['--history', '-1'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('localnet/bad-flag'),
    });
  });

  it('makes blocks, writes the chain specification, and stops when told to', async () => {
    const { code, out, err } = await run(flags('--block-time', '200'), (line, kill) => {
      if (line.startsWith('finalized=10 ')) kill('SIGTERM');
    });
    expect(err).toContain('stopping=SIGTERM');
    expect(code).toBe(0);
    expect(out).toMatch(
      /^ready rpc=ws:\/\/127\.0\.0\.1:\d+ p2p=\/ip4\/127\.0\.0\.1\/tcp\/\d+\/ws\/p2p\/12D3\w+ spec=\S+chain-spec\.json\n/,
    );
    expect(out).toMatch(/\nfinalized=9 hash=[0-9a-f]{8} best=\d+ extrinsics=\d+ peers=0\n/);
    expect(readdirSync(directory).sort()).toEqual(['chain', 'chain-spec.json']);
    const spec = JSON.parse(readFileSync(join(directory, 'chain-spec.json'), 'utf8'));
    expect(spec.bootNodes).toEqual([expect.stringMatching(/\/p2p\/12D3/)]);
  }, 30_000);

  it('keeps no blocks when it is ephemeral', async () => {
    const { code } = await run(flags('--ephemeral'), (line, kill) => {
      if (line.startsWith('ready')) kill('SIGINT');
    });
    expect(code).toBe(0);
    expect(readdirSync(directory)).toEqual(['chain-spec.json']);
  }, 30_000);

  it.each(['--p2p-port', '--rpc-port'])(
    'says which port is busy: %s',
    async (flag) => {
      const server = createServer().listen(0, '127.0.0.1');
      await new Promise((resolve) => server.once('listening', resolve));
      const { port } = server.address() as { readonly port: number };
      const { code, err } = await run(flags('--ephemeral', flag, String(port)));
      await new Promise((resolve) => server.close(resolve));
      expect(err).toContain(`error=localnet/port-busy port ${port} is in use`);
      expect(code).toBe(1);
    },
    30_000,
  );
});
