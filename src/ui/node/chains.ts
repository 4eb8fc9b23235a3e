/**
 * The chain registry `/chains.json`: which chains this page can follow, by which engines, and where they are found.
 *
 *   { "version": 2, "chains": [ { "id", "name", "servers": […], "engine", "why", "engines": [{ "kind", "isOffered", "reason" }], … } ] }
 *
 * The file comes from the page's own origin, yet it is decoded field by field: an installed page may meet the registry
 * of another version. A chain that a person added is kept in the same shape and passes the same decoder.
 */
import type { EngineKind } from '../../light/types.ts';
import type { ChainEntry, EngineOffer } from '../../roles/index.ts';
import { readServerAddress } from '../models/server-address.ts';

export interface RegisteredChain extends ChainEntry {
  /** The engine that follows this chain unless the person chose another. */
  readonly engine: EngineKind;
  /** One sentence: why it is that engine. */
  readonly why: string;
  /** A person added it on this device. */
  readonly isCustom: boolean;
}

const VERSION = 2;
/** A registry longer than this is not ours. */
const MAX_CHAINS = 64;
const MAX_SERVERS = 32;
/** Sentences and paths are shorter. */
const MAX_TEXT_CHARACTERS = 400;
/** A GRANDPA set lasts for hours at least: no chain has had more. */
const MAX_SET_ID = 1_000_000;
const MAX_PERIOD_BLOCKS = 65_536;
const MAX_BLOCK_TIME_MS = 600_000;
export const ENGINE_KINDS: readonly EngineKind[] = ['smoldot', 'substrate-connect', 'proof'];

export class RegistryError extends Error {
  override readonly name = 'RegistryError';
  readonly code = 'ui/bad-chain-registry';
}

/** @throws RegistryError on anything but a registry of 1…64 well-formed chains with names of their own. */
export function decodeChains(json: unknown): readonly RegisteredChain[] {
  const { version, chains } = recordOf(json);
  if (version !== VERSION) throw new RegistryError(`The chain registry is not of version ${VERSION}.`);
  if (!Array.isArray(chains) || chains.length === 0 || chains.length > MAX_CHAINS) {
    throw new RegistryError(`The chain registry must list 1 to ${MAX_CHAINS} chains.`);
  }
  const decoded = chains.map((entry: unknown, index) => decodeChain(entry, `chains[${index}]`));
  const twice = decoded.find(({ id }, index) => decoded.findIndex((other) => other.id === id) !== index);
  if (twice) throw new RegistryError(`The chain registry lists ${twice.id} twice.`);
  return decoded;
}

/** One chain. `place` is where it stands, for the error's words. @throws RegistryError */
export function decodeChain(entry: unknown, place: string, isCustom = false): RegisteredChain {
  const fields = recordOf(entry);
  const refuse = (what: string, name: string): never => {
    throw new RegistryError(`The chain registry has no ${what} at ${place}.${name}.`);
  };
  function text(name: string, pattern = /^.+$/): string {
    const value = fields[name];
    if (typeof value === 'string' && value.length <= MAX_TEXT_CHARACTERS && pattern.test(value)) return value;
    return refuse('text of the right form', name);
  }
  const optional = (name: string, pattern: RegExp) => (fields[name] === undefined ? undefined : text(name, pattern));
  function whole(name: string, least: number, most: number): number {
    const value = fields[name];
    if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
    return refuse(`whole number from ${least} to ${most}`, name);
  }
  function list(name: string, most: number): readonly unknown[] {
    const value = fields[name];
    return Array.isArray(value) && value.length <= most ? value : refuse(`list of at most ${most}`, name);
  }
  const engines = list('engines', ENGINE_KINDS.length).map((offer, i) => decodeOffer(offer, `${place}.engines[${i}]`));
  const engine = engines.find(({ kind, isOffered }) => isOffered && kind === fields.engine)?.kind;
  return {
    id: text('id', CHAIN_ID),
    name: text('name'),
    specUrl: optional('specUrl', OWN_PATH),
    serversUrl: optional('serversUrl', OWN_PATH),
    checkpointUrl: optional('checkpointUrl', OWN_PATH),
    servers: list('servers', MAX_SERVERS).map((address, index) => {
      const read = readServerAddress(typeof address === 'string' ? address : '');
      return read.ok ? read.address : refuse('server address', `servers[${index}]`);
    }),
    genesisHash: optional('genesisHash', GENESIS_HASH),
    genesisSetId: whole('genesisSetId', 0, MAX_SET_ID),
    justificationPeriod: whole('justificationPeriod', 1, MAX_PERIOD_BLOCKS),
    blockTimeMs: whole('blockTimeMs', 1, MAX_BLOCK_TIME_MS),
    engines,
    engine: engine ?? refuse('engine that it offers', 'engine'),
    why: text('why'),
    isCustom,
  };
}

/** In addresses of the page, names of locks and of stored values. */
const CHAIN_ID = /^[a-z0-9][a-z0-9-]{0,39}$/;
/** On this page's own server: one slash, and nowhere else. */
const OWN_PATH = /^\/(?![/\\])[\w./-]*$/;
export const GENESIS_HASH = /^0x[0-9a-f]{64}$/;

function decodeOffer(offer: unknown, place: string): EngineOffer {
  const { kind, isOffered, reason } = recordOf(offer);
  const known = ENGINE_KINDS.find((candidate) => candidate === kind);
  if (known === undefined) throw new RegistryError(`The chain registry names no engine of this page at ${place}.kind.`);
  if (typeof isOffered !== 'boolean' || typeof reason !== 'string' || reason.length > MAX_TEXT_CHARACTERS) {
    throw new RegistryError(`The chain registry does not say at ${place} whether the engine is offered and why.`);
  }
  return { kind: known, isOffered, reason };
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
