/**
 * Pays out an epoch (spec economy §10).
 *
 *   owner cut ─▶ the owner's stake         server amounts ─▶ miners' stake, unless the owner earned them itself
 *   validators' amounts ─▶ spread over parents: the measure by which the two pots are shared
 *       validators' pot ─▶ take, rest to all nominators        root's pot ─▶ take, rest waits to be claimed
 *
 * If nobody earned incentive, the servers' pending joins the validators' pot (§10.1). Everything is in `SubnetAlphaOut`
 * already; what flooring leaves, and what nobody has a claim on, stays there without an owner.
 *
 * DIFFERS: one `IncentiveAlphaEmittedToMiners` for the subnet, where the chain reports each mechanism by itself.
 */
import { storage } from '../../../src/chain/schema/index.ts';
import type { SubnetEpochOutput } from '../../../src/chain/yuma/index.ts';
import type { State } from '../../state.ts';
import type { BlockExecution } from '../block-execution.ts';
import { emit } from '../block-execution.ts';
import { claimsOnPots, payDividends } from './distribution/dividends.ts';
import { payIncentives } from './distribution/incentives.ts';
import { payOwnerCut } from './distribution/owner-cut.ts';

const subtensor = storage.SubtensorModule;

/** Rao of alpha that waited for the epoch. */
export interface Pendings {
  readonly server: bigint;
  readonly validator: bigint;
  readonly root: bigint;
  readonly ownerCut: bigint;
}

/** Takes what has gathered since the last epoch; the pendings are zero after it. */
export function takePendings(state: State, netuid: number): Pendings {
  const take = (item: typeof subtensor.PendingServerEmission): bigint => {
    const amount = state.get(item, netuid);
    state.put(item, netuid, 0n);
    return amount;
  };
  return {
    server: take(subtensor.PendingServerEmission),
    validator: take(subtensor.PendingValidatorEmission),
    root: take(subtensor.PendingRootAlphaDivs),
    ownerCut: take(subtensor.PendingOwnerCut),
  };
}

/**
 * Pays `pendings` by what the epoch gave each uid. Stakes are those before any of it is paid: they decide how dividends
 * are divided.
 */
export function distribute(
  execution: BlockExecution,
  netuid: number,
  pendings: Pendings,
  output: SubnetEpochOutput,
): void {
  const { state } = execution;
  const hotkeys = Array.from(output.emission, (_, uid) => state.get(subtensor.Keys, netuid, uid));
  const nobodyEarned = output.serverEmission.every((rao) => rao === 0n);
  const pots = {
    validatorRao: nobodyEarned ? pendings.validator + pendings.server : pendings.validator,
    rootRao: pendings.root,
  };

  emit(execution, 'SubtensorModule', 'IncentiveAlphaEmittedToMiners', {
    netuid,
    emissions: [...output.serverEmission],
  });
  const claims = claimsOnPots(state, netuid, hotkeys, output.validatorEmission, pots);
  payOwnerCut(execution, netuid, pendings.ownerCut);
  payIncentives(execution, netuid, hotkeys, output.serverEmission);
  payDividends(state, netuid, claims);
}
