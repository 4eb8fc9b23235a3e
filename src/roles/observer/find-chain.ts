/**
 * Finds the specification of a chain: from the page's own server, else the one that was followed last.
 */
import type { RememberedChain, Store } from '../../store/types.ts';
import type { ChainEntry } from './types.ts';

/** The localnet's is 0.3 MB; a real chain's raw genesis stays under 10 MB. */
const MAX_SPEC_CHARACTERS = 32 * 1024 * 1024;
const FETCH_DEADLINE_MS = 5_000;

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

/** Fetches the specification as text. @throws on network trouble, an error status or an oversized answer. */
export async function fetchSpec(chain: ChainEntry, signal: AbortSignal): Promise<string> {
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(FETCH_DEADLINE_MS)]);
  const response = await fetch(chain.specUrl, { signal: deadline, cache: 'no-store' });
  if (!response.ok) throw new Error(`${chain.specUrl} answered ${response.status}`);
  const text = await response.text();
  if (text.length > MAX_SPEC_CHARACTERS) throw new Error(`${chain.specUrl} is longer than ${MAX_SPEC_CHARACTERS}`);
  JSON.parse(text);
  return text;
}

/**
 * The chain to follow. A specification that differs from the remembered one is another chain: its genesis is unknown
 * until the engine has read it.
 * @throws ChainSpecError when none is offered and nothing is remembered.
 */
export async function findChain(chain: ChainEntry, store: Store, offered: Promise<string>): Promise<RememberedChain> {
  const remembered = await store.loadChain(chain.id);
  try {
    const specText = await offered;
    if (remembered?.specText === specText) return remembered;
    return { chainId: chain.id, name: chain.name, specText, genesisHash: undefined };
  } catch (error) {
    if (remembered) return remembered;
    throw new ChainSpecError(chain, error);
  }
}
