/**
 * The list of subnets, one line each, at one block.
 *
 *   how many · which (gapless numbers first) · everything of each         three round trips
 */
import type { BlockRef } from '../../chain/block-ref.ts';
import type { ReadPlan } from '../../chain/economy/index.ts';
import {
  isPoolWeight,
  netuidsPlan,
  priceRao,
  RAO_PER_TAO,
  read,
  readNamed,
  spotPrice,
  together,
} from '../../chain/economy/index.ts';
import { ChainError } from '../../chain/error.ts';
import { storage } from '../../chain/schema/index.ts';
import type { ChainEngine, ReadOptions, SubnetList, SubnetSummary } from '../types.ts';
import { epochClockPlan } from './epoch-clock.ts';
import { readPlanAt, unexpectedState } from './read-plan-at.ts';
import { printableName } from './text.ts';

const subtensor = storage.SubtensorModule;
const ROOT = 0;
const STABLE_POOL = 0;

export async function readSubnetList(
  engine: ChainEngine,
  at: BlockRef,
  options: ReadOptions = {},
): Promise<SubnetList> {
  try {
    return { at, subnets: await readPlanAt(engine, subnetListPlan(), at.hash, options) };
  } catch (error) {
    if (!(error instanceof ChainError) || error.code !== 'economy/networks-missing') throw error;
    throw unexpectedState('SubtensorModule.TotalNetworks', error.message, error);
  }
}

/** Ascending by netuid, root included. */
export function* subnetListPlan(): ReadPlan<readonly SubnetSummary[]> {
  const netuids = yield* netuidsPlan();
  return yield* together(...netuids.map(subnetSummaryPlan));
}

/** One round. */
export function* subnetSummaryPlan(netuid: number): ReadPlan<SubnetSummary> {
  const [of, epoch] = yield* together(
    readNamed({
      identity: read(subtensor.SubnetIdentitiesV3, netuid),
      symbol: read(subtensor.TokenSymbol, netuid),
      n: read(subtensor.SubnetworkN, netuid),
      maxAllowedUids: read(subtensor.MaxAllowedUids, netuid),
      maxAllowedValidators: read(subtensor.MaxAllowedValidators, netuid),
      validatorPermit: read(subtensor.ValidatorPermit, netuid),
      registeredAt: read(subtensor.NetworkRegisteredAt, netuid),
      ownerHotkey: read(subtensor.SubnetOwnerHotkey, netuid),
      ownerColdkey: read(subtensor.SubnetOwner, netuid),
      poolMechanism: read(subtensor.SubnetMechanism, netuid),
      taoInPoolRao: read(subtensor.SubnetTAO, netuid),
      alphaInPoolRao: read(subtensor.SubnetAlphaIn, netuid),
      balancer: read(storage.Swap.SwapBalancer, netuid),
      alphaOutRao: read(subtensor.SubnetAlphaOut, netuid),
      movingPriceBits: read(subtensor.SubnetMovingPrice, netuid),
      emissionEnabled: read(subtensor.SubnetEmissionEnabled, netuid),
      burnRao: read(subtensor.Burn, netuid),
    }),
    epochClockPlan(netuid),
  );
  const { identity, symbol, validatorPermit, balancer, ...rest } = of;
  const ownName = identity ? printableName(identity.subnet_name) : '';
  return {
    ...rest,
    netuid,
    priceRao: spotPriceRao(rest, balancer.quote),
    name: ownName || (netuid === ROOT ? 'root' : `Subnet ${netuid}`),
    symbol: printableName(symbol),
    validators: validatorPermit.filter((permitted) => permitted).length,
    epoch,
  };
}

type Reserves = Pick<SubnetSummary, 'poolMechanism' | 'taoInPoolRao' | 'alphaInPoolRao'>;

/** As `current_alpha_price` of the chain. Weights that the chain never stores give no price. */
export function spotPriceRao(reserves: Reserves, quoteParts: bigint): bigint {
  if (reserves.poolMechanism === STABLE_POOL) return RAO_PER_TAO;
  if (!isPoolWeight(quoteParts)) return 0n;
  return priceRao(spotPrice({ taoRao: reserves.taoInPoolRao, alphaRao: reserves.alphaInPoolRao, quoteParts }));
}
