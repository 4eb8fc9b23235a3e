/**
 * What a coldkey can take out of a subnet: locks bind its alpha there as a whole, whatever hotkey it is on (spec economy §14,
 * §15; `get_stake_availability_for_coldkeys`).
 *
 *   available = max(0, total − locked)
 */
export interface StakeAvailability {
  /** Rao of alpha on all hotkeys. */
  readonly total: bigint;
  /** Rao of alpha that is locked now; may exceed the total after a forced unstake. */
  readonly locked: bigint;
  readonly available: bigint;
}

export function stakeAvailability(total: bigint, locked: bigint): StakeAvailability {
  return { total, locked, available: total > locked ? total - locked : 0n };
}
