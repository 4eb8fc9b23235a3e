/**
 * A process to be killed: continues the chain in the directory that it is given, as fast as it can, and says what is
 * final; before it opens the chain it says `begun`. The second argument is the number of the first block.
 * Run by `level-store.test.ts`.
 */
import { toHex } from '../../src/chain/bytes.ts';
import { BLOCK_TIME_MS, openTestChain, produceBlocks, SEED, testFounding } from './chain.fixture.ts';
import { openLevelStore } from './level-store.ts';

/** An end for the case that nobody kills it. */
const MAX_BLOCKS = 5_000;

const [directory, firstNumber] = process.argv.slice(2);
const store = await openLevelStore(directory!, { blockTimeMs: BLOCK_TIME_MS, seed: SEED });
process.stdout.write('begun\n');
const chain = await openTestChain(store, testFounding(Number(firstNumber)));
const report = () => process.stdout.write(`${chain.finalized.number} ${toHex(chain.finalized.hash)}\n`);
report();
for (let i = 0; i < MAX_BLOCKS; i++) {
  produceBlocks(chain, 1);
  // One behind the best; the first block at once, so that a kill can hit its writing.
  await chain.finalizeTo(Math.max(chain.best.number - 1, chain.firstNumber));
  report();
}
