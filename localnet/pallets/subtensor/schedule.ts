/**
 * Which epochs a block runs and which it puts off (spec economy §5): the same answer before the coinbase, for the reveals,
 * and in the drain loop.
 */
import { toHex } from '../../../src/chain/bytes.ts';
import { isEpochDue } from '../../../src/chain/economy/index.ts';
import { clampU64 } from '../../../src/chain/fixed/index.ts';
import { storage } from '../../../src/chain/schema/index.ts';
import type { State } from '../../state.ts';
import { subnets } from './walk.ts';

const subtensor = storage.SubtensorModule;

/** - `idle`: not due · `runs` · `skipped`: two uids share a hotkey, the clock goes on without it · `deferred`: to the next block */
export type EpochTurn = 'idle' | 'runs' | 'skipped' | 'deferred';

/** The turn of every subnet but root in block `block`, in the chain's order; asked of the state that the block begins with. */
export function epochTurns(state: State, block: bigint): ReadonlyMap<number, EpochTurn> {
  let epochsLeft = state.get(subtensor.MaxEpochsPerBlock);
  const turns = new Map<number, EpochTurn>();
  for (const netuid of subnets(state)) {
    const turn = turnOf(state, netuid, block, epochsLeft);
    if (turn === 'runs') epochsLeft--;
    turns.set(netuid, turn);
  }
  return turns;
}

function turnOf(state: State, netuid: number, block: bigint, epochsLeft: number): EpochTurn {
  const schedule = {
    tempo: state.get(subtensor.Tempo, netuid),
    lastEpochBlock: state.get(subtensor.LastEpochBlock, netuid),
    pendingEpochAt: state.get(subtensor.PendingEpochAt, netuid),
    blocksSinceLastStep: clampU64(state.get(subtensor.BlocksSinceLastStep, netuid) + 1n),
  };
  if (!isEpochDue(schedule, block)) return 'idle';
  if (epochsLeft === 0) return 'deferred';
  return hasDuplicateHotkeys(state, netuid) ? 'skipped' : 'runs';
}

/** A state that a failed hotkey swap could leave; the chain then waits. */
function hasDuplicateHotkeys(state: State, netuid: number): boolean {
  const n = state.get(subtensor.SubnetworkN, netuid);
  const hotkeys = Array.from({ length: n }, (_, uid) => toHex(state.get(subtensor.Keys, netuid, uid)));
  return new Set(hotkeys).size !== n;
}
