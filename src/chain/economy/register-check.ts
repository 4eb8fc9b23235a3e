/**
 * May this hotkey join a subnet, or root? The checks of `burned_register`, `register`, `register_limit` and of
 * `root_register`, in the chain's order (spec participation §3, economy §11).
 *
 * UNKNOWN: whether 424 compares the limit of `register_limit` before or after it asks if registration is open.
 * QUIRK: anybody may put a hotkey of another coldkey on root.
 */

/** Whose a hotkey is, as far as registering asks. `nobody`: it is created, unless it is an account of the chain's own. */
export type HotkeyOwner = 'signer' | 'other' | 'nobody' | 'chain';

/** Errors of the pallet `SubtensorModule`. */
export type RegisterError =
  | 'RegistrationNotPermittedOnRootSubnet'
  | 'SubnetNotExists'
  | 'RegistrationPriceLimitExceeded'
  | 'SubNetRegistrationDisabled'
  | 'HotKeyAlreadyRegisteredInSubNet'
  | 'NotEnoughBalanceToStake'
  | 'CannotUseSystemAccount'
  | 'NonAssociatedColdKey'
  | 'NoNeuronIdAvailable';

export interface RegisterNeuron {
  readonly netuid: number;
  readonly subnetExists: boolean;
  /** What it costs in the block, rao. */
  readonly priceRao: bigint;
  /** Of `register_limit`. */
  readonly limitRao: bigint | undefined;
  /** `NetworkRegistrationAllowed`. */
  readonly isOpen: boolean;
  readonly isRegistered: boolean;
  /** `usableRao` of the coldkey. */
  readonly usableRao: bigint;
  readonly owner: HotkeyOwner;
  /** Whether a place is free, or a neuron may be replaced. */
  readonly hasRoom: boolean;
}

/** The first rule that forbids it; undefined if none does. */
export function checkRegisterNeuron(neuron: RegisterNeuron): RegisterError | undefined {
  const { priceRao, limitRao, owner } = neuron;
  if (neuron.netuid === 0) return 'RegistrationNotPermittedOnRootSubnet';
  if (!neuron.subnetExists) return 'SubnetNotExists';
  if (limitRao !== undefined && priceRao > limitRao) return 'RegistrationPriceLimitExceeded';
  if (!neuron.isOpen) return 'SubNetRegistrationDisabled';
  if (neuron.isRegistered) return 'HotKeyAlreadyRegisteredInSubNet';
  if (neuron.usableRao < priceRao) return 'NotEnoughBalanceToStake';
  if (owner === 'chain') return 'CannotUseSystemAccount';
  if (owner === 'other') return 'NonAssociatedColdKey';
  return neuron.hasRoom ? undefined : 'NoNeuronIdAvailable';
}

export type RootRegisterError =
  | 'RootNetworkDoesNotExist'
  | 'TooManyRegistrationsThisBlock'
  | 'TooManyRegistrationsThisInterval'
  | 'HotKeyAlreadyRegisteredInSubNet'
  | 'CannotUseSystemAccount'
  | 'StakeTooLowForRoot';

export interface RootRegister {
  readonly rootExists: boolean;
  readonly registrationsThisBlock: number;
  readonly maxRegistrationsPerBlock: number;
  readonly registrationsThisInterval: number;
  readonly targetRegistrationsPerInterval: number;
  readonly isRegistered: boolean;
  readonly owner: HotkeyOwner;
  /** Whether a place is free, or a validator has less root stake than the hotkey. */
  readonly hasRoom: boolean;
}

/** Most registrations in an interval, in units of `TargetRegistrationsPerInterval`. */
const TARGETS_PER_INTERVAL = 3;

/** The first rule that forbids it; undefined if none does. */
export function checkRootRegister(root: RootRegister): RootRegisterError | undefined {
  if (!root.rootExists) return 'RootNetworkDoesNotExist';
  if (root.registrationsThisBlock >= root.maxRegistrationsPerBlock) return 'TooManyRegistrationsThisBlock';
  if (root.registrationsThisInterval >= root.targetRegistrationsPerInterval * TARGETS_PER_INTERVAL) {
    return 'TooManyRegistrationsThisInterval';
  }
  if (root.isRegistered) return 'HotKeyAlreadyRegisteredInSubNet';
  if (root.owner === 'chain') return 'CannotUseSystemAccount';
  return root.hasRoom ? undefined : 'StakeTooLowForRoot';
}
