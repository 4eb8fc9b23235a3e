/**
 * Puts the localnet together and starts it.
 *
 *   store ─▶ chain (genesis, or what was final) ─▶ residents ─▶ history ─▶ p2p, JSON-RPC ─▶ chain-spec.json ─▶ the clock
 *
 * History comes before the doors open, so that the first client finds a chain that it can warp over.
 */
import { join } from 'node:path';
import type { Bytes } from '../src/chain/bytes.ts';
import { utf8 } from '../src/chain/bytes.ts';
import { blake2b256 } from '../src/chain/hash.ts';
import { metadata } from '../src/chain/schema/index.ts';
import {
  Chain,
  genesisState,
  LocalnetError,
  makeHistory,
  openLevelStore,
  openMemoryStore,
  startAuthor,
} from './chain/index.ts';
import type { LocalnetOptions } from './options.ts';
import { DEFAULTS } from './options.ts';
import { startP2pHost } from './p2p/index.ts';
import { feelessCalls } from './pallets/index.ts';
import type { Cast, Resident } from './residents/index.ts';
import { authorities, createCast, playResidents } from './residents/index.ts';
import { startRpcServer } from './rpc/index.ts';
import { buildRuntime, chainSpec, localnetVersion } from './runtime/index.ts';
import { writeChainSpec } from './spec-file.ts';
import type { ChainView, Lies, PoolRefusal } from './types.ts';

/** The runtime that this chain claims to run: finney's, by number and by shape. */
const VERSION = { specVersion: 424, transactionVersion: 1 } as const;
const CHAIN_ID = 'yumalight_localnet';
const CHAIN_NAME = 'Yumalight Localnet';
const HOST = '127.0.0.1';
/** Blocks stand in their own folder, so that the directory can hold the specification too. */
const STORE_FOLDER = 'chain';

export interface StartOptions extends Partial<Omit<LocalnetOptions, 'dataDir'>> {
  /** Left out: nothing is written, and the chain is ephemeral. */
  readonly dataDir?: string;
  /** False: no clock; the holder of `chain` makes the blocks. */
  readonly makeBlocks?: boolean;
  /** Lines about what goes wrong or may interest an operator. */
  readonly log?: (line: string) => void;
  /** Told once if the chain cannot go on; it makes no more blocks then. */
  readonly onFailure?: (error: unknown) => void;
}

export interface Localnet {
  readonly chain: Chain;
  readonly cast: Cast;
  /** JSON text to start a light client with. */
  readonly chainSpec: string;
  /** Where it was written, if it was. */
  readonly chainSpecPath: string | undefined;
  /** JSON-RPC over WebSocket: `ws://127.0.0.1:9944`. */
  readonly rpcUrl: string;
  /** Multiaddr of the p2p host, with its peer id. */
  readonly p2pAddress: string;
  /** Light clients connected now. */
  peers(): number;
  /** Finalizes what there is, closes the doors, and leaves everything on disk. Idempotent. */
  close(): Promise<void>;
}

/** @throws LocalnetError `store/…`, `localnet/port-busy`. What was started before a failure is closed again. */
export async function startLocalnet(options: StartOptions = {}): Promise<Localnet> {
  const started: (() => Promise<void> | void)[] = [];
  const closeAll = async () => {
    for (let close = started.pop(); close; close = started.pop()) await close();
  };
  try {
    return await start({ ...DEFAULTS, dataDir: undefined, ...options }, started, closeAll);
  } catch (error) {
    await closeAll();
    throw error;
  }
}

type Settings = Omit<StartOptions & LocalnetOptions, 'dataDir'> & { readonly dataDir: string | undefined };

