import { describe, expect, it } from 'vitest';
import type { Bytes } from '../../../../src/chain/bytes.ts';
import { storage } from '../../../../src/chain/schema/index.ts';
import type { BlockExecution } from '../../block-execution.ts';
import { account, addNetwork, addNeuron, run, testBlock } from '../../execution.fixture.ts';

const subtensor = storage.SubtensorModule;
const NETUID = 1;
const coldkey = account('cold');
const [first, second] = [account('first'), account('second')];

function subnet(): BlockExecution {
  const execution = testBlock();
  addNetwork(execution, 0);
  addNetwork(execution, NETUID);
  addNeuron(execution, NETUID, first, account('val'));
  addNeuron(execution, NETUID, second, account('val'));
  addNeuron(execution, 0, second, account('val'));
  return execution;
}

describe('auto-stake', () => {
  const to = (hotkey: Bytes, netuid = NETUID) =>
    ({
      type: 'SubtensorModule',
      value: [{ type: 'set_coldkey_auto_stake_hotkey', value: { netuid, hotkey } }],
    }) as const;

  it('has one destination, and every destination knows who chose it', () => {
    const execution = subnet();
    const { state } = execution;
    const chosenBy = (hotkey: Bytes) => state.get(subtensor.AutoStakeDestinationColdkeys, hotkey, NETUID);
    expect(run(execution, account('other'), to(first))).toBe('ok');
    expect(run(execution, coldkey, to(first))).toBe('ok');
    expect(chosenBy(first)).toEqual([account('other'), coldkey]);
    expect(run(execution, coldkey, to(second))).toBe('ok');
    expect(state.get(subtensor.AutoStakeDestination, coldkey, NETUID)).toEqual(second);
    expect(chosenBy(first)).toEqual([account('other')]);
    expect(chosenBy(second)).toEqual([coldkey]);
    expect(execution.events.at(-1)!.event.value[0]).toEqual({
      type: 'AutoStakeDestinationSet',
      value: { coldkey, netuid: NETUID, hotkey: second },
    });
  });

  it('is refused by name', () => {
    const execution = subnet();
    expect(run(execution, coldkey, to(first, 9))).toBe('SubtensorModule.SubnetNotExists');
    expect(run(execution, coldkey, to(account('stranger')))).toBe('SubtensorModule.HotKeyNotRegisteredInSubNet');
    run(execution, coldkey, to(first));
    expect(run(execution, coldkey, to(first))).toBe('SubtensorModule.SameAutoStakeHotkeyAlreadySet');
  });
});

describe('the stake of a root validator', () => {
  const lends = (hotkey: Bytes, enabled: boolean) =>
    ({
      type: 'SubtensorModule',
      value: [{ type: 'set_auto_parent_delegation_enabled', value: { hotkey, enabled } }],
    }) as const;

  it('is lent to new subnets unless its owner says no', () => {
    const execution = subnet();
    expect(execution.state.get(subtensor.AutoParentDelegationEnabled, second)).toBe(true);
    expect(run(execution, account('val'), lends(second, false))).toBe('ok');
    expect(execution.state.get(subtensor.AutoParentDelegationEnabled, second)).toBe(false);
    expect(execution.events.at(-1)!.event.value[0]).toEqual({
      type: 'AutoParentDelegationEnabledSet',
      value: { hotkey: second, enabled: false },
    });
  });

  it('is nobody else’s to lend, and only of hotkeys on root', () => {
    const execution = subnet();
    expect(run(execution, coldkey, lends(second, false))).toBe('SubtensorModule.NonAssociatedColdKey');
    expect(run(execution, account('val'), lends(first, false))).toBe('SubtensorModule.HotKeyNotRegisteredInSubNet');
  });
});
