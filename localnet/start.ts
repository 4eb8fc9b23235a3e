/**
 * Puts the localnet together and starts it.
 *
 *   store ─▶ chain (founding, or what was final) ─▶ beacon, residents ─▶ history ─▶ p2p, JSON-RPC, metrics
 *         ─▶ chain-spec.json ─▶ the clock
 *
 * History comes before the doors open, so that the first client finds a chain that it can warp over. The beacon comes
 * before history, so that what was time-locked in it has been opened.
 */
import { utf8 } from '../src/chain/bytes.ts';
import { blake2b256 } from '../src/chain/hash.ts';
import type { ComputeCore } from '../src/chain/yuma/index.ts';
import { computeCore as referenceCore } from '../src/chain/yuma/index.ts';
import type { Chain } from './chain/index.ts';
import { LocalnetError, makeHistory, startAuthor } from './chain/index.ts';
import { openDoor } from './doors.ts';
import { startBeacon } from './drand/index.ts';
import { assertBegunAs, firstState } from './first-state.ts';
import type { Level, Log } from './log.ts';
import { SILENT } from './log.ts';
import type { EpochCount } from './metrics/index.ts';
import { countEpochCores, watchChain } from './metrics/index.ts';
import { openChain, storeDirectory } from './open-chain.ts';
import { startOperations } from './operations.ts';
import type { LocalnetOptions } from './options.ts';
import { DEFAULTS, historyOf } from './options.ts';
import { startP2pHost } from './p2p/index.ts';
import type { Cast, Resident, SigningVersion } from './residents/index.ts';
import { authorities, playResidents, rotateAuthorities } from './residents/index.ts';
import { startRpcServer } from './rpc/index.ts';
import { chainSpec } from './runtime/index.ts';
import { describeRuntimes } from './runtimes.ts';
import { writeClientFiles } from './spec-file.ts';
import type { ChainView, PoolRefusal } from './types.ts';
import type { Upgrade } from './upgrade.ts';
import { upgrader } from './upgrade.ts';

const CHAIN_ID = 'yumalight_localnet';
const CHAIN_NAME = 'Yumalight Localnet';
const HOST = '127.0.0.1';
/** The last blocks of history, in which the beacon brings every round: whoever comes finds it where it is on any other day. */
const UNHURRIED_BLOCKS = 4;

export interface StartOptions extends Partial<Omit<LocalnetOptions, 'dataDir'>> {
  /** Left out: nothing is written, and the chain is ephemeral. */
  readonly dataDir?: string;
  /** False: no clock; the holder of `chain` makes the blocks. */
  readonly makeBlocks?: boolean;
  /** The engine of epochs; left out: the reference engine. */
  readonly computeCore?: ComputeCore;
  /** False: if the port of metrics is busy, the localnet goes without. */
  readonly isMetricsPortChosen?: boolean;
  /** What goes wrong or may interest an operator. */
  readonly log?: Log;
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
  /** The operator's HTTP server, if there is one: `http://127.0.0.1:9615`. */
  readonly opsUrl: string | undefined;
  /** Light clients connected now. */
  peers(): number;
  /** The next block replaces the runtime. Rejects with LocalnetError `upgrade/not-higher`. */
  readonly upgrade: Upgrade;
  /** Finalizes what there is, closes the doors, and leaves everything on disk. Idempotent. */
  close(): Promise<void>;
}

