import { describe, expect, it } from 'vitest';
import type { Bytes } from '../../../../src/chain/bytes.ts';
import { storage } from '../../../../src/chain/schema/index.ts';
import type { BlockExecution } from '../../block-execution.ts';
import {
  account,
  addHotkey,
  addNetwork,
  eventNames,
  nextBlock,
  ROOT_ORIGIN,
  run,
  testBlock,
} from '../../execution.fixture.ts';

const subtensor = storage.SubtensorModule;
const NETUID = 1;
const hotkey = account('hotkey');
const coldkey = account('cold');

function chain(number = 1_000): BlockExecution {
  const execution = testBlock(number);
  addNetwork(execution, NETUID);
  addHotkey(execution, hotkey, coldkey);
  return execution;
}

type TakeCall = 'increase_take' | 'decrease_take';
const takeCall = (type: TakeCall, take: number, of: Bytes = hotkey) =>
  ({ type: 'SubtensorModule', value: [{ type, value: { hotkey: of, take } }] }) as const;
const childkeyTakeCall = (take: number) =>
  ({
    type: 'SubtensorModule',
    value: [{ type: 'set_childkey_take', value: { hotkey, netuid: NETUID, take } }],
  }) as const;
const short = (outcome: string): string => outcome.replace('SubtensorModule.', '');

describe('a delegate take', () => {
  it('falls at any time, and says so', () => {
    const execution = chain();
    expect(run(execution, coldkey, takeCall('decrease_take', 100))).toBe('ok');
    expect(run(execution, coldkey, takeCall('decrease_take', 99))).toBe('ok');
    expect(execution.state.get(subtensor.Delegates, hotkey)).toBe(99);
    expect(execution.events.at(-1)!.event.value[0]).toEqual({ type: 'TakeDecreased', value: [coldkey, hotkey, 99] });
  });

  it('rises only more than 216 000 blocks after it last changed', () => {
    const execution = chain();
    run(execution, coldkey, takeCall('decrease_take', 100));
    const rise = takeCall('increase_take', 101);
    expect(short(run(execution, coldkey, rise))).toBe('DelegateTxRateLimitExceeded');
    expect(short(run(nextBlock(execution, 217_000), coldkey, rise))).toBe('DelegateTxRateLimitExceeded');
    const later = nextBlock(execution, 217_001);
    expect(run(later, coldkey, rise)).toBe('ok');
    expect(later.state.get(subtensor.Delegates, hotkey)).toBe(101);
    expect(eventNames(later)).toContain('SubtensorModule.TakeIncreased');
  });

  it('of one hotkey does not hold up that of another', () => {
    const execution = chain();
    addHotkey(execution, account('second'), coldkey);
    run(execution, coldkey, takeCall('decrease_take', 100));
    expect(run(execution, coldkey, takeCall('increase_take', 100, account('second')))).toBe('ok');
  });

  it('is refused by name', () => {
    const execution = chain();
    const refused = (type: TakeCall, take: number, of?: Bytes) =>
      short(run(execution, coldkey, takeCall(type, take, of)));
    for (const type of ['increase_take', 'decrease_take'] as const) {
      expect(refused(type, 1, account('nobody'))).toBe('HotKeyAccountNotExists');
      expect(short(run(execution, account('thief'), takeCall(type, 1)))).toBe('NonAssociatedColdKey');
      expect(run(execution, ROOT_ORIGIN, takeCall(type, 1))).toBe('BadOrigin');
    }
    execution.state.put(subtensor.Delegates, hotkey, 100);
    execution.state.put(subtensor.MinDelegateTake, 50);
    expect(refused('increase_take', 100)).toBe('DelegateTakeTooLow');
    expect(refused('increase_take', 11_797)).toBe('DelegateTakeTooHigh');
    expect(refused('decrease_take', 100)).toBe('DelegateTakeTooLow');
    expect(refused('decrease_take', 49)).toBe('DelegateTakeTooLow');
  });
});

describe('a child-key take', () => {
  it('is set per subnet, and says so', () => {
    const execution = chain();
    expect(run(execution, coldkey, childkeyTakeCall(7))).toBe('ok');
    expect(execution.state.get(subtensor.ChildkeyTake, hotkey, NETUID)).toBe(7);
    expect(execution.events.at(-1)!.event.value[0]).toEqual({ type: 'ChildKeyTakeSet', value: [hotkey, 7] });
  });

  it('falls at any time and rises 216 000 blocks after it was last set', () => {
    const execution = chain();
    run(execution, coldkey, childkeyTakeCall(7));
    expect(run(execution, coldkey, childkeyTakeCall(6))).toBe('ok');
    expect(short(run(execution, coldkey, childkeyTakeCall(7)))).toBe('TxChildkeyTakeRateLimitExceeded');
    expect(run(nextBlock(execution, 216_999), coldkey, childkeyTakeCall(7))).not.toBe('ok');
    expect(run(nextBlock(execution, 217_000), coldkey, childkeyTakeCall(7))).toBe('ok');
  });

  it('stays within the bounds that root and the subnet set', () => {
    const execution = chain();
    const set = (type: 'sudo_set_min_childkey_take' | 'sudo_set_max_childkey_take', take: number) =>
      ({ type: 'SubtensorModule', value: [{ type, value: { take } }] }) as const;
    for (const type of ['sudo_set_min_childkey_take', 'sudo_set_max_childkey_take'] as const) {
      expect(run(execution, coldkey, set(type, 5))).toBe('BadOrigin');
    }
    expect(run(execution, ROOT_ORIGIN, set('sudo_set_min_childkey_take', 5))).toBe('ok');
    expect(run(execution, ROOT_ORIGIN, set('sudo_set_max_childkey_take', 9))).toBe('ok');
    expect(eventNames(execution).slice(-2)).toEqual([
      'SubtensorModule.MinChildKeyTakeSet',
      'SubtensorModule.MaxChildKeyTakeSet',
    ]);
    execution.state.put(subtensor.MinChildkeyTakePerSubnet, NETUID, 6);
    expect(short(run(execution, coldkey, childkeyTakeCall(5)))).toBe('InvalidChildkeyTake');
    expect(short(run(execution, coldkey, childkeyTakeCall(10)))).toBe('InvalidChildkeyTake');
    expect(run(execution, coldkey, childkeyTakeCall(6))).toBe('ok');
  });

  it('belongs to the owner of the hotkey', () => {
    expect(short(run(chain(), account('thief'), childkeyTakeCall(1)))).toBe('NonAssociatedColdKey');
  });

  it('is limited as root says', () => {
    const execution = chain();
    const call = {
      type: 'SubtensorModule',
      value: [{ type: 'sudo_set_tx_childkey_take_rate_limit', value: { tx_rate_limit: 2n } }],
    } as const;
    expect(run(execution, coldkey, call)).toBe('BadOrigin');
    expect(run(execution, ROOT_ORIGIN, call)).toBe('ok');
    expect(eventNames(execution).at(-1)).toBe('SubtensorModule.TxChildKeyTakeRateLimitSet');
    run(execution, coldkey, childkeyTakeCall(7));
    expect(run(nextBlock(execution, 1_001), coldkey, childkeyTakeCall(8))).not.toBe('ok');
    expect(run(nextBlock(execution, 1_002), coldkey, childkeyTakeCall(8))).toBe('ok');
  });
});
