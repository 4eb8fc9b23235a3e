/**
 * Chains that a person added, kept on this device in the shape of the registry and decoded as strictly.
 *
 * A specification that came with one is not kept here (it has megabytes) but in the store, where the observer looks for
 * the specification of every chain that it has followed before.
 */
import type { RegisteredChain } from './chains.ts';
import { decodeChain } from './chains.ts';
import { loadText, saveText } from './kept-text.ts';

const CUSTOM = 'yumalight-chains';
export const MAX_CUSTOM_CHAINS = 16;
/** 16 chains of full length stay below. */
const MAX_CUSTOM_CHARACTERS = 256 * 1024;

/** What of `text` is a chain; the rest is told in words. Ids of the registry are not taken over. */
export function decodeCustomChains(text: string, taken: readonly string[]) {
  const chains: RegisteredChain[] = [];
  const problems: string[] = [];
  for (const [index, entry] of parseList(text).entries()) {
    try {
      const chain = decodeChain(entry, `custom[${index}]`, true);
      const isTaken = taken.includes(chain.id) || chains.some(({ id }) => id === chain.id);
      if (isTaken) problems.push(`There is a chain ${chain.id} already.`);
      else chains.push(chain);
    } catch (error) {
      problems.push(error instanceof Error ? error.message : String(error));
    }
  }
  return { chains: chains.slice(0, MAX_CUSTOM_CHAINS), problems };
}

function parseList(text: string): readonly unknown[] {
  if (text.length > MAX_CUSTOM_CHARACTERS) return [];
  try {
    const json: unknown = JSON.parse(text);
    return Array.isArray(json) ? json.slice(0, MAX_CUSTOM_CHAINS) : [];
  } catch {
    // Not ours any more: there is nothing to take from it, and the next chain that is added replaces it.
    return [];
  }
}

export function loadCustomChains(taken: readonly string[]): readonly RegisteredChain[] {
  const { chains, problems } = decodeCustomChains(loadText(CUSTOM) ?? '[]', taken);
  for (const problem of problems) console.warn(`A chain that was added here is left out: ${problem}`);
  return chains;
}

/** Returns whether it is kept for the next visit. */
export const saveCustomChains = (chains: readonly RegisteredChain[]): boolean =>
  saveText(CUSTOM, JSON.stringify(chains));
