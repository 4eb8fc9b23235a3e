/**
 * What one block does to one subnet: TAO and alpha into its pool, a buy with what is left, alpha for the participants
 * (spec economy §8 steps 2 to 4).
 *
 *   terms ─▶ weights that keep the price ─▶ buy with the excess ─▶ injection ─▶ mint for the participants ─▶ shares
 *
 * The root proportion of the shares is the one after injection and mint. Where the weights would leave their range nothing
 * is injected; where the pool refuses the buy nothing is bought. TAO that is not used then does not come into being.
 */
import { ChainError } from '../error.ts';
import { U64F64, U96F32 } from '../fixed/index.ts';
import { storage } from '../schema/index.ts';
import { injectionTerms } from './injection-terms.ts';
import type { ParticipantsAlpha } from './participants-alpha.ts';
import { shareAlpha } from './participants-alpha.ts';
import type { ReadPlan } from './read-plan.ts';
import { read, readNamed } from './read-plan.ts';
import { rootProportion } from './root-proportion.ts';
import type { SwapPool, Swapped } from './swap/index.ts';
import { injectionWeights, isPoolWeight, spotPrice, swap } from './swap/index.ts';

const subtensor = storage.SubtensorModule;

export interface SubnetSupply {
  /** `SubnetMechanism` 0: no pool, price 1. */
  readonly isStable: boolean;
  /** `SubnetTAO`, `SubnetAlphaIn` and the pool's weight. */
  readonly pool: SwapPool;
  readonly alphaOutRao: bigint;
  /** `SubnetTAO` of the root network. */
  readonly rootTaoRao: bigint;
  /** u64 / (2^64−1). */
  readonly taoWeight: bigint;
  /** Parts of 65535. */
  readonly ownerCut: number;
  readonly ownerCutEnabled: boolean;
}

/** Rao. */
export interface SubnetCoinbase {
  /** TAO and alpha added to the pool. */
  readonly taoInRao: bigint;
  readonly alphaInRao: bigint;
  /** `SwapBalancer.quote` from now on, parts of 10^18. */
  readonly quoteParts: bigint;
  /** The protocol's buy; undefined if there is nothing to buy with, or the pool refuses. */
  readonly buy: Swapped | undefined;
  /** The participants' alpha. */
  readonly share: ParticipantsAlpha;
}

/**
 * A subnet's supply as it is stored. One round.
 * @throws ChainError `economy/bad-pool` for a weight that the chain never stores
 */
export function* subnetSupplyPlan(netuid: number): ReadPlan<SubnetSupply> {
  const at = yield* readNamed({
    mechanism: read(subtensor.SubnetMechanism, netuid),
    taoRao: read(subtensor.SubnetTAO, netuid),
    alphaRao: read(subtensor.SubnetAlphaIn, netuid),
    alphaOutRao: read(subtensor.SubnetAlphaOut, netuid),
    balancer: read(storage.Swap.SwapBalancer, netuid),
    rootTaoRao: read(subtensor.SubnetTAO, 0),
    taoWeight: read(subtensor.TaoWeight),
    ownerCut: read(subtensor.SubnetOwnerCut),
    ownerCutEnabled: read(subtensor.OwnerCutEnabled, netuid),
  });
  const { mechanism, taoRao, alphaRao, balancer, ...supply } = at;
  if (!isPoolWeight(balancer.quote)) {
    throw new ChainError('economy/bad-pool', `expected a weight of 1 % to 99 %, got ${balancer.quote} parts of 10^18`, {
      field: `Swap.SwapBalancer[${netuid}]`,
    });
  }
  return { ...supply, isStable: mechanism === 0, pool: { taoRao, alphaRao, quoteParts: balancer.quote } };
}

/** `taoEmission`: the subnet's part of the block's TAO, rao as U96F32 bits. */
export function subnetCoinbase(supply: SubnetSupply, taoEmission: bigint): SubnetCoinbase {
  const { isStable, pool, rootTaoRao, taoWeight } = supply;
  const alphaIssuanceRao = pool.alphaRao + supply.alphaOutRao;
  const price = isStable ? U64F64.one : spotPrice(pool);
  const terms = injectionTerms({ taoEmission, spotPrice: price, alphaIssuanceRao, rootTaoRao, taoWeight });
  const wanted = { tao: U96F32.floor(terms.taoIn), alpha: U96F32.floor(terms.alphaIn) };
  const weights = injectionWeights(pool, wanted.tao, wanted.alpha);
  const injects = isStable || weights.accepted;
  const alphaInRao = injects ? wanted.alpha : 0n;
  const minted = U96F32.floor(terms.alphaOut);
  const rho = rootProportion(rootTaoRao, taoWeight, alphaIssuanceRao + alphaInRao + minted);
  return {
    taoInRao: injects ? wanted.tao : 0n,
    alphaInRao,
    quoteParts: isStable ? pool.quoteParts : weights.quoteParts,
    buy: isStable ? undefined : protocolBuy({ ...pool, quoteParts: weights.quoteParts }, U96F32.floor(terms.excessTao)),
    share: shareAlpha(minted, rho, supply),
  };
}

/** Free of fee and without a limit of its own, before the injection reaches the pool. */
function protocolBuy(pool: SwapPool, taoRao: bigint): Swapped | undefined {
  if (taoRao === 0n) return undefined;
  const bought = swap(pool, { side: 'buy', amountRao: taoRao, feeRate: 0 });
  return bought.ok ? bought : undefined;
}
