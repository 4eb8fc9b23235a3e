/** Transfers from ten accounts: into the pool (signature, nonce, fee, balance), and from there into blocks. */
import { sign, transfer } from '../../localnet/chain/chain.fixture.ts';
import { createCast, treasuryAccount } from '../../localnet/residents/index.ts';
import { sr25519FromUri } from '../../src/chain/keys.ts';
import type { Figure } from '../types.ts';
import { makeBlocks, openBenchChain, sum } from './chain.ts';

const SIGNERS = ['Alice', 'Bob', 'Charlie', 'Dave', 'Eve', 'Ferdie', 'One', 'Two', 'Three', 'Four'];
/** Of each signer in each round; the pool takes 64 nonces ahead. */
const PER_SIGNER = 60;
const ROUNDS = 3;

export async function transactions(): Promise<readonly Figure[]> {
  const chain = await openBenchChain(createCast('bench'));
  await makeBlocks(chain, 1);
  const pairs = SIGNERS.map((name) => sr25519FromUri(`//${name}`));
  let submitMs = 0;
  let blockMs = 0;
  let included = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const extrinsics = pairs.flatMap((pair) =>
      Array.from({ length: PER_SIGNER }, (_, i) =>
        sign(chain, pair, transfer(treasuryAccount(), 1_000n), { nonce: round * PER_SIGNER + i }),
      ),
    );
    const startedMs = performance.now();
    for (const extrinsic of extrinsics) {
      const result = chain.submit(extrinsic);
      if (!result.ok) throw new Error(`refused: ${result.message}`);
    }
    submitMs += performance.now() - startedMs;
    while (chain.pending().length > 0) {
      blockMs += sum(await makeBlocks(chain, 1));
      included += chain.best.body.length - 1;
    }
  }
  const perSecond = (ms: number) => (included / ms) * 1000;
  return [
    {
      what: 'transactions into the pool',
      value: perSecond(submitMs),
      unit: '/s',
      note: `${included} of ${SIGNERS.length} signers`,
    },
    { what: 'transactions from the pool into blocks', value: perSecond(blockMs), unit: '/s' },
    { what: 'transactions through both', value: perSecond(submitMs + blockMs), unit: '/s' },
  ];
}
