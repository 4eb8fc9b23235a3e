/** What the checks of stake calls ask the state (spec economy §14). */
import type { StakeMarket } from '../../../../src/chain/economy/index.ts';
import { STABLE } from '../../../../src/chain/economy/index.ts';
import { storage } from '../../../../src/chain/schema/index.ts';
import type { State } from '../../../state.ts';
import { feeRateOf, poolOf } from '../pools.ts';

export { alphaPrice } from '../pools.ts';

const subtensor = storage.SubtensorModule;

export function marketOf(state: State, netuid: number): StakeMarket {
  const pool = poolOf(state, netuid);
  return {
    exists: state.get(subtensor.NetworksAdded, netuid),
    subtokenEnabled: state.get(subtensor.SubtokenEnabled, netuid),
    pool,
    feeRate: pool === STABLE ? 0 : feeRateOf(state, netuid),
  };
}