/** @throws LocalnetError `store/…`, `snapshot/…`, `localnet/port-busy`, `localnet/bad-issuance`. What was started before a failure is closed again. */
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
  const { seed, blockTimeMs, dataDir, lies, log = SILENT } = settings;
  const tell = (level: Level, part: string) => (message: string) => log(level, part, { message });
  const { founding, cast } = await firstState(settings);
  const epochs: EpochCount = { cores: 0, ms: 0 };
  const computeCore = countEpochCores(settings.computeCore ?? referenceCore, epochs, () => performance.now());
  const onBug = (call: string, error: unknown) => log('error', 'bug', { call, reason: String(error) });
  const chain = await openChain({ ...settings, founding, computeCore, onBug });
  started.push(() => chain.close());
  assertBegunAs(chain, founding, settings);
  const { counts, stop } = watchChain(chain);
  started.push(stop);
  let isInHurry = true;
  const beaconLog = tell('warn', 'beacon');
  started.push(
    startBeacon({ chain, seed, nodePair: authorities().aura[0]!, log: beaconLog, isInHurry: () => isInHurry }).stop,
  );
  const version = liveVersion(chain);
  const onRefused = ({ name }: Resident, { code }: PoolRefusal) => log('warn', 'refused', { resident: name, code });
  started.push(playResidents({ chain, residents: cast.residents, seed, version, onRefused }));
  if (settings.rotateEvery !== undefined) {
    const refused = ({ code }: PoolRefusal) => log('warn', 'refused', { resident: 'sudo', code });
    started.push(rotateAuthorities({ chain, everyBlocks: settings.rotateEvery, version, onRefused: refused }));
  }
  const history = historyOf(settings);
  if (history.isShort && chain.blockCount < history.blocks) {
    const message = `short, because blocks of a large chain take their time; --history asks for more than these`;
    log('info', 'history', { blocks: history.blocks, message });
  }
  const nowMs = Date.now();
  await makeHistory(chain, history.blocks - UNHURRIED_BLOCKS, nowMs - UNHURRIED_BLOCKS * blockTimeMs, blockTimeMs);
  isInHurry = false;
  await makeHistory(chain, history.blocks, nowMs, blockTimeMs);

  const describeRuntime = describeRuntimes(blockTimeMs);
  const p2p = await openDoor('p2p', settings.p2pPort, () => startHost(chain, settings, tell('info', 'p2p')));
  started.push(() => p2p.close());
  const rpc = await openDoor('rpc', settings.rpcPort, () =>
    startRpcServer({
      chain,
      chainName: CHAIN_NAME,
      host: HOST,
      port: settings.rpcPort,
      describeRuntime,
      votes: settings.votes,
      node: p2p,
      lies,
      log: tell('warn', 'rpc'),
    }),
  );
  started.push(() => rpc.close());
  const upgrade = upgrader(chain, blockTimeMs, describeRuntime);
  let isHealthy = true;
  const ops = await openOperations(settings, (port) =>
    startOperations({
      port,
      counts,
      chain,
      epochs,
      peers: () => p2p.peers(),
      rpcClients: () => rpc.connections(),
      version,
      upgrade,
      storeDirectory: storeDirectory(settings),
      isHealthy: () => isHealthy,
    }),
  );
  if (ops) started.push(() => ops.close());
  const specText = chainSpec({
    name: CHAIN_NAME,
    id: CHAIN_ID,
    genesisTop: chain.genesis.state!.entries(),
    bootNodes: [p2p.multiaddr],
  });
  const { genesisSetId, justificationPeriod } = settings;
  const servers = { servers: [rpc.url, p2p.multiaddr], genesisSetId, justificationPeriod };
  const chainSpecPath = dataDir === undefined ? undefined : await writeClientFiles(dataDir, specText, servers);

  started.push(() => chain.finalizeTo(chain.best.number));
  if (settings.makeBlocks ?? true) {
    const onFailure = (error: unknown) => {
      isHealthy = false;
      log('error', 'stopped', { reason: String(error) });
      settings.onFailure?.(error);
    };
    started.push(startAuthor({ chain, blockTimeMs, nowMs: Date.now, onFailure }).stop);
  }
  return {
    chain,
    cast,
    chainSpec: specText,
    chainSpecPath,
    rpcUrl: rpc.url,
    p2pAddress: p2p.multiaddr,
    opsUrl: ops?.url,
    peers: () => p2p.peers(),
    upgrade,
    close: closeAll,
  };
}

/** The operator's server, if it is wanted; a busy port is forgiven if nobody chose it. */
async function openOperations<T>(
  { metricsPort, isMetricsPortChosen = true, log = SILENT }: Settings,
  open: (port: number) => Promise<T>,
): Promise<T | undefined> {
  if (metricsPort === undefined) return undefined;
  try {
    return await open(metricsPort);
  } catch (error) {
    if (isMetricsPortChosen || !(error instanceof LocalnetError)) throw error;
    log('warn', 'no-metrics', { reason: error.message });
    return undefined;
  }
}

/** The peer id is the same at every start of one seed, so that written chain specifications stay good. */
function startHost(
  chain: ChainView,
  { p2pPort: port, seed: name, lies, serveJustifications }: Settings,
  log: (line: string) => void,
) {
  const seed = blake2b256(utf8(`localnet p2p ${name}`));
  return startP2pHost({ chain, host: HOST, port, seed, lies, serveJustifications, log });
}

/** What extrinsics are signed for: looked up anew by everybody who signs, since a runtime can be replaced. */
const liveVersion = (chain: Chain): SigningVersion => ({
  get specVersion() {
    return chain.version.specVersion;
  },
  get transactionVersion() {
    return chain.version.transactionVersion;
  },
});
