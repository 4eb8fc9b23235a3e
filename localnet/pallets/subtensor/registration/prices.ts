/**
 * What happens to registrations at the beginning of every block: the prices fall, the counters start anew
 * (spec economy §3 step 2, §17).
 */
import { decayFactorQ32, decayRegistrationPrice } from '../../../../src/chain/economy/index.ts';
import { storage } from '../../../../src/chain/schema/index.ts';
import type { BlockExecution } from '../../block-execution.ts';
import { ROOT } from '../ledger.ts';
import { subnets } from '../walk.ts';

const subtensor = storage.SubtensorModule;

/** By half-life: a factor takes 32 powers to find and never changes. */
const factors = new Map<number, bigint>();

/** Every network, root included: its price is used by nobody, but the chain lets it fall too. */
export function decayRegistrationPrices(execution: BlockExecution): void {
  const { state, number } = execution;
  for (const netuid of [ROOT, ...subnets(state)]) {
    decayPrice(execution, netuid);
    if (state.get(subtensor.RegistrationsThisBlock, netuid) !== 0) {
      state.put(subtensor.RegistrationsThisBlock, netuid, 0);
    }
  }
  // UNKNOWN: when the interval of root ends in 424; here as later versions do it, whenever its tempo divides the block.
  const tempo = state.get(subtensor.Tempo, ROOT);
  const isIntervalOver = tempo === 0 || number % tempo === 0;
  if (isIntervalOver && state.get(subtensor.RegistrationsThisInterval, ROOT) !== 0) {
    state.put(subtensor.RegistrationsThisInterval, ROOT, 0);
  }
}

function decayPrice({ state, number }: BlockExecution, netuid: number): void {
  const price = state.get(subtensor.Burn, netuid);
  const bounds = { minRao: state.get(subtensor.MinBurn, netuid), maxRao: state.get(subtensor.MaxBurn, netuid) };
  const factor = factorOf(state.get(subtensor.BurnHalfLife, netuid));
  const next = decayRegistrationPrice(price, factor, bounds, BigInt(number));
  if (next !== price) state.put(subtensor.Burn, netuid, next);
}

function factorOf(halfLifeBlocks: number): bigint {
  const known = factors.get(halfLifeBlocks);
  if (known !== undefined) return known;
  const factor = decayFactorQ32(halfLifeBlocks);
  factors.set(halfLifeBlocks, factor);
  return factor;
}
