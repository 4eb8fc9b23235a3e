import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Bytes } from '../../../../src/chain/bytes.ts';
import type { HotkeyLink } from '../../../../src/chain/economy/index.ts';
import { byHotkey, childrenError } from '../../../../src/chain/economy/index.ts';
import { U64_MAX } from '../../../../src/chain/fixed/index.ts';
import { storage } from '../../../../src/chain/schema/index.ts';
import type { State } from '../../../state.ts';
import type { BlockExecution } from '../../block-execution.ts';
import {
  account,
  addHotkey,
  addNetwork,
  eventNames,
  nextBlock,
  ROOT_ORIGIN,
  run,
  stakeFromNowhere,
  TAO,
  testBlock,
} from '../../execution.fixture.ts';
import { applyPendingChildren, setChildren } from './children.ts';

const subtensor = storage.SubtensorModule;
const NETUID = 1;
const [parent, coldkey, first, second] = ['parent', 'pat', 'first', 'second'].map(account) as [
  Bytes,
  Bytes,
  Bytes,
  Bytes,
];

const parentsOf = (state: State, hotkey: Bytes) => state.get(subtensor.ParentKeys, hotkey, NETUID);
const childrenOf = (state: State, hotkey: Bytes) => state.get(subtensor.ChildKeys, hotkey, NETUID);
const setChildrenCall = (children: readonly HotkeyLink[], { hotkey = parent, netuid = NETUID } = {}) =>
  ({ type: 'SubtensorModule', value: [{ type: 'set_children', value: { hotkey, netuid, children } }] }) as const;

function subnet(): BlockExecution {
  const execution = testBlock(1_000);
  addNetwork(execution, 0);
  addNetwork(execution, NETUID);
  addHotkey(execution, parent, coldkey);
  execution.state.put(subtensor.StakeThreshold, 1_000n);
  stakeFromNowhere(execution, parent, coldkey, NETUID, 1_000n);
  return execution;
}

describe('relations', () => {
  it('stand on both sides', () => {
    const { state } = subnet();
    const children = [[5n, first] as const, [6n, second] as const].sort(byHotkey);
    setChildren(state, parent, NETUID, children);
    expect(childrenOf(state, parent)).toEqual(children);
    expect(parentsOf(state, first)).toEqual([[5n, parent]]);
    expect(parentsOf(state, second)).toEqual([[6n, parent]]);
  });

  it('change and end on both sides, and leave no empty lists', () => {
    const { state } = subnet();
    setChildren(state, account('other'), NETUID, [[1n, first]]);
    setChildren(state, parent, NETUID, [[5n, first]]);
    setChildren(state, parent, NETUID, [[7n, second]]);
    expect(parentsOf(state, first)).toEqual([[1n, account('other')]]);
    expect(parentsOf(state, second)).toEqual([[7n, parent]]);
    setChildren(state, parent, NETUID, []);
    expect(state.has(subtensor.ChildKeys, parent, NETUID)).toBe(false);
    expect(state.has(subtensor.ParentKeys, second, NETUID)).toBe(false);
  });

  it('say the same on both sides whatever is set in whatever order', () => {
    const names = Array.from({ length: 5 }, (_, i) => account(`hotkey-${i}`));
    const index = fc.integer({ min: 0, max: names.length - 1 });
    const link = fc.tuple(fc.bigInt({ min: 0n, max: U64_MAX / 5n }), index);
    fc.assert(
      fc.property(fc.array(fc.tuple(index, fc.array(link, { maxLength: 5 })), { maxLength: 12 }), (changes) => {
        const { state } = subnet();
        for (const [pivot, raw] of changes) {
          const children = raw.map(([proportion, child]) => [proportion, names[child]!] as const);
          const hotkey = names[pivot]!;
          if (!childrenError(hotkey, children, parentsOf(state, hotkey))) setChildren(state, hotkey, NETUID, children);
        }
        const down = names.flatMap((hotkey) => childrenOf(state, hotkey).map(([p, child]) => [p, hotkey, child]));
        const up = names.flatMap((hotkey) => parentsOf(state, hotkey).map(([p, of]) => [p, of, hotkey]));
        expect(up).toHaveLength(down.length);
        expect(up).toEqual(expect.arrayContaining(down));
      }),
      { seed: 8, numRuns: 60 },
    );
  });
});

