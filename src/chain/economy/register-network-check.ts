/**
 * May a coldkey create a subnet? The checks of `register_network` in the chain's order (spec economy §4.1).
 *
 * `isFull` subnets make room by dissolving one (`subnetToPrune`), if any is old enough.
 */
import type { HotkeyOwner } from './register-check.ts';

/** Errors of the pallet `SubtensorModule`. */
export type RegisterNetworkError =
  | 'NonAssociatedColdKey'
  | 'CannotUseSystemAccount'
  | 'SubNetRegistrationDisabled'
  | 'NetworkTxRateLimitExceeded'
  | 'InvalidIdentity'
  | 'SubnetLimitReached'
  | 'CannotAffordLockCost';

export interface RegisterNetwork {
  readonly owner: HotkeyOwner;
  readonly block: bigint;
  /** `NetworkRegistrationStartBlock`. */
  readonly startBlock: bigint;
  /** Whether enough blocks have passed since the last subnet, whoever created that. */
  readonly passesRateLimit: boolean;
  readonly hasValidIdentity: boolean;
  /** Whether there is a free netuid, or a subnet that may be dissolved. */
  readonly hasRoom: boolean;
  /** `networkLockCost`, rao. */
  readonly costRao: bigint;
  /** `usableRao` of the coldkey. */
  readonly usableRao: bigint;
}

/** The first rule that forbids it; undefined if none does. */
export function checkRegisterNetwork(network: RegisterNetwork): RegisterNetworkError | undefined {
  if (network.owner === 'other') return 'NonAssociatedColdKey';
  if (network.owner === 'chain') return 'CannotUseSystemAccount';
  if (network.block < network.startBlock) return 'SubNetRegistrationDisabled';
  if (!network.passesRateLimit) return 'NetworkTxRateLimitExceeded';
  if (!network.hasValidIdentity) return 'InvalidIdentity';
  if (!network.hasRoom) return 'SubnetLimitReached';
  return network.usableRao < network.costRao ? 'CannotAffordLockCost' : undefined;
}
