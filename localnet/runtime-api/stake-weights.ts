/**
 * The stake that the epoch would give every neuron, before the threshold (spec storage §3, economy §12).
 *
 *   total = alpha + TaoWeight · tao        alpha and tao after parents and children; tao stands unweighted beside it
 */
import type { Bytes } from '../../src/chain/bytes.ts';
import { stakePlan } from '../../src/chain/economy/index.ts';
import { clampU64, I64F64 } from '../../src/chain/fixed/index.ts';
import { storage } from '../../src/chain/schema/index.ts';
import { stakeWeight, taoWeightBits } from '../../src/chain/yuma/index.ts';
import { query } from '../pallets/subtensor/walk.ts';
import type { State } from '../state.ts';

/** Rao per hotkey, in the order asked for. */
export interface StakeWeights {
  readonly alpha: readonly bigint[];
  readonly tao: readonly bigint[];
  readonly total: readonly bigint[];
}

export function stakeWeights(state: State, netuid: number, hotkeys: readonly Bytes[]): StakeWeights {
  const weight = taoWeightBits(state.get(storage.SubtensorModule.TaoWeight));
  const stakes = query(state, stakePlan(netuid, hotkeys));
  const [alpha, tao] = [Array.from(stakes.alpha), Array.from(stakes.tao)];
  return { alpha, tao, total: alpha.map((rao, i) => clampU64(I64F64.floor(stakeWeight(rao, tao[i]!, weight)))) };
}
