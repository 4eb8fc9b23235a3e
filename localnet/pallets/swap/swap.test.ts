import { expect, it } from 'vitest';
import type { InnerCall } from '../../../src/chain/schema/index.ts';
import { storage } from '../../../src/chain/schema/index.ts';
import { account, addNetwork, ROOT_ORIGIN, run, testBlock } from '../execution.fixture.ts';

const swap = (type: string, value?: object): InnerCall => ({ type: 'Swap', value: [{ type, value }] });
const fee = (rate: number, netuid = 3) => swap('set_fee_rate', { netuid, rate });

it('sets the fee of a pool by root, up to 10000/65535', () => {
  const block = testBlock();
  addNetwork(block, 3);
  expect(run(block, ROOT_ORIGIN, fee(10_000))).toBe('ok');
  expect(block.state.get(storage.Swap.FeeRate, 3)).toBe(10_000);
  expect(run(block, ROOT_ORIGIN, fee(10_001))).toBe('Swap.FeeRateTooHigh');
  expect(run(block, ROOT_ORIGIN, fee(1, 4))).toBe('Swap.MechanismDoesNotExist');
  expect(run(block, account('owner'), fee(1))).toBe('BadOrigin');
});

it.each(['add_liquidity', 'remove_liquidity', 'modify_position', 'toggle_user_liquidity', 'disable_lp'])(
  'does nothing more by %s',
  (name) => {
    expect(run(testBlock(), account('alice'), swap(name))).toBe('Swap.Deprecated');
  },
);
