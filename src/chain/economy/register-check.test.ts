import { describe, expect, it } from 'vitest';
import { checkRegisterNeuron, checkRootRegister } from './register-check.ts';
import { checkRegisterNetwork } from './register-network-check.ts';
import { checkSetChildren } from './set-children-check.ts';

/** In the chain's order: with all of them wrong the first one is named, then the second, … */
function inOrder<Input, E>(
  check: (input: Input) => E | undefined,
  good: Input,
  wrongs: readonly [Partial<Input>, E][],
) {
  expect(check(good)).toBeUndefined();
  wrongs.forEach(([, error], i) => {
    const patches = wrongs.slice(i).map(([patch]) => patch);
    const input: Input = Object.assign({}, good, ...patches.reverse());
    expect(check(input)).toBe(error);
  });
}

const neuron = {
  netuid: 3,
  subnetExists: true,
  priceRao: 100n,
  limitRao: undefined as bigint | undefined,
  isOpen: true,
  isRegistered: false,
  usableRao: 100n,
  owner: 'nobody' as 'nobody' | 'signer' | 'other' | 'chain',
  hasRoom: true,
};

describe('registering', () => {
  it('a neuron is refused in the chain’s order', () => {
    inOrder(checkRegisterNeuron, neuron, [
      [{ netuid: 0 }, 'RegistrationNotPermittedOnRootSubnet'],
      [{ subnetExists: false }, 'SubnetNotExists'],
      [{ limitRao: 99n }, 'RegistrationPriceLimitExceeded'],
      [{ isOpen: false }, 'SubNetRegistrationDisabled'],
      [{ isRegistered: true }, 'HotKeyAlreadyRegisteredInSubNet'],
      [{ usableRao: 99n }, 'NotEnoughBalanceToStake'],
      [{ owner: 'other' }, 'NonAssociatedColdKey'],
      [{ hasRoom: false }, 'NoNeuronIdAvailable'],
    ]);
    expect(checkRegisterNeuron({ ...neuron, owner: 'chain' })).toBe('CannotUseSystemAccount');
    expect(checkRegisterNeuron({ ...neuron, limitRao: 100n })).toBeUndefined();
  });

  it('on root is refused in the chain’s order, whoever owns the hotkey', () => {
    const root = {
      rootExists: true,
      registrationsThisBlock: 0,
      maxRegistrationsPerBlock: 1,
      registrationsThisInterval: 5,
      targetRegistrationsPerInterval: 2,
      isRegistered: false,
      owner: 'other' as 'other' | 'chain',
      hasRoom: true,
    };
    inOrder(checkRootRegister, root, [
      [{ rootExists: false }, 'RootNetworkDoesNotExist'],
      [{ registrationsThisBlock: 1 }, 'TooManyRegistrationsThisBlock'],
      [{ registrationsThisInterval: 6 }, 'TooManyRegistrationsThisInterval'],
      [{ isRegistered: true }, 'HotKeyAlreadyRegisteredInSubNet'],
      [{ owner: 'chain' }, 'CannotUseSystemAccount'],
      [{ hasRoom: false }, 'StakeTooLowForRoot'],
    ]);
  });

  it('a subnet is refused in the chain’s order', () => {
    const network = {
      owner: 'signer' as 'signer' | 'other' | 'chain',
      block: 10n,
      startBlock: 10n,
      passesRateLimit: true,
      hasValidIdentity: true,
      hasRoom: true,
      costRao: 5n,
      usableRao: 5n,
    };
    inOrder(checkRegisterNetwork, network, [
      [{ owner: 'other' }, 'NonAssociatedColdKey'],
      [{ startBlock: 11n }, 'SubNetRegistrationDisabled'],
      [{ passesRateLimit: false }, 'NetworkTxRateLimitExceeded'],
      [{ hasValidIdentity: false }, 'InvalidIdentity'],
      [{ hasRoom: false }, 'SubnetLimitReached'],
      [{ usableRao: 4n }, 'CannotAffordLockCost'],
    ]);
    expect(checkRegisterNetwork({ ...network, owner: 'chain' })).toBe('CannotUseSystemAccount');
  });
});

describe('naming children', () => {
  const [hotkey, child] = [1, 2].map((byte) => new Uint8Array(32).fill(byte)) as [
    Uint8Array<ArrayBuffer>,
    Uint8Array<ArrayBuffer>,
  ];
  const request = {
    netuid: 3,
    hotkey,
    children: [[1n, child]] as readonly (readonly [bigint, Uint8Array<ArrayBuffer>])[],
    block: 250n,
    lastSetBlock: 100n,
    subnetExists: true,
    isOwned: true,
    parents: [],
    mayHaveChildren: true,
  };

  it('is refused in the chain’s order', () => {
    inOrder(checkSetChildren, request, [
      [{ lastSetBlock: 101n }, 'TxRateLimitExceeded'],
      [{ netuid: 0 }, 'RegistrationNotPermittedOnRootSubnet'],
      [{ subnetExists: false }, 'SubnetNotExists'],
      [{ isOwned: false }, 'NonAssociatedColdKey'],
      [{ children: [[1n, hotkey]] }, 'InvalidChild'],
      [{ mayHaveChildren: false }, 'NotEnoughStakeToSetChildkeys'],
    ]);
  });

  it('needs no stake where there are none', () => {
    expect(checkSetChildren({ ...request, children: [], mayHaveChildren: false })).toBeUndefined();
  });
});
