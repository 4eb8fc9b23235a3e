/** Keeps the specification of a chain that a person added where the observer looks for those of chains followed before. */
import { openStore } from '../../../store/index.ts';
import type { RegisteredChain } from '../../node/chains.ts';
import { PageError } from './action.ts';

/** @throws PageError `ui/not-kept` where the browser keeps nothing: the observer would not find it. */
export async function keepSpecification(chain: RegisteredChain, specText: string): Promise<void> {
  const store = await openStore();
  try {
    if (store.kind === 'memory') {
      throw new PageError(
        'ui/not-kept',
        'This browser keeps nothing for this page, so a specification cannot be used.',
      );
    }
    const { id, name, servers, genesisSetId, justificationPeriod, genesisHash } = chain;
    await store.saveChain({ chainId: id, name, specText, servers, genesisSetId, justificationPeriod, genesisHash });
  } finally {
    store.close();
  }
}
