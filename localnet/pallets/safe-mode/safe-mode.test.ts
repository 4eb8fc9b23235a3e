import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { InnerCall } from '../../../src/chain/schema/index.ts';
import { storage } from '../../../src/chain/schema/index.ts';
import type { BlockExecution } from '../block-execution.ts';
import { account, eventNames, nextBlock, ROOT_ORIGIN, run, storedEvents, testBlock } from '../execution.fixture.ts';
import { initializeSafeMode, isCallFiltered } from './index.ts';

const { EnteredUntil } = storage.SafeMode;
const call = (pallet: string, type: string, value?: object): InnerCall => ({ type: pallet, value: [{ type, value }] });
const safeMode = (type: string) => call('SafeMode', type, { account: account('alice'), block: 1 });

let block: BlockExecution;
beforeEach(() => {
  block = testBlock(100);
});

afterEach(() => expect(storedEvents(block)).toEqual(block.events));

describe('safe mode', () => {
  it('is entered, extended and left by root', () => {
    expect(run(block, ROOT_ORIGIN, safeMode('force_extend'))).toBe('SafeMode.Exited');
    expect(run(block, ROOT_ORIGIN, safeMode('force_enter'))).toBe('ok');
    expect(block.state.get(EnteredUntil)).toBe(7_300);
    expect(run(block, ROOT_ORIGIN, safeMode('force_enter'))).toBe('SafeMode.Entered');
    expect(run(block, ROOT_ORIGIN, safeMode('force_extend'))).toBe('ok');
    expect(block.state.get(EnteredUntil)).toBe(10_900);
    expect(run(block, ROOT_ORIGIN, safeMode('force_exit'))).toBe('ok');
    expect(run(block, ROOT_ORIGIN, safeMode('force_exit'))).toBe('SafeMode.Exited');
  });

  it.each(['force_enter', 'force_extend', 'force_exit', 'force_slash_deposit', 'force_release_deposit'])(
    'is not for others to %s',
    (name) => {
      expect(run(block, account('alice'), safeMode(name))).toBe('BadOrigin');
    },
  );

  it('cannot be entered for a deposit, and has none', () => {
    expect(run(block, account('alice'), safeMode('enter'))).toBe('SafeMode.NotConfigured');
    expect(run(block, account('alice'), safeMode('extend'))).toBe('SafeMode.Exited');
    expect(run(block, account('alice'), safeMode('release_deposit'))).toBe('SafeMode.NoDeposit');
    expect(run(block, ROOT_ORIGIN, safeMode('force_slash_deposit'))).toBe('SafeMode.NoDeposit');
    run(block, ROOT_ORIGIN, safeMode('force_enter'));
    expect(run(block, account('alice'), safeMode('enter'))).toBe('SafeMode.Entered');
    expect(run(block, account('alice'), safeMode('extend'))).toBe('SafeMode.NotConfigured');
  });

  it('ends with the block after its last', () => {
    run(block, ROOT_ORIGIN, safeMode('force_enter'));
    const last = nextBlock(block, 7_300);
    initializeSafeMode(last);
    expect(last.state.has(EnteredUntil)).toBe(true);
    const after = nextBlock(last, 7_301);
    initializeSafeMode(after);
    expect(after.state.has(EnteredUntil)).toBe(false);
    expect(eventNames(after)).toContain('SafeMode.Exited');
    initializeSafeMode(after);
    expect(eventNames(after).filter((name) => name === 'SafeMode.Exited')).toHaveLength(1);
  });

  it.each([
    ['Sudo', 'sudo', false],
    ['Multisig', 'as_multi', false],
    ['System', 'remark', false],
    ['SafeMode', 'force_exit', false],
    ['Timestamp', 'set', false],
    ['SubtensorModule', 'set_weights', false],
    ['SubtensorModule', 'serve_axon', false],
    ['Commitments', 'set_commitment', false],
    ['SubtensorModule', 'commit_weights', true],
    ['SubtensorModule', 'add_stake', true],
    ['Balances', 'transfer_keep_alive', true],
    ['Utility', 'batch', true],
    ['Proxy', 'proxy', true],
    ['Commitments', 'set_max_space', true],
  ])('filters %s.%s: %s; without it nothing is filtered', (pallet, name, filtered) => {
    expect(isCallFiltered(block.state, call(pallet, name))).toBe(false);
    run(block, ROOT_ORIGIN, safeMode('force_enter'));
    expect(isCallFiltered(block.state, call(pallet, name))).toBe(filtered);
  });
});
