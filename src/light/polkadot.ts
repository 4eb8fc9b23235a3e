/**
 * polkadot-js on an engine: decodes blocks into words by the chain's own metadata. Over a megabyte of code, so this
 * module is only ever imported dynamically.
 *
 *   body     checked against the header     ┐
 *   events   proved against the state root  ├─▶ words
 *   metadata executed here (smoldot), or what a JSON-RPC server hands out (proof engine: then the words are `claimed`)
 *
 * Full nodes over libp2p hand out no metadata: there it is refused at once, with `light/unsupported`.
 */
import { ApiPromise } from '@polkadot/api';
import type { GenericExtrinsic, Vec } from '@polkadot/types';
import type { EventRecord } from '@polkadot/types/interfaces';
import type { BlockRef } from '../chain/block-ref.ts';
import { toHex } from '../chain/bytes.ts';
import type { Label } from '../chain/label.ts';
import { storage, storageKey } from '../chain/schema/index.ts';
import { SYSTEM_CLOCK, withDeadline } from './clock.ts';
import { isLightError, LightError } from './errors.ts';
import { EngineProvider } from './polkadot-provider.ts';
import type { ChainEngine } from './types.ts';

/** Metadata of 340 KB through a light client takes well under a second; a phone may need longer. */
const OPEN_DEADLINE_MS = 30_000;

/** Bittensor's own transaction extensions. They add nothing to an extrinsic; unnamed, polkadot-js warns about each. */
export const SIGNED_EXTENSIONS = Object.fromEntries(
  ['SudoTransactionExtension', 'CheckShieldedTxValidity', 'SubtensorTransactionExtension', 'DrandPriority'].map(
    (name) => [name, { extrinsic: {}, payload: {} }],
  ),
);

export interface ExtrinsicInWords {
  readonly index: number;
  /** Pallet and call as polkadot-js writes them: `subtensorModule`, `setWeights`. */
  readonly section: string;
  readonly method: string;
  /** SS58 address; undefined for inherents. */
  readonly signer: string | undefined;
  readonly success: boolean;
  /** What it caused, in order: `balances.Transfer`. */
  readonly events: readonly string[];
}

export interface BlockInWords {
  readonly at: BlockRef;
  /** `claimed` where the metadata that it was decoded by was only claimed. */
  readonly label: Label;
  readonly extrinsics: readonly ExtrinsicInWords[];
  /** Number of events in the block, those without an extrinsic included. */
  readonly events: number;
}

/**
 * An ApiPromise that rides on `engine` and is disconnected with it. The caller may disconnect it before.
 * @throws LightError `light/unsupported` where no server speaks JSON-RPC, `light/timeout`, `light/unexpected-answer` (the
 *   cause is what polkadot-js says), what `ChainEngine.request` throws; the abort reason.
 */
export async function openPolkadotApi(engine: ChainEngine, signal?: AbortSignal): Promise<ApiPromise> {
  await assertAnswers(engine, signal);
  const api = new ApiPromise({
    provider: new EngineProvider(engine),
    signedExtensions: SIGNED_EXTENSIONS,
    noInitWarn: true,
    throwOnConnect: true,
  });
  const disconnect = () => void api.disconnect();
  engine.ended.addEventListener('abort', disconnect, { once: true });
  const timeout = () =>
    new LightError('light/timeout', `polkadot-js was not ready within ${OPEN_DEADLINE_MS / 1000} s`, {
      data: { method: 'ApiPromise.create', afterMs: OPEN_DEADLINE_MS },
    });
  try {
    return await withDeadline(SYSTEM_CLOCK, OPEN_DEADLINE_MS, timeout, signal, () => api.isReadyOrError);
  } catch (error) {
    engine.ended.removeEventListener('abort', disconnect);
    disconnect();
    signal?.throwIfAborted();
    engine.ended.throwIfAborted();
    throw isLightError(error) ? error : unusable(error);
  }
}

/**
 * One question before polkadot-js asks its own: it logs what it is refused and forgets the code of the error.
 * An engine that knows only full nodes is not asked at all.
 */
async function assertAnswers(engine: ChainEngine, signal?: AbortSignal): Promise<void> {
  const { servers } = engine.status;
  if (servers.length > 0 && servers.every(({ transport }) => transport === 'libp2p')) throw needsJsonRpc();
  try {
    await engine.request('state_getRuntimeVersion', [], signal ? { signal } : {});
  } catch (error) {
    throw isLightError(error, 'light/unsupported') ? needsJsonRpc(error) : error;
  }
}

const needsJsonRpc = (cause?: unknown): LightError =>
  new LightError(
    'light/unsupported',
    'polkadot-js needs the metadata of the chain, which only JSON-RPC servers hand out. Only full nodes over libp2p are known just now: add a server with a wss:// address.',
    { cause },
  );

const unusable = (cause: unknown): LightError =>
  new LightError(
    'light/unexpected-answer',
    `polkadot-js cannot work with what it was answered: ${cause instanceof Error ? cause.message : String(cause)}`,
    { cause },
  );

/** One API per engine: decoding metadata takes longer than decoding a block. Not state, a memory of what can be redone. */
const apis = new WeakMap<ChainEngine, Promise<ApiPromise>>();

function sharedApi(engine: ChainEngine): Promise<ApiPromise> {
  const known = apis.get(engine);
  if (known) return known;
  const opening = openPolkadotApi(engine);
  apis.set(engine, opening);
  opening.catch(() => apis.delete(engine));
  return opening;
}

/**
 * What happened in the finalized block `at`.
 * @throws LightError `light/unsupported` as `openPolkadotApi`, `light/bad-proof`, `light/timeout`, …; the abort reason.
 */
export async function readBlockInWords(engine: ChainEngine, at: BlockRef, signal?: AbortSignal): Promise<BlockInWords> {
  const options = signal ? { signal } : {};
  const [api, body, [eventBytes]] = await Promise.all([
    sharedApi(engine),
    engine.readBody(at, options),
    engine.readStorage([storageKey(storage.System.Events)], at.hash, options),
  ]);
  signal?.throwIfAborted();
  const { registry } = await api.at(at.hash);
  const records = registry.createType('Vec<FrameSystemEventRecord>', eventBytes) as Vec<EventRecord>;
  const extrinsics = body.map((bytes, index) => {
    const extrinsic = registry.createType('Extrinsic', toHex(bytes)) as GenericExtrinsic;
    const caused = records.filter(({ phase }) => phase.isApplyExtrinsic && phase.asApplyExtrinsic.eqn(index));
    return {
      index,
      section: extrinsic.method.section,
      method: extrinsic.method.method,
      signer: extrinsic.isSigned ? extrinsic.signer.toString() : undefined,
      success: caused.some(({ event }) => event.section === 'system' && event.method === 'ExtrinsicSuccess'),
      events: caused.map(({ event }) => `${event.section}.${event.method}`),
    };
  });
  return { at, label: engine.kind === 'proof' ? 'claimed' : engine.status.label, extrinsics, events: records.length };
}
