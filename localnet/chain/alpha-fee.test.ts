import { beforeEach, describe, expect, it } from 'vitest';
import { sr25519FromUri } from '../../src/chain/keys.ts';
import type { RuntimeCall } from '../../src/chain/schema/index.ts';
import { storage } from '../../src/chain/schema/index.ts';
import { addHotkey, addNetwork, endow, stakeFromNowhere, TAO } from '../pallets/execution.fixture.ts';
import { stakeOf } from '../pallets/subtensor/ledger.ts';
import { State } from '../state.ts';
import { eventNames, produceBlocks, sign, valueAt } from './chain.fixture.ts';
import type { Chain } from './chain.ts';
import { openStateChain } from './state-chain.fixture.ts';

const NETUID = 1;
/** Enough to have an account, too little for any fee. */
const POOR = 600n;
const coldkey = sr25519FromUri('//Coldkey');
const { publicKey: hotkey } = sr25519FromUri('//Hotkey');

let chain: Chain;
beforeEach(async () => {
  chain = await openStateChain((founding) => {
    addNetwork(founding, NETUID);
    addHotkey(founding, hotkey, coldkey.publicKey);
    endow(founding, coldkey.publicKey, POOR);
    stakeFromNowhere(founding, hotkey, coldkey.publicKey, NETUID, 100n * TAO);
  });
  produceBlocks(chain, 1);
});

const burn = (amount: bigint): RuntimeCall => ({
  type: 'SubtensorModule',
  value: [{ type: 'burn_alpha', value: { hotkey, amount, netuid: NETUID } }],
});
const remove = (amount: bigint): RuntimeCall => ({
  type: 'SubtensorModule',
  value: [{ type: 'remove_stake', value: { hotkey, netuid: NETUID, amount_unstaked: amount } }],
});
const submit = (call: RuntimeCall, nonce = 0): boolean => chain.submit(sign(chain, coldkey, call, { nonce })).ok;
const nonce = (): number => valueAt(chain.best, storage.System.Account, coldkey.publicKey).nonce;
const balance = (): bigint => valueAt(chain.best, storage.System.Account, coldkey.publicKey).data.free;
const staked = (): bigint => stakeOf(new State(chain.best.state!), hotkey, coldkey.publicKey, NETUID);
const PAID = ['SubtensorModule.TransactionFeePaidWithAlpha', 'TransactionPayment.TransactionFeePaid'];

describe('an extrinsic that pays its fee in alpha', () => {
  it('uses its nonce up and leaves the balance alone', () => {
    expect(submit(burn(10n * TAO))).toBe(true);
    produceBlocks(chain, 1);
    expect(eventNames(chain.best, 1)).toEqual(expect.arrayContaining([...PAID, 'System.ExtrinsicSuccess']));
    expect([nonce(), balance()]).toEqual([1, POOR]);
    const feeRao = 90n * TAO - staked();
    expect(feeRao > 0n && feeRao < TAO / 100n).toBe(true);
  });

  it('has paid also where its call fails', () => {
    expect(submit(remove(1n))).toBe(true);
    produceBlocks(chain, 1);
    expect(eventNames(chain.best, 1)).toEqual(expect.arrayContaining([...PAID, 'System.ExtrinsicFailed']));
    expect([nonce(), balance()]).toEqual([1, POOR]);
    expect(staked()).toBeLessThan(100n * TAO);
  });

  it('is left out of the block without a trace where nothing is left to pay with', () => {
    expect([submit(burn(100n * TAO)), submit(burn(1n), 1)]).toEqual([true, true]);
    produceBlocks(chain, 1);
    expect(chain.best.body.length).toBe(2);
    expect(eventNames(chain.best, 2)).toEqual([]);
    expect([nonce(), balance(), staked()]).toEqual([1, POOR, 0n]);
  });

  it('is not let into the pool where the position would not cover it', () => {
    expect(
      submit({ type: 'SubtensorModule', value: [{ type: 'burn_alpha', value: { hotkey, amount: 1n, netuid: 2 } }] }),
    ).toBe(false);
    expect(submit({ type: 'System', value: [{ type: 'remark', value: { remark: new Uint8Array() } }] })).toBe(false);
  });
});
