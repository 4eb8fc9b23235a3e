import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

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
  '--metrics-port',
  '0',
  '--history',
  '8',
  ...more,
];

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
      if (line.includes(' finalized block=10 ')) kill('SIGTERM');
    });
    expect(err).toBe('');
    expect(code).toBe(0);
    expect(out.split('\n')[0]).toMatch(
      /^\S+Z info ready rpc=ws:\/\/127\.0\.0\.1:\d+ p2p=\/ip4\/127\.0\.0\.1\/tcp\/\d+\/ws\/p2p\/12D3\w+ spec=\S+chain-spec\.json ops=http:\/\/127\.0\.0\.1:\d+ best=8$/,
    );
    expect(out).toMatch(/Z info finalized block=9 hash=[0-9a-f]{8} best=\d+ extrinsics=\d+ peers=0\n/);
    expect(out).toMatch(/Z info stopping signal=SIGTERM finalized=\d+\n/);
    expect(readdirSync(directory).sort()).toEqual(['chain', 'chain-spec.json', 'servers.json']);
    expect(JSON.parse(readFileSync(join(directory, 'servers.json'), 'utf8'))).toEqual({
      servers: [expect.stringMatching(/^ws:/), expect.stringMatching(/^\/ip4\/.*\/p2p\//)],
      genesisSetId: 0,
      justificationPeriod: 512,
    });
    const spec = JSON.parse(readFileSync(join(directory, 'chain-spec.json'), 'utf8'));
    expect(spec.bootNodes).toEqual([expect.stringMatching(/\/p2p\/12D3/)]);
  }, 90_000);

  it('goes on from what it stored, and refuses to with other people', async () => {
    const untilReady = (line: string, kill: (signal: NodeJS.Signals) => void) => {
      if (line.includes(' ready ')) kill('SIGTERM');
    };
    await run(flags(), untilReady);
    const again = await run(flags('--history', '0'), untilReady);
    expect(again).toMatchObject({ code: 0, out: expect.stringMatching(/ ready .* best=([89]|1\d)\n/) });
    const other = await run(flags('--subnets', '5', '--neurons', '8'));
    expect(other).toMatchObject({ code: 1, err: expect.stringContaining('code=store/other-chain') });
  }, 90_000);

  it('speaks JSON, shows its numbers and gives TAO away', async () => {
    const address = '5HGjWAeFDfFCWPsjFQdVV2Msvz2XtMktvgocEZcCj68kUMaw';
    let metrics: Promise<string> | undefined;
    let faucet: Promise<Ended> | undefined;
    const { code, out } = await run(flags('--ephemeral', '--block-time', '200', '--log', 'json'), (line, kill) => {
      const event = JSON.parse(line) as Readonly<Record<string, unknown>>;
      if (event.event === 'ready') {
        const url = new URL(String(event.ops));
        metrics = fetch(new URL('/metrics', url)).then((response) => response.text());
        faucet = run(['faucet', address, '3', '--metrics-port', url.port]);
        void faucet.then(() => kill('SIGTERM'));
      }
    });
    expect(code).toBe(0);
    expect(await metrics).toContain('yumalight_best_block ');
    expect(await faucet).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^sent 3 TAO to 5HGj\w+ in 0x[0-9a-f]{64}\n$/),
    });
    for (const line of out.trimEnd().split('\n')) expect(JSON.parse(line)).toMatchObject({ level: 'info' });
  }, 90_000);

  it('says why it cannot write to a directory', async () => {
    const file = join(directory, 'file');
    writeFileSync(file, '');
    for (const more of [[], ['--ephemeral']]) {
      const { code, err } = await run(flags('--data-dir', file, '--history', '1', ...more));
      expect(err).toContain('error failed code=store/unusable reason=');
      expect(code).toBe(1);
    }
  }, 90_000);

  it('says how much TAO there can be', async () => {
    const { code, err } = await run(flags('--ephemeral', '--at-issuance', '5'));
    expect(code).toBe(1);
    expect(err).toMatch(/code=localnet\/bad-issuance reason="an issuance of 5 TAO cannot be: people here hold \d+/);
  });

  it('keeps no blocks when it is ephemeral', async () => {
    const { code } = await run(flags('--ephemeral'), (line, kill) => {
      if (line.includes(' ready ')) kill('SIGINT');
    });
    expect(code).toBe(0);
    expect(readdirSync(directory).sort()).toEqual(['chain-spec.json', 'servers.json']);
  }, 90_000);

  it.each(['--p2p-port', '--rpc-port', '--metrics-port'])(
    'says which port is busy: %s',
    async (flag) => {
      const server = createServer().listen(0, '127.0.0.1');
      await new Promise((resolve) => server.once('listening', resolve));
      const { port } = server.address() as { readonly port: number };
      const { code, err } = await run(flags('--ephemeral', flag, String(port)));
      await new Promise((resolve) => server.close(resolve));
      expect(err).toContain(`error failed code=localnet/port-busy reason="port ${port} is in use`);
      expect(code).toBe(1);
    },
    30_000,
  );
});
