/**
 * The honest side of the suite: one chain, one JSON-RPC server and one p2p node that tell the truth about it, and engines
 * that are watched for every wrong thing that they might say.
 */

import { FAKE_METADATA } from '../../localnet/fake-chain.ts';
import { startP2pHost } from '../../localnet/p2p/index.ts';
import { startRpcServer } from '../../localnet/rpc/index.ts';
import { buildRuntime } from '../../localnet/runtime/index.ts';
import type { Block, ChainView } from '../../localnet/types.ts';
import type { Bytes } from '../../src/chain/bytes.ts';
import { equalBytes, fromHex, toHex, utf8 } from '../../src/chain/bytes.ts';
import { blake2b256 } from '../../src/chain/hash.ts';
import { encodeCheckpoint } from '../../src/light/proof/checkpoint-text.ts';
import { openProofEngine } from '../../src/light/proof/engine.ts';
import { openJsonRpcServer } from '../../src/light/proof/json-rpc-server.ts';
import { libp2pServers } from '../../src/light/proof/libp2p-server.ts';
import type { ProofPolicy } from '../../src/light/proof/policy.ts';
import type { ServerEvents } from '../../src/light/proof/server.ts';
import type { ChainEngine, EngineStatus } from '../../src/light/types.ts';
import { AdversaryChain, authoritiesOf, authors, READ_KEYS, VERSION } from './chain.ts';
import type { Transport } from './lie.ts';

export const SLOT_MS = 250;
/** Final blocks at the start: too far from the checkpoint to be walked, so that votes let engines jump. */
const HISTORY = 86;
/** Before the first change of voters. */
const CHECKPOINT_AT = 4;
const CHANGES_AT = [80, 100, 150, 200, 300, 400, 500, 600, 700, 800];
/** How much later the honest servers tell of blocks and votes. */
const HONEST_DELAY_MS = 60;
/** How much later than the liar an honest server greets an engine: the liar is believed first, if it can be. */
const HONEST_GREETS_MS = 500;
/** An engine's patience, as short as a test needs it. */
const POLICY: Partial<ProofPolicy> = {
  openDeadlineMs: 4_000,
  questionDeadlineMs: 2_000,
  readDeadlineMs: 8_000,
  refusedMs: 600_000,
  limitedMs: 600_000,
  reconnectFirstMs: 100,
  reconnectMaxMs: 500,
};
const IDENTITY = { peerId: 'adversary', multiaddr: '/ip4/127.0.0.1/tcp/1/ws', peers: () => 1 };
const NO_LIES = { proof: false, signature: false };

export interface World {
  readonly chain: AdversaryChain;
  readonly honest: Readonly<Record<Transport, string>>;
  close(): Promise<void>;
}

export async function startWorld(): Promise<World> {
  const code = await buildRuntime({ ...VERSION, metadata: FAKE_METADATA, slotDurationMs: SLOT_MS });
  const chain = new AdversaryChain({ code, slotMs: SLOT_MS, history: HISTORY, changesAt: CHANGES_AT });
  const rpc = await serveRpc(unhurried(chain));
  const p2p = await serveP2p(unhurried(chain));
  chain.run();
  return {
    chain,
    honest: { 'json-rpc': rpc.address, libp2p: p2p.address },
    async close() {
      chain.stop();
      await Promise.all([rpc.close(), p2p.close()]);
    },
  };
}

/** The same chain, told of a little later: the liar has the first word about every block, or nobody would look at it. */
function unhurried(chain: AdversaryChain): ChainView {
  return new Proxy<ChainView>(chain, {
    get(_, name) {
      if (name === 'subscribe') {
        return (listener: Parameters<ChainView['subscribe']>[0]) =>
          chain.subscribe((event) => setTimeout(listener, HONEST_DELAY_MS, event));
      }
      const value: unknown = Reflect.get(chain, name, chain);
      return typeof value === 'function' ? value.bind(chain) : value;
    },
  });
}

export interface Served {
  readonly address: string;
  close(): Promise<void>;
}

/** The real JSON-RPC server over a view of the chain. */
export async function serveRpc(chain: ChainView): Promise<Served> {
  const log = () => undefined;
  const runtime = { metadata: FAKE_METADATA, version: VERSION };
  const options = { chain, chainName: 'Adversary', port: 0, describeRuntime: () => runtime };
  const server = await startRpcServer({ ...options, node: IDENTITY, lies: NO_LIES, log });
  return { address: server.url, close: () => server.close() };
}

let nodes = 0;

/** The real p2p node over a view of the chain. */
export async function serveP2p(chain: ChainView): Promise<Served> {
  const seed = nodeSeed();
  const host = await startP2pHost({ chain, host: '127.0.0.1', port: 0, seed, lies: NO_LIES, log: () => undefined });
  return { address: host.multiaddr, close: () => host.close() };
}

