/** Remembering: snapshots, followed chains and light-client databases, so that the page opens without a network. */
import { createMemoryStore } from './memory-store.ts';
import type { Store } from './types.ts';

export { createMemoryStore } from './memory-store.ts';
export type * from './types.ts';

/** Opens the browser's store; where it refuses, a store that forgets with the tab and says why. Never throws. */
export async function openStore(): Promise<Store> {
  try {
    const { openIndexedDbStore } = await import('./indexed-db-store.ts');
    return await openIndexedDbStore();
  } catch (error) {
    return createMemoryStore({
      code: 'store/unavailable',
      reason: `The browser does not let this page keep anything (${error instanceof Error ? error.message : String(error)}).`,
      next: 'Everything works while the tab is open; nothing will be there offline. Leave private mode or allow site data.',
    });
  }
}
