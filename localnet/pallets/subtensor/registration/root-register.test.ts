import { beforeEach, describe, expect, it } from 'vitest';
import { storage } from '../../../../src/chain/schema/index.ts';
import type { BlockExecution } from '../../block-execution.ts';
import {
  account,
  addHotkey,
  addNetwork,
  addNeuron,
  nextBlock,
  run,
  stakeFromNowhere,
  testBlock,
} from '../../execution.fixture.ts';
import { decayRegistrationPrices } from './prices.ts';

const subtensor = storage.SubtensorModule;
const coldkey = account('coldkey');
const hotkey = account('hotkey');
const ROOT = 0;

let block: BlockExecution;
beforeEach(() => {
  block = testBlock(1_001);
  addNetwork(block, ROOT);
  block.state.put(subtensor.MaxAllowedUids, ROOT, 2);
  addNeuron(block, ROOT, account('rich'), account('other'), 900n);
});
const join = (on = block, who = hotkey) =>
  run(on, coldkey, { type: 'SubtensorModule', value: [{ type: 'root_register', value: { hotkey: who } }] });

describe('joining root', () => {
  it('takes a free place and makes the hotkey a delegate with the usual take', () => {
    expect(join()).toBe('ok');
    expect(block.state.get(subtensor.Uids, ROOT, hotkey)).toBe(1);
    expect(block.state.has(subtensor.Delegates, hotkey)).toBe(true);
    expect(block.state.get(subtensor.Delegates, hotkey)).toBe(11_796);
  });

  it('leaves a take as it is', () => {
    block.state.put(subtensor.Delegates, hotkey, 5);
    join();
    expect(block.state.get(subtensor.Delegates, hotkey)).toBe(5);
  });

  it.each([
    [499n, 'SubtensorModule.StakeTooLowForRoot'],
    [500n, 'SubtensorModule.StakeTooLowForRoot'],
    [501n, 'ok'],
  ])('where root is full with %i rao against 500 gives %s', (stake, outcome) => {
    addNeuron(block, ROOT, account('poor'), account('other'), 500n);
    addHotkey(block, hotkey, coldkey);
    stakeFromNowhere(block, hotkey, coldkey, ROOT, stake);
    expect(join()).toBe(outcome);
    expect(block.state.get(subtensor.Uids, ROOT, hotkey)).toBe(outcome === 'ok' ? 1 : undefined);
  });

  it('twice is refused', () => {
    expect(join(block, account('rich'))).toBe('SubtensorModule.HotKeyAlreadyRegisteredInSubNet');
  });

  it('is possible once per block and six times per interval', () => {
    block.state.put(subtensor.MaxAllowedUids, ROOT, 64);
    let at = block;
    for (let i = 0; i < 6; i++) {
      expect(join(at, account(`validator-${i}`))).toBe('ok');
      expect(join(at, account(`too-many-${i}`))).toBe('SubtensorModule.TooManyRegistrationsThisBlock');
      at = nextBlock(at);
      decayRegistrationPrices(at);
    }
    expect(join(at)).toBe('SubtensorModule.TooManyRegistrationsThisInterval');
    const later = nextBlock(at, 1_080);
    decayRegistrationPrices(later);
    expect(join(later)).toBe('ok');
  });

  it('needs a root', () => {
    const empty = testBlock();
    expect(join(empty)).toBe('SubtensorModule.RootNetworkDoesNotExist');
  });
});
