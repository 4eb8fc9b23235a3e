/**
 * Which subnets exist, and which of them are paid (spec economy §0, §4.3).
 */
import { ChainError } from '../error.ts';
import { storage } from '../schema/index.ts';
import type { ReadPlan } from './read-plan.ts';
import { read, readAll } from './read-plan.ts';

const subtensor = storage.SubtensorModule;

/** Netuids and mechanisms share a u16: `netuid + 4096·mecid`. */
export const NETUIDS = 4096;
/** Netuids asked for at once beyond those that a gapless numbering would have. Gaps appear when subnets are dissolved. */
const CHUNK = 32;

/**
 * All netuids, ascending; root (0) included. Two rounds unless the numbering has gaps.
 * @throws ChainError `economy/networks-missing` if fewer exist than `TotalNetworks` says.
 */
export function* netuidsPlan(): ReadPlan<readonly number[]> {
  const [total] = yield* readAll([read(subtensor.TotalNetworks)]);
  const found: number[] = [];
  for (let from = 0; found.length < total; ) {
    const count = Math.min(from === 0 ? total : CHUNK, NETUIDS - from);
    if (count === 0) {
      throw new ChainError('economy/networks-missing', `expected ${total} networks, found ${found.length}`);
    }
    const chunk = Array.from({ length: count }, (_, i) => from + i);
    const added = yield* readAll(chunk.map((netuid) => read(subtensor.NetworksAdded, netuid)));
    found.push(...chunk.filter((_, i) => added[i]));
    from += count;
  }
  return found;
}

/** The order in which the chain walks networks: by key, and the key is the little-endian u16. Numeric below 256. */
export function byNetworkKey(a: number, b: number): number {
  return (a & 0xff) - (b & 0xff) || a - b;
}

/** The flags that decide whether a subnet takes part in emission, as reads. */
export const eligibilityReads = (netuid: number) =>
  [
    read(subtensor.FirstEmissionBlockNumber, netuid),
    read(subtensor.SubtokenEnabled, netuid),
    read(subtensor.NetworkRegistrationAllowed, netuid),
  ] as const;

/** Whether a subnet takes part in emission: started, with its token enabled and registration open; never root. */
export function isEligible(
  netuid: number,
  [firstEmissionBlock, subtokenEnabled, registrationAllowed]: readonly [bigint | undefined, boolean, boolean],
): boolean {
  return netuid !== 0 && firstEmissionBlock !== undefined && subtokenEnabled && registrationAllowed;
}
