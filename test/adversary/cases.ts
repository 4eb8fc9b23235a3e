/** All lies over all transports, each with how its liar is started. */
import { FINALITY_LIES } from './finality-lies.ts';
import { BODY_LIES, HEADER_LIES, STANDING_LIES } from './header-lies.ts';
import type { Expectation, Transport, ViewLie } from './lie.ts';
import { lyingView } from './lie.ts';
import { startLyingNode } from './lying-node.ts';
import { startLyingRpc } from './lying-rpc.ts';
import { NODE_LIES } from './node-lies.ts';
import { PROOF_LIES } from './proof-lies.ts';
import { RPC_LIES } from './rpc-lies.ts';
import type { Served, World } from './world.ts';
import { serveP2p, serveRpc } from './world.ts';

export interface Case extends Expectation {
  readonly lie: string;
  readonly transport: Transport;
  /** Judged after all others, one at a time. */
  readonly isHeavy: boolean;
  /** Bodies are read as well as values. */
  readonly readsBodies: boolean;
  start(world: World): Promise<Served>;
}

function overBoth(lies: readonly ViewLie[], readsBodies = false): readonly Case[] {
  return lies.flatMap((lie) =>
    (['json-rpc', 'libp2p'] as const)
      .filter((transport) => lie.only === undefined || lie.only === transport)
      .map((transport) => ({
        lie: lie.name,
        transport,
        state: lie.state,
        codes: lie.codes,
        namedOnly: lie.namedOnly,
        isHeavy: lie.isHeavy ?? false,
        readsBodies,
        start: ({ chain }) => (transport === 'json-rpc' ? serveRpc : serveP2p)(lyingView(chain, lie)),
      })),
  );
}

/** Nobody listens on this port of the loopback address. */
const NOBODY: Readonly<Record<Transport, string>> = {
  'json-rpc': 'ws://127.0.0.1:9',
  libp2p: '/ip4/127.0.0.1/tcp/9/ws',
};

export const CASES: readonly Case[] = [
  ...overBoth(PROOF_LIES),
  ...overBoth(FINALITY_LIES),
  ...overBoth(HEADER_LIES),
  ...overBoth(STANDING_LIES),
  ...overBoth(BODY_LIES, true),
  ...(['json-rpc', 'libp2p'] as const).map(
    (transport): Case => ({
      lie: 'nobody there',
      transport,
      state: 'unreachable',
      codes: ['proof/unreachable'],
      isHeavy: false,
      readsBodies: false,
      start: async () => ({ address: NOBODY[transport], close: async () => undefined }),
    }),
  ),
  ...RPC_LIES.map(
    (lie): Case => ({
      lie: lie.name,
      transport: 'json-rpc',
      state: lie.state,
      codes: lie.codes,
      namedOnly: lie.namedOnly,
      isHeavy: lie.isHeavy ?? false,
      readsBodies: false,
      async start({ honest }) {
        const { url, close } = await startLyingRpc(honest['json-rpc'], lie);
        return { address: url, close };
      },
    }),
  ),
  ...NODE_LIES.map(
    (lie): Case => ({
      lie: lie.name,
      transport: 'libp2p',
      state: lie.state,
      codes: lie.codes,
      namedOnly: lie.namedOnly,
      isHeavy: lie.isHeavy ?? false,
      readsBodies: false,
      start: ({ chain }) => startLyingNode(chain, lie),
    }),
  ),
];
