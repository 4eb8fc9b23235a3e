/**
 * Keeps values from being decoded as what they are not any more, when the runtime of the chain changes.
 *
 *   a read at block B ── + System.LastRuntimeUpgrade at B ──▶ spec version ─┬─ declared ──────────────────────▶ values
 *                                                                           └─ other ─▶ metadata at B, compared ─┬▶ values
 *                                                                                                                └▶ light/schema-changed
 *
 * The version is proved, at the very block that is read: the state of a block is laid out as the runtime that last ran its
 * migrations left it. Metadata that is only a claim is good enough to refuse; values must decode to their last byte in any
 * case. Without metadata that is all that is asked of them.
 */
import type { BlockHash, BlockRef } from '../chain/block-ref.ts';
import type { Bytes } from '../chain/bytes.ts';
import { toHex } from '../chain/bytes.ts';
import { ChainError } from '../chain/error.ts';
import type { AnyStorageItem, SchemaReport, StorageItem } from '../chain/schema/index.ts';
import { decodeValue, isReadable, storage, storageKey, storagePrefix } from '../chain/schema/index.ts';
import { callListener } from './call-listener.ts';
import type { Clock } from './clock.ts';
import { abortable, SYSTEM_CLOCK } from './clock.ts';
import { isLightError, LightError } from './errors.ts';
import type { RuntimeBasis } from './runtime-verdict.ts';
import { isDeclared, runtimeVerdicts } from './runtime-verdict.ts';
import { runtimeInWords, schemaChanged } from './runtime-words.ts';
import type { ChainEngine, EngineStatus, ReadOptions } from './types.ts';

/** How often the head's version is asked for where the engine does not tell it. Half a slot of Bittensor. */
const CHECK_INTERVAL_MS = 6_000;
/** Blocks whose version is remembered. */
const MAX_BLOCKS = 256;
/** Pallet hash and item hash. */
const PREFIX_BYTES = 32;

const VERSION_ITEM = storage.System.LastRuntimeUpgrade;

export type { RuntimeBasis } from './runtime-verdict.ts';

export interface RuntimeStatus {
  /** At the finalized head; undefined until it was read, or where the chain does not keep it. */
  readonly specVersion: number | undefined;
  readonly basis: RuntimeBasis;
  /** Undefined unless metadata was compared. */
  readonly report: SchemaReport | undefined;
  /** What a person should know about it; empty while the runtime is a declared one. */
  readonly detail: string;
}

export interface RuntimeGuard {
  readonly status: RuntimeStatus;
  readonly report: SchemaReport | undefined;
  readonly specVersion: number | undefined;
  /** Called with every new status, never synchronously from within `subscribe`. Returns how to stop. */
  subscribe(listener: (status: RuntimeStatus) => void): () => void;
  /** For those who decode by themselves what stands at the finalized head. @throws LightError `light/schema-changed` */
  assertReadable(item: AnyStorageItem): void;
  /**
   * As `ChainEngine.readStorage`, refused where one of the keys' items is not what we declare at that block.
   * @throws LightError `light/schema-changed`, `light/unexpected-state` (the version cannot be read), what `readStorage` throws.
   */
  readStorage(keys: readonly Bytes[], at: BlockHash, options?: ReadOptions): Promise<readonly (Bytes | undefined)[]>;
  /** The version at a block that was read, if the declarations were not made for it. */
  foreignVersionAt(at: BlockHash): number | undefined;
  /** Idempotent; the engine stays open. Reads go on unguarded. */
  close(): void;
}

/** Engines and who guards them, so that every reader of an engine is guarded without knowing. */
const guards = new WeakMap<ChainEngine, RuntimeGuard>();

export const guardOf = (engine: ChainEngine): RuntimeGuard | undefined => guards.get(engine);

