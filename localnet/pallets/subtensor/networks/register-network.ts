/**
 * Creating a subnet: all checks in the chain's order, then the effects in its order (spec economy §4.1).
 *
 *   at SubnetLimit the subnet with the lowest moving price is dissolved and its netuid is used again
 *
 * The chain also checks that the pool is to be dynamic; no call can ask for another.
 */
import type { Bytes } from '../../../../src/chain/bytes.ts';
import { equalBytes } from '../../../../src/chain/bytes.ts';
import {
  checkRegisterNetwork,
  medianPrice,
  NETUIDS,
  networkLockCost,
  passesRateLimit,
  STABLE,
  subnetToPrune,
} from '../../../../src/chain/economy/index.ts';
import { I96F32, U64_MAX } from '../../../../src/chain/fixed/index.ts';
import type { SubnetIdentityV3 } from '../../../../src/chain/schema/index.ts';
import { storage } from '../../../../src/chain/schema/index.ts';
import type { State } from '../../../state.ts';
import { transfer, usableBalance } from '../../balances.ts';
import type { BlockExecution, Outcome } from '../../block-execution.ts';
import { emit } from '../../block-execution.ts';
import { fail } from '../../module-error.ts';
import { requestChildren } from '../delegation/index.ts';
import { ROOT } from '../ledger.ts';
import { poolOf } from '../pools.ts';
import { createHotkey, hotkeyOwner } from '../registration/hotkeys.ts';
import { appendNeuron } from '../registration/neurons.ts';
import { payableRao } from '../registration/payment.ts';
import { alphaPrice } from '../staking/stake-facts.ts';
import { subnetAccount } from '../treasury.ts';
import { subnets } from '../walk.ts';
import { dissolveNetwork } from './dissolve.ts';
import { isValidSubnetIdentity } from './identities.ts';
import { furnishNetwork, initializeNetwork } from './new-network.ts';

const subtensor = storage.SubtensorModule;
const LAST_REGISTERED = { type: 'NetworkLastRegistered', value: undefined } as const;
const DYNAMIC = 1;
const FIRST_NETUID = 1;

/** Rao that creating a subnet costs in block `block`. */
export function lockCostAt(state: State, block: bigint): bigint {
  return networkLockCost(
    {
      lastCostRao: state.get(subtensor.NetworkLastLockCost),
      minCostRao: state.get(subtensor.NetworkMinLockCost),
      lastRegistrationBlock: state.get(subtensor.LastRateLimitedBlock, LAST_REGISTERED),
      reductionIntervalBlocks: state.get(subtensor.NetworkLockReductionInterval),
      taoIssuanceRao: state.get(subtensor.TotalIssuance),
    },
    block,
  );
}

/** Whether a subnet may be created so soon after the last one, whoever created that. */
export function mayRegisterNetwork(state: State, block: bigint): boolean {
  const last = state.get(subtensor.LastRateLimitedBlock, LAST_REGISTERED);
  return passesRateLimit(last, block, state.get(subtensor.NetworkRateLimit));
}

export function registerNetwork(
  execution: BlockExecution,
  coldkey: Bytes,
  hotkey: Bytes,
  identity?: SubnetIdentityV3,
): Outcome {
  const { state } = execution;
  const block = BigInt(execution.number);
  const isFull = subnets(state).length >= Math.min(state.get(subtensor.SubnetLimit), NETUIDS - FIRST_NETUID);
  const victim = isFull ? prunableSubnet(state, block) : undefined;
  const costRao = lockCostAt(state, block);
  const refusal = checkRegisterNetwork({
    owner: hotkeyOwner(state, coldkey, hotkey),
    block,
    startBlock: state.get(subtensor.NetworkRegistrationStartBlock),
    passesRateLimit: mayRegisterNetwork(state, block),
    hasValidIdentity: !identity || isValidSubnetIdentity(identity),
    hasRoom: !isFull || victim !== undefined,
    costRao,
    usableRao: usableBalance(state, coldkey),
  });
  if (refusal) return fail(refusal);

  const error = victim === undefined ? undefined : dissolveNetwork(execution, victim);
  return error ?? createNetwork(execution, victim ?? freeNetuid(state), coldkey, hotkey, costRao, identity);
}

/** The subnet that makes room in block `block`; undefined while all are immune. */
export function prunableSubnet(state: State, block: bigint): number | undefined {
  const candidates = subnets(state).map((netuid) => ({
    netuid,
    registeredAt: state.get(subtensor.NetworkRegisteredAt, netuid),
    movingPrice: movingPrice(state, netuid),
  }));
  return subnetToPrune(candidates, block, state.get(subtensor.NetworkImmunityPeriod));
}

/** I96F32 bits; one in a stable subnet. */
const movingPrice = (state: State, netuid: number): bigint =>
  poolOf(state, netuid) === STABLE ? I96F32.one : state.get(subtensor.SubnetMovingPrice, netuid);

function freeNetuid(state: State): number {
  let netuid = FIRST_NETUID;
  while (state.get(subtensor.NetworksAdded, netuid)) netuid++;
  return netuid;
}

function createNetwork(
  execution: BlockExecution,
  netuid: number,
  coldkey: Bytes,
  hotkey: Bytes,
  costRao: bigint,
  identity: SubnetIdentityV3 | undefined,
): Outcome {
  const { state } = execution;
  const block = BigInt(execution.number);
  const price = medianPrice(subnets(state).map((other) => alphaPrice(state, other)));
  initializeNetwork(state, { netuid, block });
  const paidRao = payableRao(state, coldkey, costRao);
  const error = transfer(execution, coldkey, subnetAccount(netuid), paidRao) ?? createHotkey(state, coldkey, hotkey);
  if (error) return error;
  state.put(subtensor.NetworkLastLockCost, paidRao);
  state.put(subtensor.LastRateLimitedBlock, LAST_REGISTERED, block);
  appendNeuron(state, netuid, hotkey, block);
  furnishNetwork(state, { netuid, owner: coldkey, ownerHotkey: hotkey, block, paidRao, price });
  if (identity) {
    state.put(subtensor.SubnetIdentitiesV3, netuid, identity);
    emit(execution, 'SubtensorModule', 'SubnetIdentitySet', [netuid]);
  }
  makeRootParents(execution, netuid, hotkey);
  emit(execution, 'SubtensorModule', 'NetworkAdded', [netuid, DYNAMIC]);
  return undefined;
}

/** Root validators lend all their stake to the owner of a new subnet, unless they do not want to. Who cannot is left out. */
function makeRootParents(execution: BlockExecution, netuid: number, ownerHotkey: Bytes): void {
  const { state } = execution;
  for (const [, validator] of state.entriesOf(subtensor.Keys, ROOT)) {
    if (equalBytes(validator, ownerHotkey)) continue;
    if (!state.get(subtensor.AutoParentDelegationEnabled, validator)) continue;
    requestChildren(execution, state.get(subtensor.Owner, validator), validator, netuid, [[U64_MAX, ownerHotkey]]);
  }
}