describe('set_children', () => {
  it('takes effect at the first epoch after the cool-down', () => {
    const execution = subnet();
    execution.state.put(subtensor.PendingChildKeyCooldown, 5n);
    expect(run(execution, coldkey, setChildrenCall([[5n, first]]))).toBe('ok');
    expect(eventNames(execution).at(-1)).toBe('SubtensorModule.SetChildrenScheduled');
    expect(execution.state.get(subtensor.PendingChildKeys, NETUID, parent)).toEqual([[[5n, first]], 1_005n]);

    const apply = (number: number, epochIn: number) => {
      const block = nextBlock(execution, number);
      block.state.put(subtensor.LastEpochBlock, NETUID, BigInt(epochIn));
      applyPendingChildren(block);
      return block;
    };
    for (const tooEarly of [apply(1_005, 1_005), apply(1_006, 1_005)]) {
      expect(childrenOf(tooEarly.state, parent)).toEqual([]);
      expect(tooEarly.state.has(subtensor.PendingChildKeys, NETUID, parent)).toBe(true);
    }
    const due = apply(1_006, 1_006);
    expect(childrenOf(due.state, parent)).toEqual([[5n, first]]);
    expect(due.state.has(subtensor.PendingChildKeys, NETUID, parent)).toBe(false);
    expect(eventNames(due)).toEqual(['SubtensorModule.SetChildren']);
  });

  it('may have to wait for ever', () => {
    const block = subnet();
    block.state.put(subtensor.PendingChildKeyCooldown, U64_MAX);
    expect(run(block, coldkey, setChildrenCall([[5n, first]]))).toBe('ok');
    expect(block.state.get(subtensor.PendingChildKeys, NETUID, parent)[1]).toBe(U64_MAX);
  });

  it('takes effect at once where the subnet has not been started', () => {
    const execution = subnet();
    execution.state.put(subtensor.SubtokenEnabled, NETUID, false);
    expect(run(execution, coldkey, setChildrenCall([[5n, first]]))).toBe('ok');
    expect(parentsOf(execution.state, first)).toEqual([[5n, parent]]);
    expect(execution.state.has(subtensor.PendingChildKeys, NETUID, parent)).toBe(false);
  });

  it('is dropped silently where the child has become a parent in the meantime', () => {
    const execution = subnet();
    run(execution, coldkey, setChildrenCall([[5n, first]]));
    setChildren(execution.state, first, NETUID, [[9n, parent]]);
    const block = nextBlock(execution, 20_000);
    block.state.put(subtensor.LastEpochBlock, NETUID, 20_000n);
    applyPendingChildren(block);
    expect(childrenOf(block.state, parent)).toEqual([]);
    expect(block.state.has(subtensor.PendingChildKeys, NETUID, parent)).toBe(false);
    expect(eventNames(block)).toEqual([]);
  });

  it('waits 150 blocks before the next', () => {
    const execution = subnet();
    const again = setChildrenCall([[6n, first]]);
    expect(run(execution, coldkey, setChildrenCall([[5n, first]]))).toBe('ok');
    expect(run(execution, coldkey, again)).toBe('SubtensorModule.TxRateLimitExceeded');
    expect(run(nextBlock(execution, 1_149), coldkey, again)).toBe('SubtensorModule.TxRateLimitExceeded');
    expect(run(nextBlock(execution, 1_150), coldkey, again)).toBe('ok');
  });

  it('is refused by name', () => {
    const refused = (children: readonly HotkeyLink[], at: { hotkey?: Bytes; netuid?: number } = {}) =>
      run(subnet(), coldkey, setChildrenCall(children, at)).replace('SubtensorModule.', '');
    const one: HotkeyLink[] = [[5n, first]];
    expect(refused(one, { netuid: 0 })).toBe('RegistrationNotPermittedOnRootSubnet');
    expect(refused(one, { netuid: 9 })).toBe('SubnetNotExists');
    expect(refused(one, { hotkey: first })).toBe('NonAssociatedColdKey');
    expect(refused([...one, ...one])).toBe('DuplicateChild');
    expect(refused([[5n, parent]])).toBe('InvalidChild');
    expect(refused(['a', 'b', 'c', 'd', 'e', 'f'].map((name) => [1n, account(name)]))).toBe('TooManyChildren');
    expect(refused([...one, [U64_MAX, second]])).toBe('ProportionOverflow');
    expect(run(subnet(), ROOT_ORIGIN, setChildrenCall(one))).toBe('BadOrigin');

    const execution = subnet();
    setChildren(execution.state, first, NETUID, [[1n, parent]]);
    expect(run(execution, coldkey, setChildrenCall(one))).toBe('SubtensorModule.ChildParentInconsistency');
  });

  it('is refused for as many children as an extrinsic can name', () => {
    const many = Array.from({ length: 100_000 }, (_, i) => {
      const child = new Uint8Array(32);
      new DataView(child.buffer).setUint32(0, i);
      return [U64_MAX, child] as const;
    });
    expect(run(subnet(), coldkey, setChildrenCall(many))).toBe('SubtensorModule.TooManyChildren');
  });

  it('needs stake worth the threshold, unless it takes children away or the owner asks', () => {
    const execution = subnet();
    execution.state.put(subtensor.StakeThreshold, 1_001n);
    const poor = 'SubtensorModule.NotEnoughStakeToSetChildkeys';
    expect(run(execution, coldkey, setChildrenCall([[5n, first]]))).toBe(poor);
    stakeFromNowhere(execution, parent, coldkey, 0, 1n);
    expect(run(nextBlock(execution), coldkey, setChildrenCall([[5n, first]]))).toBe('ok');

    execution.state.put(subtensor.StakeThreshold, TAO);
    expect(run(nextBlock(execution), coldkey, setChildrenCall([]))).toBe('ok');
    execution.state.put(subtensor.SubnetOwnerHotkey, NETUID, parent);
    expect(run(nextBlock(execution), coldkey, setChildrenCall([[5n, first]]))).toBe('ok');
  });

  it('counts stake at the price of its subnet', () => {
    const execution = subnet();
    addNetwork(execution, 2, { taoRao: 1_000n * TAO, alphaRao: 4_000n * TAO });
    stakeFromNowhere(execution, parent, coldkey, 2, 8_000n);
    execution.state.put(subtensor.StakeThreshold, 3_000n);
    expect(run(nextBlock(execution), coldkey, setChildrenCall([[5n, first]]))).toBe('ok');
    execution.state.put(subtensor.StakeThreshold, 3_001n);
    expect(run(nextBlock(execution), coldkey, setChildrenCall([[5n, first]]))).not.toBe('ok');
  });
});

it('root alone sets the cool-down', () => {
  const execution = subnet();
  const call = {
    type: 'SubtensorModule',
    value: [{ type: 'set_pending_childkey_cooldown', value: { cooldown: 3n } }],
  } as const;
  expect(run(execution, coldkey, call)).toBe('BadOrigin');
  expect(run(execution, ROOT_ORIGIN, call)).toBe('ok');
  expect(execution.state.get(subtensor.PendingChildKeyCooldown)).toBe(3n);
});
