/**
 * What a block gives to each subnet, as it follows from the state of its parent (spec economy §3 step 3, §8 step 1).
 *
 *   minted = f(TotalIssuance), clipped to the cap · TAO of subnet i = minted · share_i
 *   root's part of the alpha is kept for root if the moving prices of the eligible subnets sum to more than 1 TAO
 *
 * The same plan runs in the localnet's coinbase and in a light client's audit.
 */
import { I96F32, larger, smaller } from '../fixed/index.ts';
import { storage } from '../schema/index.ts';
import { blockEmission, TOTAL_SUPPLY_RAO } from './block-emission.ts';
import type { EmittingSubnet } from './emission-shares.ts';
import { emissionShares, SPEC_WITHOUT_ROOT_PROPORTION, taoEmission } from './emission-shares.ts';
import { byNetworkKey, eligibilityReads, isEligible, netuidsPlan } from './networks.ts';
import type { ReadPlan } from './read-plan.ts';
import { read, readNamed, together } from './read-plan.ts';
import { rootProportion } from './root-proportion.ts';

const subtensor = storage.SubtensorModule;
const ROOT = 0;

export interface BlockCoinbase {
  /** New TAO of the block, rao. */
  readonly mintedRao: bigint;
  /** Whether root's part of the subnets' alpha goes to `PendingRootAlphaDivs` (or is recycled). */
  readonly rootIsKept: boolean;
  /** TAO of every eligible subnet, rao as U96F32 bits, in the chain's order; all others get none, and no alpha either. */
  readonly taoEmissions: ReadonlyMap<number, bigint>;
}

const subnetReads = (netuid: number) => {
  const [firstEmissionBlock, subtokenEnabled, registrationAllowed] = eligibilityReads(netuid);
  return {
    firstEmissionBlock,
    subtokenEnabled,
    registrationAllowed,
    mechanism: read(subtensor.SubnetMechanism, netuid),
    movingPrice: read(subtensor.SubnetMovingPrice, netuid),
    minerBurned: read(subtensor.MinerBurned, netuid),
    emissionEnabled: read(subtensor.SubnetEmissionEnabled, netuid),
    alphaInRao: read(subtensor.SubnetAlphaIn, netuid),
    alphaOutRao: read(subtensor.SubnetAlphaOut, netuid),
  };
};

/** Of the block after the state that is read. Three rounds unless the numbering of subnets has gaps. */
export function* blockCoinbasePlan(): ReadPlan<BlockCoinbase> {
  const [netuids, at] = yield* together(
    netuidsPlan(),
    readNamed({
      taoIssuanceRao: read(subtensor.TotalIssuance),
      currencyRao: read(storage.Balances.TotalIssuance),
      rootTaoRao: read(subtensor.SubnetTAO, ROOT),
      taoWeight: read(subtensor.TaoWeight),
      runtime: read(storage.System.LastRuntimeUpgrade),
    }),
  );
  const ordered = netuids.filter((netuid) => netuid !== ROOT).sort(byNetworkKey);
  const states = yield* together(...ordered.map((netuid) => readNamed(subnetReads(netuid))));
  const rootWeighs = (at.runtime?.spec_version ?? 0) < SPEC_WITHOUT_ROOT_PROPORTION;
  const eligible = ordered.flatMap((netuid, i) => {
    const { firstEmissionBlock, subtokenEnabled, registrationAllowed, mechanism, alphaInRao, alphaOutRao, ...subnet } =
      states[i]!;
    if (!isEligible(netuid, [firstEmissionBlock, subtokenEnabled, registrationAllowed])) return [];
    const emitting: EmittingSubnet = {
      ...subnet,
      // A stable subnet's price is always one.
      movingPrice: mechanism === 0 ? I96F32.one : subnet.movingPrice,
      ...(rootWeighs && { rootProportion: rootProportion(at.rootTaoRao, at.taoWeight, alphaInRao + alphaOutRao) }),
    };
    return [{ netuid, emitting }];
  });
  const mintedRao = smaller(blockEmission(at.taoIssuanceRao), larger(TOTAL_SUPPLY_RAO - at.currencyRao, 0n));
  const shares = emissionShares(eligible.map(({ emitting }) => emitting));
  const prices = eligible.reduce((sum, { emitting }) => I96F32.add(sum, emitting.movingPrice), 0n);
  return {
    mintedRao,
    rootIsKept: prices > I96F32.one,
    taoEmissions: new Map(eligible.map(({ netuid }, i) => [netuid, taoEmission(mintedRao, shares[i]!)])),
  };
}
