/**
 * Where a coldkey's miner incentive goes, and whether a root validator lends its stake to new subnets (participation §7, §8).
 */
import { equalBytes } from '../../../../src/chain/bytes.ts';
import { storage } from '../../../../src/chain/schema/index.ts';
import { BAD_ORIGIN, emit, signerOf } from '../../block-execution.ts';
import type { Handlers } from '../../handlers.ts';
import { fail } from '../../module-error.ts';
import { ROOT } from '../ledger.ts';

const subtensor = storage.SubtensorModule;

export const preferenceCalls = {
  set_coldkey_auto_stake_hotkey(execution, origin, { netuid, hotkey }) {
    const { state } = execution;
    const coldkey = signerOf(origin);
    if (!coldkey) return BAD_ORIGIN;
    if (!state.get(subtensor.NetworksAdded, netuid)) return fail('SubnetNotExists');
    if (!state.has(subtensor.Uids, netuid, hotkey)) return fail('HotKeyNotRegisteredInSubNet');
    const before = state.get(subtensor.AutoStakeDestination, coldkey, netuid);
    if (before && equalBytes(before, hotkey)) return fail('SameAutoStakeHotkeyAlreadySet');
    if (before) {
      state.change(subtensor.AutoStakeDestinationColdkeys, before, netuid, (coldkeys) =>
        coldkeys.filter((other) => !equalBytes(other, coldkey)),
      );
    }
    state.change(subtensor.AutoStakeDestinationColdkeys, hotkey, netuid, (coldkeys) =>
      coldkeys.some((other) => equalBytes(other, coldkey)) ? coldkeys : [...coldkeys, coldkey],
    );
    state.put(subtensor.AutoStakeDestination, coldkey, netuid, hotkey);
    emit(execution, 'SubtensorModule', 'AutoStakeDestinationSet', { coldkey, netuid, hotkey });
    return undefined;
  },

  set_auto_parent_delegation_enabled(execution, origin, { hotkey, enabled }) {
    const { state } = execution;
    const coldkey = signerOf(origin);
    if (!coldkey) return BAD_ORIGIN;
    if (!equalBytes(state.get(subtensor.Owner, hotkey), coldkey)) return fail('NonAssociatedColdKey');
    if (!state.has(subtensor.Uids, ROOT, hotkey)) return fail('HotKeyNotRegisteredInSubNet');
    state.put(subtensor.AutoParentDelegationEnabled, hotkey, enabled);
    emit(execution, 'SubtensorModule', 'AutoParentDelegationEnabledSet', { hotkey, enabled });
    return undefined;
  },
} satisfies Handlers<'SubtensorModule'>;
