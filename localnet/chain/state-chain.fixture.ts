/** A chain whose first block writes what a test wants, and nothing else: no residents. */
import type { BlockExecution } from '../pallets/block-execution.ts';
import { testBlock } from '../pallets/execution.fixture.ts';
import { BLOCK_TIME_MS, testAuthorities, testGenesis, VERSION } from './chain.fixture.ts';
import { Chain } from './chain.ts';
import { openMemoryStore } from './memory-store.ts';

export function openStateChain(build: (founding: BlockExecution) => void, blockTimeMs = BLOCK_TIME_MS): Promise<Chain> {
  const execution = testBlock(1);
  build(execution);
  const genesis = testGenesis();
  const entries = execution.state
    .changes()
    .flatMap(([key, value]) => (value && genesis.get(key) === undefined ? [[key, value] as const] : []));
  return Chain.open({
    store: openMemoryStore(),
    authorities: testAuthorities,
    blockTimeMs,
    version: VERSION,
    genesis: testGenesis,
    founding: { number: 1, entries: () => entries },
  });
}