/** Another identity for every node. */
export const nodeSeed = (): Bytes => blake2b256(utf8(`adversary node ${nodes++}`));

/** An engine under watch: what it says and reads is compared with the honest chain. */
export interface Watched {
  readonly engine: ChainEngine;
  /** What it said or read that is not so; empty is the only good answer. */
  readonly wrong: readonly string[];
  /** Ms from the greeting of the honest server to the first true read at a block that was not there at the opening. */
  readonly goesOnMs: number | undefined;
  /** Codes with which its reads failed. */
  readonly readCodes: ReadonlySet<string>;
  close(): Promise<void>;
}

export interface WatchOptions {
  /** Bodies are read as well as values. */
  readonly readsBodies: boolean;
  /** Which of the servers is honest, if one is. */
  readonly honest?: string;
}

export function watch(world: World, servers: readonly string[], options: WatchOptions): Watched {
  const { chain } = world;
  const headAtOpening = chain.finalized.number;
  const wrong: string[] = [];
  const readCodes = new Set<string>();
  let honestAtMs: number | undefined;
  let goesOnMs: number | undefined;
  const engine = openProofEngine(
    {
      id: 'adversary',
      name: 'Adversary',
      specText: undefined,
      servers,
      genesisHash: toHex(chain.genesis.hash),
      genesisSetId: 0n,
      justificationPeriod: 512,
      blockTimeMs: SLOT_MS,
    },
    {
      transports: (genesisHash) => {
        const overLibp2p = libp2pServers(genesisHash);
        return (address, events) => {
          const open = address.startsWith('/') ? overLibp2p : openJsonRpcServer;
          return open(address, address === options.honest ? { ...events, onOpen: late(events.onOpen) } : events);
        };
      },
      agree: () => Promise.reject(new Error('there is a checkpoint')),
      checkpointText: checkpointAt(chain, CHECKPOINT_AT),
      policy: POLICY,
    },
  );

  const late =
    (onOpen: ServerEvents['onOpen']): ServerEvents['onOpen'] =>
    (greeting) => {
      setTimeout(() => {
        honestAtMs ??= performance.now();
        onOpen(greeting);
      }, HONEST_GREETS_MS);
    };

  /** A status may name only blocks of the honest chain as final. */
  const check = ({ finalized, trust }: EngineStatus) => {
    for (const ref of [finalized, trust?.justified]) {
      if (!ref) continue;
      const block = chain.byHash(fromHex(ref.hash));
      if (block?.number !== ref.number) wrong.push(`block ${ref.number} ${ref.hash} is called final`);
      else if (ref === trust?.justified && ref.number > chain.finalized.number)
        wrong.push(`${ref.number} is not final`);
    }
  };

  const readAt = async (block: Block) => {
    const at = toHex(block.hash);
    const values = await engine.readStorage(READ_KEYS, at);
    values.forEach((value, i) => {
      const truth = block.state!.get(READ_KEYS[i]!);
      const isTrue = value === undefined || truth === undefined ? value === truth : equalBytes(value, truth);
      if (!isTrue) wrong.push(`key ${i} at block ${block.number}`);
    });
    if (!options.readsBodies) return;
    const body = await engine.readBody({ number: block.number, hash: at });
    const isTrue = body.length === block.body.length && body.every((one, i) => equalBytes(one, block.body[i]!));
    if (!isTrue) wrong.push(`the body of block ${block.number}`);
  };

  let isReading = false;
  const read = async (status: EngineStatus) => {
    const block = status.finalized && chain.byHash(fromHex(status.finalized.hash));
    if (isReading || !block) return;
    isReading = true;
    try {
      await readAt(block);
      if (block.number > headAtOpening && honestAtMs !== undefined) goesOnMs ??= performance.now() - honestAtMs;
    } catch (error) {
      readCodes.add(error instanceof Error && 'code' in error ? String(error.code) : String(error));
    } finally {
      isReading = false;
    }
  };
  engine.subscribe((status) => {
    check(status);
    void read(status);
  });
  return {
    engine,
    wrong,
    readCodes,
    get goesOnMs() {
      return goesOnMs;
    },
    close: () => engine.close(),
  };
}

function checkpointAt(chain: AdversaryChain, number: number): string {
  const { headerBytes, hash } = chain.byNumber(number)!;
  const setId = chain.setIdAt(number + 1);
  const takenAtMs = Date.now();
  return encodeCheckpoint({
    chainId: 'adversary',
    genesisHash: toHex(chain.genesis.hash),
    headerBytes,
    grandpa: { setId, authorities: authoritiesOf(setId) },
    auraAuthorities: authors.map(({ publicKey }) => publicKey),
    takenAtMs,
    anchor: { kind: 'imported', block: { number, hash: toHex(hash) }, takenAtMs, sources: [], isConfirmed: true },
  });
}
