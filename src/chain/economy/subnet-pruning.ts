/**
 * Which subnet makes room when a new one is registered at `SubnetLimit` (spec economy §4.4; `get_network_to_prune`).
 *
 *   prunable: block ≥ registered at + NetworkImmunityPeriod · victim: lowest moving price, then earliest registered
 */
export interface PrunableSubnet {
  readonly netuid: number;
  /** `NetworkRegisteredAt`. */
  readonly registeredAt: bigint;
  /** `SubnetMovingPrice`, I96F32 bits; one for a stable subnet. */
  readonly movingPrice: bigint;
}

/**
 * The netuid that is dissolved; undefined while all are immune.
 * @param subnets all but root, in the chain's order: of subnets that are equal in all the first one goes
 */
export function subnetToPrune(
  subnets: readonly PrunableSubnet[],
  block: bigint,
  immunityPeriod: bigint,
): number | undefined {
  const prunable = subnets.filter(({ registeredAt }) => block >= registeredAt + immunityPeriod);
  const victim = prunable.reduce<PrunableSubnet | undefined>(
    (worst, subnet) => (worst && !isWorse(subnet, worst) ? worst : subnet),
    undefined,
  );
  return victim?.netuid;
}

const isWorse = (a: PrunableSubnet, b: PrunableSubnet): boolean =>
  a.movingPrice < b.movingPrice || (a.movingPrice === b.movingPrice && a.registeredAt < b.registeredAt);
