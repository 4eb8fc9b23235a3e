/** What a block does to prices after it has used them (spec economy §3 steps 6 and 7). */
import { nextMovingPrice, poolPrice, rootProportion } from '../../../src/chain/economy/index.ts';
import { storage } from '../../../src/chain/schema/index.ts';
import type { BlockExecution } from '../block-execution.ts';
import { eligibleSubnets } from './walk.ts';

const subtensor = storage.SubtensorModule;

/** Moves the average price of every eligible subnet toward its spot price, and notes root's share of it. */
export function updatePrices({ state, number }: BlockExecution): void {
  for (const netuid of eligibleSubnets(state)) {
    const alphaInRao = state.get(subtensor.SubnetAlphaIn, netuid);
    const spotPrice = poolPrice(
      state.get(subtensor.SubnetTAO, netuid),
      alphaInRao,
      state.get(storage.Swap.SwapBalancer, netuid).quote,
    );
    const firstEmissionBlock = state.get(subtensor.FirstEmissionBlockNumber, netuid) ?? 0n;
    state.change(subtensor.SubnetMovingPrice, netuid, (movingPrice) =>
      nextMovingPrice({
        movingPrice,
        spotPrice,
        movingAlpha: state.get(subtensor.SubnetMovingAlpha),
        firstEmissionBlock,
        block: BigInt(number),
        halvingBlocks: state.get(subtensor.EMAPriceHalvingBlocks, netuid),
      }),
    );
    const issuance = alphaInRao + state.get(subtensor.SubnetAlphaOut, netuid);
    const rho = rootProportion(state.get(subtensor.SubnetTAO, 0), state.get(subtensor.TaoWeight), issuance);
    state.put(subtensor.RootProp, netuid, rho);
  }
}
