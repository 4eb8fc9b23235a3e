/**
 * What is known of a chain before anybody has spoken to it: its specification, where its servers are, how its votes are
 * numbered. From the page's own server and the registry, else what was remembered of the last visit.
 */
import type { ChainSource } from '../../light/types.ts';
import type { RememberedChain, Store } from '../../store/types.ts';
import type { ChainEntry } from './types.ts';

/** The localnet's is 0.3 MB; a real chain's raw genesis stays under 10 MB. */
const MAX_SPEC_CHARACTERS = 32 * 1024 * 1024;
const MAX_SERVERS_CHARACTERS = 64 * 1024;
const MAX_SERVERS = 32;
const MAX_ADDRESS_CHARACTERS = 400;
const FETCH_DEADLINE_MS = 5_000;

export interface ChainOffer {
  readonly specText: string | undefined;
  readonly servers: readonly string[];
  readonly genesisSetId: number;
  readonly justificationPeriod: number;
}

export class ChainSpecError extends Error {
  override readonly name = 'ChainSpecError';
  readonly code: 'chain/spec-unavailable';
  constructor(chain: ChainEntry, cause: unknown) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    super(
      `The specification of ${chain.name} could not be fetched (${detail}) and none was kept from an earlier visit.`,
    );
    this.code = 'chain/spec-unavailable';
    this.cause = cause;
  }
}

/** @throws on network trouble, an error status or an oversized answer, if the chain has a specification. */
export async function fetchOffer(chain: ChainEntry, signal: AbortSignal): Promise<ChainOffer> {
  const [specText, network] = await Promise.all([
    chain.specUrl === undefined ? undefined : fetchText(chain.specUrl, MAX_SPEC_CHARACTERS, signal).then(asJson),
    chain.serversUrl === undefined ? undefined : fetchNetwork(chain.serversUrl, signal),
  ]);
  const { servers, genesisSetId, justificationPeriod } = chain;
  return { specText, servers, genesisSetId, justificationPeriod, ...network };
}

/** A text that the page's own server serves beside the page. */
export async function fetchText(url: string, maxCharacters: number, signal: AbortSignal): Promise<string> {
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(FETCH_DEADLINE_MS)]);
  const response = await fetch(url, { signal: deadline, cache: 'no-store' });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  const text = await response.text();
  if (text.length > maxCharacters) throw new Error(`${url} is longer than ${maxCharacters}`);
  return text;
}

function asJson(text: string): string {
  JSON.parse(text);
  return text;
}

/** What the network on this machine says of itself; undefined where it says nothing, which smoldot does not mind. */
async function fetchNetwork(url: string, signal: AbortSignal): Promise<Omit<ChainOffer, 'specText'> | undefined> {
  try {
    return decodeNetwork(JSON.parse(await fetchText(url, MAX_SERVERS_CHARACTERS, signal)));
  } catch {
    return undefined;
  }
}

/** `{ "servers": […], "genesisSetId": 0, "justificationPeriod": 512 }`; undefined if it is anything else. */
export function decodeNetwork(json: unknown): Omit<ChainOffer, 'specText'> | undefined {
  const { servers, genesisSetId, justificationPeriod } = (json ?? {}) as Record<string, unknown>;
  const isAddress = (value: unknown): value is string =>
    typeof value === 'string' && value.length <= MAX_ADDRESS_CHARACTERS && /^(wss?:\/\/|\/)/.test(value);
  const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
  if (!Array.isArray(servers) || servers.length > MAX_SERVERS || !servers.every(isAddress)) return undefined;
  if (!isCount(genesisSetId) || !isCount(justificationPeriod) || justificationPeriod === 0) return undefined;
  return { servers, genesisSetId, justificationPeriod };
}

/**
 * The chain to follow. A specification that differs from the remembered one is another chain: its genesis is unknown
 * until the engine has read it.
 * @throws ChainSpecError when none is offered and nothing is remembered.
 */
export async function findChain(
  chain: ChainEntry,
  store: Store,
  offered: Promise<ChainOffer>,
): Promise<RememberedChain> {
  const remembered = await store.loadChain(chain.id);
  try {
    const offer = await offered;
    // One that a person brought along is kept here and served nowhere.
    const specText = offer.specText ?? (chain.specUrl === undefined ? remembered?.specText : undefined);
    const isSame = remembered !== undefined && remembered.specText === specText;
    const genesisHash = chain.genesisHash ?? (isSame ? remembered.genesisHash : undefined);
    return { chainId: chain.id, name: chain.name, ...offer, specText, genesisHash };
  } catch (error) {
    if (remembered) return remembered;
    throw new ChainSpecError(chain, error);
  }
}

/** What an engine is given. `ownServers`: the person's, in place of those that are known. */
export function sourceOf(remembered: RememberedChain, chain: ChainEntry, ownServers: readonly string[]): ChainSource {
  return {
    id: remembered.chainId,
    name: remembered.name,
    specText: remembered.specText,
    servers: ownServers.length > 0 ? ownServers : remembered.servers,
    genesisHash: remembered.genesisHash,
    genesisSetId: BigInt(remembered.genesisSetId),
    justificationPeriod: remembered.justificationPeriod,
    blockTimeMs: chain.blockTimeMs,
  };
}

/** A person's own servers of a chain, as they were kept: whatever is no address is passed over. */
export async function loadOwnServers(store: Store, chainId: string): Promise<readonly string[]> {
  const kept = await store.loadSetting(`servers/${chainId}`);
  return decodeNetwork({ servers: kept, genesisSetId: 0, justificationPeriod: 1 })?.servers ?? [];
}