async function start(
  settings: Settings,
  started: (() => Promise<void> | void)[],
  closeAll: () => Promise<void>,
): Promise<Localnet> {
  const { seed, blockTimeMs, dataDir, lies, log = () => undefined } = settings;
  const cast = createCast(seed);
  const chainMetadata = metadata({ slotDurationMs: blockTimeMs, version: localnetVersion(VERSION) });
  const chain = await openChain(settings, cast, chainMetadata);
  started.push(() => chain.close());
  const onRefused = ({ name }: Resident, { code }: PoolRefusal) => log(`resident=${name} refused=${code}`);
  started.push(playResidents({ chain, residents: cast.residents, seed, version: VERSION, onRefused }));
  await makeHistory(chain, settings.historyBlocks, Date.now(), blockTimeMs);

  const p2p = await openDoor('p2p', settings.p2pPort, () =>
    startHost(chain, settings.p2pPort, seed, settings.lies, log),
  );
  started.push(() => p2p.close());
  const rpc = await openDoor('rpc', settings.rpcPort, () =>
    startRpcServer({
      chain,
      chainName: CHAIN_NAME,
      host: HOST,
      port: settings.rpcPort,
      metadata: chainMetadata,
      version: VERSION,
      node: p2p,
      lies,
      log,
    }),
  );
  started.push(() => rpc.close());
  const specText = chainSpec({
    name: CHAIN_NAME,
    id: CHAIN_ID,
    genesisTop: chain.genesis.state!.entries(),
    bootNodes: [p2p.multiaddr],
  });
  const chainSpecPath = dataDir === undefined ? undefined : await writeChainSpec(dataDir, specText);

  started.push(() => chain.finalizeTo(chain.best.number));
  if (settings.makeBlocks ?? true) {
    const onFailure = settings.onFailure ?? ((error) => log(`failure=${String(error)}`));
    started.push(startAuthor({ chain, blockTimeMs, nowMs: Date.now, onFailure }).stop);
  }
  return {
    chain,
    cast,
    chainSpec: specText,
    chainSpecPath,
    rpcUrl: rpc.url,
    p2pAddress: p2p.multiaddr,
    peers: () => p2p.peers(),
    close: closeAll,
  };
}

async function openChain(settings: Settings, cast: Cast, chainMetadata: Bytes): Promise<Chain> {
  const { dataDir, ephemeral, blockTimeMs, seed } = settings;
  const keepsNothing = dataDir === undefined || ephemeral;
  const store = keepsNothing
    ? openMemoryStore()
    : await openLevelStore(join(dataDir, STORE_FOLDER), { blockTimeMs, seed });
  const { aura, grandpa } = authorities();
  return Chain.open({
    store,
    authorities: { aura, grandpa },
    blockTimeMs,
    version: VERSION,
    genesis: async () => {
      const constants = { ...VERSION, metadata: chainMetadata, slotDurationMs: blockTimeMs };
      const code = await buildRuntime({ ...constants, feelessCalls: feelessCalls() });
      return genesisState({ cast, aura, grandpa, code, specVersion: VERSION.specVersion });
    },
  });
}

/** The peer id is the same at every start of one seed, so that written chain specifications stay good. */
function startHost(chain: ChainView, port: number, seed: string, lies: Lies, log: (line: string) => void) {
  return startP2pHost({ chain, host: HOST, port, seed: blake2b256(utf8(`localnet p2p ${seed}`)), lies, log });
}

/** Opens a port, and says plainly when somebody else has it. */
async function openDoor<T>(what: string, port: number, open: () => Promise<T>): Promise<T> {
  try {
    return await open();
  } catch (error) {
    if (!isAddressInUse(error)) throw error;
    const reason = `port ${port} is in use; stop what uses it or choose another with --${what}-port`;
    throw new LocalnetError('localnet/port-busy', reason, error);
  }
}

function isAddressInUse(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const inner = error instanceof AggregateError ? error.errors : [];
  const code = (error as { readonly code?: unknown }).code;
  return code === 'EADDRINUSE' || error.message.includes('EADDRINUSE') || [error.cause, ...inner].some(isAddressInUse);
}
