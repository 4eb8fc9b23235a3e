/**
 * Which chain this page follows: the one that the address names (`?chain=finney`), else the one chosen before, else the
 * first of the registry. Nothing of another chain is dialled before somebody chose it.
 */
import type { RegisteredChain } from './chains.ts';
import { loadText, saveText } from './kept-text.ts';

const CHOICE = 'yumalight-chain';
/** In the address of the page. */
export const CHAIN_PARAMETER = 'chain';

const MAX_QUOTED = 40;

export class UnknownChainError extends Error {
  override readonly name = 'UnknownChainError';
  readonly code = 'ui/unknown-chain';
}

/** @throws UnknownChainError if the address names a chain that is not there: no other one is dialled in its place. */
export function pickChain(
  chains: readonly RegisteredChain[],
  named: string | null,
  kept: string | undefined,
): RegisteredChain {
  const find = (id: string | null | undefined) => chains.find((chain) => chain.id === id);
  if (named !== null && !find(named)) {
    const known = chains.map(({ id }) => id).join(', ');
    throw new UnknownChainError(
      `The address names the chain “${named.slice(0, MAX_QUOTED)}”; this page knows ${known}.`,
    );
  }
  return find(named) ?? find(kept) ?? chains[0]!;
}

export const loadChainChoice = (): string | undefined => loadText(CHOICE);
export const saveChainChoice = (id: string): boolean => saveText(CHOICE, id);
