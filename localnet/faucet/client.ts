/**
 * `npm run localnet -- faucet ADDRESS [TAO]`: asks a running localnet for TAO, over its operator's port.
 */
import { parseArgs } from 'node:util';
import { LocalnetError } from '../chain/index.ts';
import { DEFAULT_OPS_PORT } from '../metrics/index.ts';
import { DEFAULT_TAO } from './faucet.ts';

const DEADLINE_MS = 10_000;
const MAX_PORT = 65_535;

/** @returns what to print. @throws LocalnetError `localnet/bad-flag`, `faucet/…` */
export async function askFaucet(args: readonly string[]): Promise<string> {
  const { address, tao, port } = readArguments(args);
  const url = `http://127.0.0.1:${port}/faucet`;
  let response: Response;
  try {
    response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ address, tao }),
      signal: AbortSignal.timeout(DEADLINE_MS),
    });
  } catch (error) {
    const reason = `nobody answers at ${url}; is the localnet running, with this --metrics-port?`;
    throw new LocalnetError('faucet/no-localnet', reason, error);
  }
  const answer = (await response.json().catch(() => ({}))) as Readonly<Record<string, unknown>>;
  if (!response.ok) {
    throw new LocalnetError(String(answer.code ?? 'faucet/failed'), String(answer.reason ?? response.statusText));
  }
  return `sent ${tao} TAO to ${address} in ${String(answer.hash)}`;
}

function readArguments(args: readonly string[]) {
  try {
    const options = { 'metrics-port': { type: 'string' } } as const;
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const [address, tao = DEFAULT_TAO, ...more] = positionals;
    if (address === undefined || more.length > 0) throw new Error('expected: faucet ADDRESS [TAO]');
    const port = Number(values['metrics-port'] ?? DEFAULT_OPS_PORT);
    if (!Number.isInteger(port) || port < 1 || port > MAX_PORT) throw new Error('--metrics-port takes a port number');
    return { address, tao, port };
  } catch (error) {
    throw new LocalnetError('localnet/bad-flag', `${(error as Error).message} (see --help)`, error);
  }
}
