/** A node whose state is given, for components that are rendered to text. Its commands do nothing. */
import type { RegisteredChain } from '../node/chains.ts';
import type { LightNode } from '../node/node.tsx';
import type { NodeState } from '../node/state.ts';
import { INITIAL_STATE, UNKNOWN_SUBNET } from '../node/state.ts';
import { SAMPLE_NOW_MS } from './samples.ts';

const later = () => Promise.reject(new Error('A node of a test does nothing.'));

export function nodeOf(change: Partial<NodeState>, chain?: RegisteredChain): LightNode {
  const state = { ...INITIAL_STATE, ...change };
  return {
    state: () => state,
    chains: () => (chain ? [chain] : []),
    chain: () => chain,
    chooseChain: () => {},
    addChain: async () => false,
    removeChain: async () => {},
    blockTimeMs: () => chain?.blockTimeMs ?? 0,
    subnet: (netuid) => state.bySubnet[netuid] ?? UNKNOWN_SUBNET,
    nowMs: () => SAMPLE_NOW_MS,
    online: () => true,
    watch: () => {},
    restart: () => {},
    chooseEngine: () => {},
    wake: () => {},
    exportCheckpoint: later,
    importCheckpoint: later,
    confirmCheckpoint: later,
    compareCheckpoint: later,
    resetCheckpoint: later,
    chooseServers: later,
    submitTransaction: later,
    readLatestBlock: later,
  };
}
