import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { InnerCall } from '../../../src/chain/schema/index.ts';
import { storage } from '../../../src/chain/schema/index.ts';
import { freeBalance } from '../balances.ts';
import type { BlockExecution } from '../block-execution.ts';
import { account, endow, eventNames, ROOT_ORIGIN, run, storedEvents, TAO, testBlock } from '../execution.fixture.ts';

const [alice, bob] = [account('alice'), account('bob')];
const id = (who: Uint8Array) => ({ type: 'Id', value: [who] });
const sudo = (type: string, value?: object): InnerCall => ({ type: 'Sudo', value: [{ type, value }] });
const balances = (type: string, value: object): InnerCall => ({ type: 'Balances', value: [{ type, value }] });
const grant = balances('force_set_balance', { who: id(bob), new_free: 5n * TAO });

let block: BlockExecution;
beforeEach(() => {
  block = testBlock();
  endow(block, alice, 10n * TAO);
  block.state.put(storage.Sudo.Key, alice);
});
const lastEvent = () => block.events.at(-1)!.event.value[0];

afterEach(() => expect(storedEvents(block)).toEqual(block.events));

describe('sudo', () => {
  it('makes a call as root for the key and for root, and for nobody else', () => {
    expect(run(block, alice, sudo('sudo', { call: grant }))).toBe('ok');
    expect(freeBalance(block.state, bob)).toBe(5n * TAO);
    expect(lastEvent()).toEqual({ type: 'Sudid', value: { sudo_result: { type: 'Ok', value: [[]] } } });
    expect(run(block, ROOT_ORIGIN, sudo('sudo', { call: grant }))).toBe('ok');
    expect(run(block, bob, sudo('sudo', { call: grant }))).toBe('Sudo.RequireSudo');
    expect(run(block, { type: 'none' }, sudo('sudo', { call: grant }))).toBe('BadOrigin');
  });

  it('succeeds when its call fails, which only its event tells, and which leaves nothing', () => {
    const failing: InnerCall = {
      type: 'Utility',
      value: [{ type: 'batch_all', value: { calls: [grant, sudo('x')] } }],
    };
    const weight = { ref_time: 0n, proof_size: 0n };
    expect(run(block, alice, sudo('sudo_unchecked_weight', { call: failing, weight }))).toBe('ok');
    expect(lastEvent()).toMatchObject({ type: 'Sudid', value: { sudo_result: { type: 'Err' } } });
    expect(freeBalance(block.state, bob)).toBe(0n);
  });

  it('acts as any account', () => {
    const pay = balances('transfer_keep_alive', { dest: id(bob), value: TAO });
    block.state.put(storage.Sudo.Key, bob);
    endow(block, bob, TAO);
    expect(run(block, bob, sudo('sudo_as', { who: id(alice), call: pay }))).toBe('ok');
    expect(freeBalance(block.state, alice)).toBe(9n * TAO);
    expect(eventNames(block).at(-1)).toBe('Sudo.SudoAsDone');
    expect(run(block, bob, sudo('sudo_as', { who: { type: 'Index', value: [[]] }, call: pay }))).toBe('CannotLookup');
  });

  it('hands its key on, and throws it away', () => {
    expect(run(block, bob, sudo('set_key', { new: id(bob) }))).toBe('Sudo.RequireSudo');
    expect(run(block, alice, sudo('set_key', { new: id(bob) }))).toBe('ok');
    expect(lastEvent()).toEqual({ type: 'KeyChanged', value: { old: alice, new: bob } });
    expect(run(block, alice, sudo('remove_key'))).toBe('Sudo.RequireSudo');
    expect(run(block, bob, sudo('remove_key'))).toBe('ok');
    expect(run(block, bob, sudo('sudo', { call: grant }))).toBe('Sudo.RequireSudo');
  });
});
