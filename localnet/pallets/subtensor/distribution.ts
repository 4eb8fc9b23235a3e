/**
 * Pays out an epoch (spec economy §10), in the plain form: everything goes to the hotkeys themselves.
 *
 *   owner cut ─▶ the subnet owner's hotkey     server amounts ─▶ miners     validators' pot ∝ dividends ─▶ validators
 *
 * If nobody earned incentive, the servers' pending joins the validators' pot (§10.1). What flooring leaves, and what the
 * epoch gives to nobody, stays in `SubnetAlphaOut` without an owner, as on the chain. Takes, nominators' shares, parents'
 * dividends, root's claims and the withholding of the owner's own incentive belong to the whole economy, not to this form.
 */
import type { Bytes } from '../../../src/chain/bytes.ts';
import { storage } from '../../../src/chain/schema/index.ts';
import type { SubnetEpochOutput } from '../../../src/chain/yuma/index.ts';
import type { State } from '../../state.ts';
import type { BlockExecution } from '../block-execution.ts';
import { deposit } from '../block-execution.ts';

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

export function distribute(
  execution: BlockExecution,
  netuid: number,
  pendings: Pendings,
  output: SubnetEpochOutput,
): void {
  const { state } = execution;
  const give = (hotkey: Bytes, amount: bigint) => {
    if (amount > 0n) state.change(subtensor.TotalHotkeyAlpha, hotkey, netuid, (stake) => stake + amount);
  };
  const nobodyEarned = output.incentive.every((incentive) => incentive.every((share) => share === 0));
  const pot = nobodyEarned ? pendings.validator + pendings.server : pendings.validator;
  const dividends = output.validatorEmission.reduce((sum, amount) => sum + amount, 0n);

  give(state.get(subtensor.SubnetOwnerHotkey, netuid), pendings.ownerCut);
  for (let uid = 0; uid < output.emission.length; uid++) {
    const hotkey = state.get(subtensor.Keys, netuid, uid);
    give(hotkey, output.serverEmission[uid]!);
    if (dividends > 0n) give(hotkey, (pot * output.validatorEmission[uid]!) / dividends);
  }
  deposit(execution, {
    type: 'SubtensorModule',
    value: [{ type: 'IncentiveAlphaEmittedToMiners', value: { netuid, emissions: [...output.serverEmission] } }],
  });
}
