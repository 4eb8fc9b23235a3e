/** What the owner of a subnet may change beside the hyperparameters of AdminUtils. */
import type { Handlers } from '../../handlers.ts';
import { setActivityCutoffFactor, setTempo, triggerEpoch } from './tempo.ts';

export { isFrozen, ownerOf } from './authority.ts';
export { mayActAgain, type OwnerAction, recordAction } from './owner-limits.ts';

export const ownerCalls: Handlers<'SubtensorModule'> = {
  set_tempo: (execution, origin, { netuid, tempo }) => setTempo(execution, origin, netuid, tempo),
  set_activity_cutoff_factor: (execution, origin, { netuid, factor_milli: factorMilli }) =>
    setActivityCutoffFactor(execution, origin, netuid, factorMilli),
  trigger_epoch: (execution, origin, { netuid }) => triggerEpoch(execution, origin, netuid),
};
