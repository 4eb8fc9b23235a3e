/**
 * A process to be killed: continues the chain in the directory that it is given, as fast as it can, and says what is
 * final. Run by `level-store.test.ts`.
 */
import { toHex } from '../../src/chain/bytes.ts';
import { BLOCK_TIME_MS, openTestChain, produceBlocks, SEED } from './chain.fixture.ts';
import { openLevelStore } from './level-store.ts';

/** An end for the case that nobody kills it. */
const MAX_BLOCKS = 5_000;

const store = await openLevelStore(process.argv[2]!, { blockTimeMs: BLOCK_TIME_MS, seed: SEED });
const chain = await openTestChain(store);
const report = () => process.stdout.write(`${chain.finalized.number} ${toHex(chain.finalized.hash)}\n`);
report();
for (let i = 0; i < MAX_BLOCKS; i++) {
  produceBlocks(chain, 1);
  await chain.finalizeTo(chain.best.number - 1);
  report();
}
