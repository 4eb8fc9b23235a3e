/** What a block does to prices after it has used them (spec economy §3 steps 6 and 7). */
import { nextMovingPrice, rootProportion } from '../../../src/chain/economy/index.ts';
import { I96F32 } from '../../../src/chain/fixed/index.ts';
import { storage } from '../../../src/chain/schema/index.ts';
import type { BlockExecution } from '../block-execution.ts';
import { alphaPrice } from './pools.ts';
import { eligibleSubnets } from './walk.ts';

const subtensor = storage.SubtensorModule;

/**
 * Moves the average price of every eligible subnet toward its spot price, and notes root's share of it. Where the pool is
 * stable both prices are one.
 */
export function updatePrices({ state, number }: BlockExecution): void {
  for (const netuid of eligibleSubnets(state)) {
    const isStable = state.get(subtensor.SubnetMechanism, netuid) === 0;
    const firstEmissionBlock = state.get(subtensor.FirstEmissionBlockNumber, netuid) ?? 0n;
    state.change(subtensor.SubnetMovingPrice, netuid, (movingPrice) =>
      nextMovingPrice({
        movingPrice: isStable ? I96F32.one : movingPrice,
        spotPrice: alphaPrice(state, netuid),
        movingAlpha: state.get(subtensor.SubnetMovingAlpha),
        firstEmissionBlock,
        block: BigInt(number),
        halvingBlocks: state.get(subtensor.EMAPriceHalvingBlocks, netuid),
      }),
    );
    const issuance = state.get(subtensor.SubnetAlphaIn, netuid) + state.get(subtensor.SubnetAlphaOut, netuid);
    const rho = rootProportion(state.get(subtensor.SubnetTAO, 0), state.get(subtensor.TaoWeight), issuance);
    state.put(subtensor.RootProp, netuid, rho);
  }
}