/** Guards all reads of `engine` from now on. At most one guard per engine: a later one takes over. */
export function openRuntimeGuard(engine: ChainEngine, clock: Clock = SYSTEM_CLOCK): RuntimeGuard {
  const ending = new AbortController();
  const listeners = new Set<(status: RuntimeStatus) => void>();
  const versions = new Map<BlockHash, number | undefined>();
  const verdicts = runtimeVerdicts(engine, clock, ending.signal);
  const itemByPrefix = new Map<string, AnyStorageItem>();
  let status: RuntimeStatus = { specVersion: undefined, basis: 'unknown', report: undefined, detail: '' };
  let nextCheckMs = 0;
  let isChecking = false;

  function itemOf(key: Bytes): AnyStorageItem | undefined {
    if (itemByPrefix.size === 0) {
      for (const item of allItems()) itemByPrefix.set(toHex(storagePrefix(item as StorageItem<[], unknown>)), item);
    }
    return key.length < PREFIX_BYTES ? undefined : itemByPrefix.get(toHex(key.slice(0, PREFIX_BYTES)));
  }

  /** @throws LightError `light/schema-changed` */
  function assertFits(version: number, report: SchemaReport | undefined, items: Iterable<AnyStorageItem>): void {
    if (!report || report.fits) return;
    const changed = [...items].filter(({ pallet, name }) => !isReadable(report, pallet, name));
    if (changed.length > 0) throw schemaChanged(version, report, changed);
  }

  function remember(at: BlockHash, bytes: Bytes | undefined): number | undefined {
    const version = decodeVersion(bytes);
    forgetOldest(versions, MAX_BLOCKS);
    versions.set(at, version);
    return version;
  }

  async function readStorage(keys: readonly Bytes[], at: BlockHash, options: ReadOptions = {}) {
    if (ending.signal.aborted || keys.length === 0) return engine.readStorage(keys, at, options);
    const isKnown = versions.has(at);
    const values = await engine.readStorage(isKnown ? keys : [...keys, storageKey(VERSION_ITEM)], at, options);
    const version = isKnown ? versions.get(at) : remember(at, values[keys.length]);
    if (version !== undefined && !isDeclared(version)) {
      const { report } = await abortable(verdicts.forRead(version, at), options.signal);
      assertFits(version, report, new Set(keys.map(itemOf).filter((item) => item !== undefined)));
    }
    return isKnown ? values : values.slice(0, keys.length);
  }

  /** One look at the head at a time, not more often than needed; a failed one is made up for by the next. */
  async function checkHead(specVersion: number | undefined, head: BlockRef): Promise<void> {
    if (isChecking) return;
    if (specVersion === undefined && clock.now() < nextCheckMs) return;
    if (specVersion !== undefined && specVersion === status.specVersion && verdicts.isCurrent(specVersion)) return;
    isChecking = true;
    nextCheckMs = clock.now() + CHECK_INTERVAL_MS;
    try {
      const version = specVersion ?? (await readVersion(head.hash));
      const { basis, report } = version === undefined ? status : await verdicts.of(version, head.hash);
      if (!ending.signal.aborted) setStatus({ specVersion: version, basis, report, detail: '' });
    } catch (error) {
      if (!isLightError(error)) throw error;
    } finally {
      isChecking = false;
    }
  }

  async function readVersion(at: BlockHash): Promise<number | undefined> {
    if (versions.has(at)) return versions.get(at);
    const [bytes] = await engine.readStorage([storageKey(VERSION_ITEM)], at, { signal: ending.signal });
    return remember(at, bytes);
  }

  function setStatus(found: RuntimeStatus): void {
    if (found.specVersion === status.specVersion && found.basis === status.basis && found.report === status.report)
      return;
    status = { ...found, detail: runtimeInWords(found) };
    for (const listener of [...listeners]) callListener(listener, status);
  }

  const onEngine = ({ specVersion, finalized }: EngineStatus) => {
    if (finalized) void checkHead(specVersion, finalized);
  };
  const unsubscribe = engine.subscribe(onEngine);
  const guard: RuntimeGuard = {
    get status() {
      return status;
    },
    get report() {
      return status.report;
    },
    get specVersion() {
      return status.specVersion;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    assertReadable(item) {
      if (status.specVersion !== undefined) assertFits(status.specVersion, status.report, [item]);
    },
    readStorage,
    foreignVersionAt(at) {
      const version = versions.get(at);
      return isDeclared(version) ? undefined : version;
    },
    close() {
      listeners.clear();
      unsubscribe();
      if (guards.get(engine) === guard) guards.delete(engine);
      ending.abort(new LightError('light/closed', 'The runtime is not watched any more.'));
    },
  };
  guards.set(engine, guard);
  onEngine(engine.status);
  return guard;
}

/** @throws LightError `light/unexpected-state` */
function decodeVersion(bytes: Bytes | undefined): number | undefined {
  try {
    return decodeValue(VERSION_ITEM, bytes)?.spec_version;
  } catch (cause) {
    if (!(cause instanceof ChainError)) throw cause;
    const reason = `The chain's state makes no sense: ${cause.message}`;
    throw new LightError('light/unexpected-state', reason, { data: { item: 'System.LastRuntimeUpgrade' }, cause });
  }
}

function* allItems(): Generator<AnyStorageItem, void> {
  for (const pallet of Object.values(storage)) yield* Object.values(pallet) as AnyStorageItem[];
}

/** Makes room for one more. */
function forgetOldest<K>(map: Map<K, unknown>, most: number): void {
  for (const key of map.keys()) {
    if (map.size < most) return;
    map.delete(key);
  }
}
