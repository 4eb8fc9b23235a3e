/**
 * The chain registry `/chains.json`: which chains this page can follow and where their specifications are served.
 *
 * The file comes from the page's own origin, yet it is decoded field by field: an installed page may meet the registry
 * of another version.
 */
import type { EngineKind } from '../../light/types.ts';
import type { ChainEntry } from '../../roles/index.ts';

export interface RegisteredChain extends ChainEntry {
  /** The engine that follows this chain unless the person chose another. */
  readonly engine: EngineKind;
}

/** A registry longer than this is not ours. */
const MAX_CHAINS = 64;
export const ENGINE_KINDS: readonly EngineKind[] = ['smoldot', 'substrate-connect'];

export class RegistryError extends Error {
  override readonly name = 'RegistryError';
  readonly code = 'ui/bad-chain-registry';
}

/** @throws RegistryError on anything but a list of 1…64 well-formed chains. */
export function decodeChains(json: unknown): readonly RegisteredChain[] {
  if (!Array.isArray(json) || json.length === 0 || json.length > MAX_CHAINS) {
    throw new RegistryError(`The chain registry must list 1 to ${MAX_CHAINS} chains.`);
  }
  return json.map((entry: unknown, index) => decodeChain(entry, `chains[${index}]`));
}

function decodeChain(entry: unknown, place: string): RegisteredChain {
  const fields = typeof entry === 'object' && entry !== null ? (entry as Record<string, unknown>) : {};
  const text = (name: string) => {
    const value = fields[name];
    if (typeof value === 'string' && value !== '') return value;
    throw new RegistryError(`The chain registry has no text at ${place}.${name}.`);
  };
  const { blockTimeMs, engine } = fields;
  if (typeof blockTimeMs !== 'number' || !(blockTimeMs > 0) || !Number.isFinite(blockTimeMs)) {
    throw new RegistryError(`The chain registry has no positive number at ${place}.blockTimeMs.`);
  }
  const known = ENGINE_KINDS.find((kind) => kind === engine);
  if (known === undefined) {
    throw new RegistryError(`The chain registry names no engine of this page at ${place}.engine.`);
  }
  return { id: text('id'), name: text('name'), specUrl: text('specUrl'), blockTimeMs, engine: known };
}

/** @throws RegistryError or the network's error. */
export async function fetchChains(): Promise<readonly RegisteredChain[]> {
  const response = await fetch('/chains.json');
  if (!response.ok) throw new RegistryError(`The chain registry /chains.json answered ${response.status}.`);
  return decodeChains(await response.json());
}
