/**
 * A server over a fake chain, for tests.
 */
import { afterEach } from 'vitest';
import type { Bytes } from '../../src/chain/bytes.ts';
import { FAKE_METADATA, FakeChain, type FakeChainOptions } from '../fake-chain.ts';
import type { JsonRpcClient } from '../json-rpc-client.fixture.ts';
import { connectWebSocket } from '../json-rpc-client.fixture.ts';
import { buildRuntime } from '../runtime/index.ts';
import type { Lies } from '../types.ts';
import type { RpcServer } from './index.ts';
import { startRpcServer } from './index.ts';

const SLOT_MS = 300;
const VERSION = { specVersion: 424, transactionVersion: 1 };
const FAKE_RUNTIME = { version: VERSION, metadata: FAKE_METADATA };

export interface ServedChain {
  readonly chain: FakeChain;
  readonly server: RpcServer;
  /** What the server logged: mistakes of ours. */
  readonly log: readonly string[];
  close(): Promise<void>;
}

/** Built once: it takes a third of a second. */
let blob: Promise<Bytes> | undefined;
const runtimeBlob = (): Promise<Bytes> => {
  blob ??= buildRuntime({ ...VERSION, metadata: FAKE_METADATA, slotDurationMs: SLOT_MS });
  return blob;
};

export async function serveFakeChain(
  options: Partial<Omit<FakeChainOptions, 'code'>> & { readonly lies?: Lies } = {},
): Promise<ServedChain> {
  const code = await runtimeBlob();
  const chain = new FakeChain({ code, slotDurationMs: SLOT_MS, history: 3, ...options });
  const log: string[] = [];
  const server = await startRpcServer({
    chain,
    chainName: 'Fake',
    port: 0,
    describeRuntime: () => FAKE_RUNTIME,
    node: { peerId: '12D3KooW', multiaddr: '/ip4/127.0.0.1/tcp/1/ws', peers: () => 2 },
    lies: options.lies ?? { proof: false, signature: false },
    log: (line) => void log.push(line),
  });
  return { chain, server, log, close: () => server.close() };
}

export interface Served extends ServedChain {
  readonly client: JsonRpcClient;
}

/**
 * Servers with a client each, closed after every test of the file, the last opened first. `later` has more closed with them.
 */
export function servedChains(): {
  open(options?: Parameters<typeof serveFakeChain>[0]): Promise<Served>;
  later(cleanUp: () => Promise<void>): void;
} {
  const cleanUps: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
  });
  return {
    later: (cleanUp) => void cleanUps.push(cleanUp),
    async open(options = {}) {
      const served = await serveFakeChain(options);
      cleanUps.push(served.close);
      const client = await connectWebSocket(served.server.url);
      cleanUps.push(() => client.close());
      return { ...served, client };
    },
  };
}
