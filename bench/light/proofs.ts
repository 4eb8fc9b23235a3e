/** Checking Merkle proofs and votes alone, in this process: what a proof costs once it is here. */
import { startLocalnet } from '../../localnet/index.ts';
import { authorities } from '../../localnet/residents/index.ts';
import { verifySeal } from '../../src/chain/aura.ts';
import type { Bytes } from '../../src/chain/bytes.ts';
import { drivePlanNow } from '../../src/chain/economy/index.ts';
import { verifyJustification } from '../../src/chain/grandpa.ts';
import { verifyProof } from '../../src/chain/trie/index.ts';
import { metagraphPlan } from '../../src/light/readers/metagraph.ts';
import type { Figure } from '../types.ts';
import { median } from '../types.ts';

const RUNS = 30;
const REPLAY_NETUID = 1;

export async function proofs(): Promise<readonly Figure[]> {
  const net = await startLocalnet({ rpcPort: 0, p2pPort: 0, makeBlocks: false });
  try {
    const { state, header, hash, number } = net.chain.finalized;
    const keys: Bytes[] = [];
    drivePlanNow(metagraphPlan(REPLAY_NETUID), (key) => {
      keys.push(key);
      return state!.get(key);
    });
    const nodes = state!.prove(keys);
    const size = nodes.reduce((sum, node) => sum + node.length, 0);
    const proofMs = time(() => {
      const proof = verifyProof(header.stateRoot, nodes);
      for (const key of keys) proof.get(key);
    });
    const voters = authorities().grandpa.map(({ publicKey }) => ({ publicKey, weight: 1n }));
    const { justification, setId } = net.chain.lastFinality!;
    const votesMs = time(() =>
      verifyJustification(justification, { setId, authorities: voters, target: { hash, number } }),
    );
    const authors = authorities().aura.map(({ publicKey }) => publicKey);
    const sealMs = time(() => verifySeal(header, authors));
    const perSecond = size / 1e6 / (proofMs / 1000);
    return [
      {
        what: 'proof of a metagraph of 256 neurons, checked',
        value: proofMs,
        unit: 'ms',
        note: `${keys.length} keys in ${nodes.length} nodes of together ${Math.round(size / 1000)} kB: ${perSecond.toFixed(1)} MB/s`,
      },
      { what: 'votes of 4 voters, checked', value: votesMs, unit: 'ms' },
      { what: 'seal of a header, checked', value: sealMs, unit: 'ms' },
    ];
  } finally {
    await net.close();
  }
}

function time(work: () => unknown): number {
  const times = Array.from({ length: RUNS }, () => {
    const startedMs = performance.now();
    work();
    return performance.now() - startedMs;
  });
  return median(times);
}
