import { describe, expect, it } from 'vitest';
import { toHex } from '../../../src/chain/bytes.ts';
import { TOTAL_SUPPLY_RAO } from '../../../src/chain/economy/index.ts';
import { storage } from '../../../src/chain/schema/index.ts';
import { freeBalance } from '../balances.ts';
import { account, outcomeName, TAO, testBlock } from '../execution.fixture.ts';
import { burnAccount, burnTao, mintTao, recycleTao, subnetAccount } from './treasury.ts';

const { Balances, SubtensorModule: subtensor } = storage;
const alice = account('alice');

const issuances = ({ state }: ReturnType<typeof testBlock>) => [
  state.get(Balances.TotalIssuance),
  state.get(subtensor.TotalIssuance),
];

describe('the treasury', () => {
  it('derives the accounts that nobody has a key for', () => {
    // "modl" "subtensr" 0x0103 little-endian; "modl" "burntnsr"
    expect(toHex(subnetAccount(0x0103))).toBe(`0x6d6f646c73756274656e73720301${'00'.repeat(18)}`);
    expect(toHex(burnAccount())).toBe(`0x6d6f646c6275726e746e7372${'00'.repeat(20)}`);
  });

  it('raises both issuances when it mints, and lowers both when it recycles', () => {
    const block = testBlock();
    const [before] = issuances(block);
    expect(mintTao(block, alice, 5n * TAO)).toBe(5n * TAO);
    expect(issuances(block)).toEqual([before! + 5n * TAO, 5n * TAO]);
    recycleTao(block, alice, 2n * TAO);
    expect(issuances(block)).toEqual([before! + 3n * TAO, 3n * TAO]);
    expect(freeBalance(block.state, alice)).toBe(3n * TAO);
  });

  it('never mints beyond the hard cap', () => {
    const block = testBlock();
    block.state.put(Balances.TotalIssuance, TOTAL_SUPPLY_RAO - TAO);
    expect(mintTao(block, alice, 5n * TAO)).toBe(TAO);
    expect(mintTao(block, alice, 5n * TAO)).toBe(0n);
    expect(block.state.get(Balances.TotalIssuance)).toBe(TOTAL_SUPPLY_RAO);
  });

  it('burns by moving away, without touching the issuance', () => {
    const block = testBlock();
    mintTao(block, alice, 5n * TAO);
    const before = issuances(block);
    expect(burnTao(block, alice, 2n * TAO)).toBeUndefined();
    expect(issuances(block)).toEqual(before);
    expect(freeBalance(block.state, burnAccount())).toBe(2n * TAO);
    expect(outcomeName(burnTao(block, alice, 3n * TAO))).toContain('NotExpendable');
    expect(burnTao(block, alice, 3n * TAO, 'allow-death')).toBeUndefined();
  });
});
