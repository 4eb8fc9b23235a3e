/** Which light client a person chose, kept for the next visit. Nothing chosen means what the registry says. */
import type { EngineKind } from '../../light/types.ts';
import { ENGINE_KINDS } from './chains.ts';

const STORAGE_KEY = 'yumalight-engine';

export function loadEngineChoice(): EngineKind | undefined {
  try {
    const chosen = localStorage.getItem(STORAGE_KEY);
    return ENGINE_KINDS.find((kind) => kind === chosen);
  } catch (error) {
    console.info('The choice of light client could not be read.', error);
    return undefined;
  }
}

export function saveEngineChoice(kind: EngineKind): void {
  try {
    localStorage.setItem(STORAGE_KEY, kind);
  } catch (error) {
    // Storage may be forbidden; the choice then lasts as long as the page, which is all that can be done.
    console.info('The choice of light client could not be kept.', error);
  }
}
