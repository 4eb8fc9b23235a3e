/** Forgets what the observer has remembered of a chain that was added here: its specification and its servers. */
import { openStore } from '../../store/index.ts';

export async function forgetChain(chainId: string): Promise<void> {
  const store = await openStore();
  await store.forgetChain(chainId).finally(() => store.close());
}
