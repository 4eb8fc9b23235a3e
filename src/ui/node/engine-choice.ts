/** Which engine a person chose for a chain, kept for the next visit. Nothing chosen means what the registry says. */
import type { EngineKind } from '../../light/types.ts';
import type { RegisteredChain } from './chains.ts';
import { loadText, saveText } from './kept-text.ts';

const nameOf = (chainId: string) => `yumalight-engine/${chainId}`;

/** The chosen engine; one that the chain does not offer (any more) is not taken. */
export function loadEngineChoice(chain: RegisteredChain): EngineKind {
  const chosen = loadText(nameOf(chain.id));
  return chain.engines.find(({ kind, isOffered }) => isOffered && kind === chosen)?.kind ?? chain.engine;
}

export function saveEngineChoice(chainId: string, kind: EngineKind): void {
  saveText(nameOf(chainId), kind);
}
