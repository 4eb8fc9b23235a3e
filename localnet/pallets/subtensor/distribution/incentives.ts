/**
 * Miners' incentive of an epoch (spec economy §10.3).
 *
 *   earned by the owner's hotkeys ─▶ withheld: recycled, or left in `SubnetAlphaOut` as nobody's (Burn)
 *   by anybody else               ─▶ stake of the hotkey's owner, where that coldkey wants it or on the hotkey itself
 *
 * QUIRK: who auto-stakes gets the event also for hotkeys that earned nothing.
 */
import type { Bytes } from '../../../../src/chain/bytes.ts';
import { toHex } from '../../../../src/chain/bytes.ts';
import { withheldShare } from '../../../../src/chain/economy/index.ts';
import { storage } from '../../../../src/chain/schema/index.ts';
import type { State } from '../../../state.ts';
import type { BlockExecution } from '../../block-execution.ts';
import { emit } from '../../block-execution.ts';
import { give } from '../ledger.ts';
import { AmountsByHotkey } from './by-hotkey.ts';
import { recycleAlpha } from './recycle.ts';

const subtensor = storage.SubtensorModule;

/** Pays `incentives` (rao by uid) and notes what share of them was withheld. */
export function payIncentives(
  execution: BlockExecution,
  netuid: number,
  hotkeys: readonly Bytes[],
  incentives: BigUint64Array,
): void {
  const { state } = execution;
  const owned = ownerHotkeys(state, netuid, hotkeys);
  const amounts = new AmountsByHotkey();
  for (const [uid, hotkey] of hotkeys.entries()) amounts.add(hotkey, incentives[uid]!);
  let total = 0n;
  let withheld = 0n;
  for (const { hotkey, rao } of amounts.sorted()) {
    total += rao;
    if (owned.has(toHex(hotkey))) withheld += rao;
    else stakeIncentive(execution, netuid, hotkey, rao);
  }
  if (state.get(subtensor.RecycleOrBurn, netuid).type === 'Recycle') recycleAlpha(state, netuid, withheld);
  state.put(subtensor.MinerBurned, netuid, withheldShare(withheld, total));
}

function stakeIncentive(execution: BlockExecution, netuid: number, hotkey: Bytes, rao: bigint): void {
  const { state } = execution;
  const owner = state.get(subtensor.Owner, hotkey);
  const destination = state.get(subtensor.AutoStakeDestination, owner, netuid);
  if (destination) {
    const event = { netuid, destination, hotkey, owner, incentive: rao };
    emit(execution, 'SubtensorModule', 'AutoStakeAdded', event);
  }
  give(state, destination ?? hotkey, owner, netuid, rao);
}

/** The subnet owner's hotkeys among those registered. */
function ownerHotkeys(state: State, netuid: number, hotkeys: readonly Bytes[]): ReadonlySet<string> {
  const owned = state.get(subtensor.OwnedHotkeys, state.get(subtensor.SubnetOwner, netuid)).map(toHex);
  const all = new Set([...owned, toHex(state.get(subtensor.SubnetOwnerHotkey, netuid))]);
  return new Set(hotkeys.map(toHex).filter((hotkey) => all.has(hotkey)));
}
