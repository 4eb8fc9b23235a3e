/**
 * Real, unmodified light clients for tests: smoldot 3.4.1 by itself, smoldot 2.0.40 inside @substrate/connect.
 */
import { createScClient } from '@substrate/connect';
import { start } from 'smoldot';
import type { JsonRpcClient } from './json-rpc-client.fixture.ts';
import { connect } from './json-rpc-client.fixture.ts';

export interface LightClient extends JsonRpcClient {
  /** Lines that the client logged, warnings and worse. */
  readonly log: readonly string[];
}

/** smoldot's log levels: 1 error, 2 warning. */
const MAX_LOG_LEVEL = 2;

export async function startSmoldot(chainSpec: string): Promise<LightClient> {
  const log: string[] = [];
  const logCallback = (_level: number, target: string, message: string) => void log.push(`[${target}] ${message}`);
  const client = start({ maxLogLevel: MAX_LOG_LEVEL, logCallback });
  const chain = await client.addChain({ chainSpec });
  return {
    log,
    ...connect({
      send: (message) => chain.sendJsonRpc(message),
      next: () => chain.nextJsonRpcResponse(),
      close: () => client.terminate(),
    }),
  };
}

export async function startSubstrateConnect(chainSpec: string): Promise<LightClient> {
  const chain = await createScClient({
    forceEmbeddedNode: true,
    embeddedNodeConfig: { maxLogLevel: MAX_LOG_LEVEL },
  }).addChain(chainSpec);
  return {
    log: [],
    ...connect({
      send: (message) => chain.sendJsonRpc(message),
      next: () => chain.nextJsonRpcResponse(),
      close: async () => chain.remove(),
    }),
  };
}
