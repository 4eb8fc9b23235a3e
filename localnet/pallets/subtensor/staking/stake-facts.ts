/** What the checks of stake calls ask the state (spec economy §14). */
import type { StakeMarket } from '../../../../src/chain/economy/index.ts';
import { poolPrice, STABLE } from '../../../../src/chain/economy/index.ts';
import { U64F64 } from '../../../../src/chain/fixed/index.ts';
import { storage } from '../../../../src/chain/schema/index.ts';
import type { State } from '../../../state.ts';
import { feeRateOf, poolOf } from '../pools.ts';

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

/** Spot price, TAO per alpha, U64F64 bits; one where the pool is stable. */
export function alphaPrice(state: State, netuid: number): bigint {
  const pool = poolOf(state, netuid);
  return pool === STABLE ? U64F64.one : poolPrice(pool.taoRao, pool.alphaRao, pool.quoteParts);
}
