/** What is said about servers: state, how far behind, why one is not used, and all of them in one sentence. */
import type { ServerState, ServerStatus } from '../../light/types.ts';
import { formatCount, formatMilliseconds, unbroken } from '../format/index.ts';

export type ServerTone = 'good' | 'waiting' | 'bad';

const STATE_WORDS: Readonly<Record<ServerState, string>> = {
  connecting: 'connecting',
  ready: 'in use',
  lagging: 'behind',
  limited: 'rate limited',
  refused: 'proved wrong',
  unreachable: 'not reached',
};

const STATE_TONES: Readonly<Record<ServerState, ServerTone>> = {
  connecting: 'waiting',
  ready: 'good',
  lagging: 'waiting',
  limited: 'waiting',
  refused: 'bad',
  unreachable: 'bad',
};

export const TRANSPORT_WORDS: Readonly<Record<ServerStatus['transport'], string>> = {
  'json-rpc': 'JSON-RPC',
  libp2p: 'libp2p',
};

export interface ServerRow {
  readonly address: string;
  /** Without `wss://` and its usual port. */
  readonly shortAddress: string;
  readonly transport: string;
  readonly words: string;
  readonly tone: ServerTone;
  readonly status: ServerStatus;
  /** Blocks behind the one that claims most; undefined if it claims nothing. */
  readonly behind: number | undefined;
  readonly latency: string | undefined;
}

export function serverRows(servers: readonly ServerStatus[]): readonly ServerRow[] {
  const newest = Math.max(0, ...servers.map(({ finalizedNumber }) => finalizedNumber ?? 0));
  return servers.map((status) => ({
    address: status.address,
    shortAddress: shortAddress(status.address),
    transport: TRANSPORT_WORDS[status.transport],
    words: STATE_WORDS[status.state],
    tone: STATE_TONES[status.state],
    status,
    behind: status.finalizedNumber === undefined ? undefined : newest - status.finalizedNumber,
    latency: status.latencyMs === undefined ? undefined : formatMilliseconds(Math.max(1, status.latencyMs)),
  }));
}

const MULTIADDR_HEAD = 28;

/** `entrypoint-finney.opentensor.ai` of `wss://entrypoint-finney.opentensor.ai:443`, the host of a multiaddr; `ws://` stays in sight. */
export function shortAddress(address: string): string {
  if (address.startsWith('/')) {
    const [, , host = '', , port = ''] = address.split('/');
    return `${host.slice(0, MULTIADDR_HEAD)}:${port}`;
  }
  return address.replace(/^wss:\/\/([^/]*?)(:443)?(?=\/|$)/, '$1').replace(/\/$/, '');
}

/** `2 of 3 servers in use`. */
export function summarizeServers(servers: readonly ServerStatus[]): string {
  const used = servers.filter(({ state }) => state === 'ready').length;
  return `${unbroken(formatCount(used))} of ${unbroken(formatCount(servers.length))} ${servers.length === 1 ? 'server' : 'servers'} in use`;
}
