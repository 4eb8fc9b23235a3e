import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { concatBytes, utf8 } from '../../../src/chain/bytes.ts';
import { blake2b256 } from '../../../src/chain/hash.ts';
import type { InnerCall } from '../../../src/chain/schema/index.ts';
import { freeBalance } from '../balances.ts';
import type { BlockExecution } from '../block-execution.ts';
import { account, endow, eventNames, ROOT_ORIGIN, run, storedEvents, TAO, testBlock } from '../execution.fixture.ts';
import { derivedAccount } from './index.ts';

const [alice, bob] = [account('alice'), account('bob')];
const utility = (type: string, value: object): InnerCall => ({ type: 'Utility', value: [{ type, value }] });
const batchOf = (kind: 'batch' | 'batch_all' | 'force_batch', ...calls: InnerCall[]) => utility(kind, { calls });
const pay = (value: bigint): InnerCall => ({
  type: 'Balances',
  value: [{ type: 'transfer_keep_alive', value: { dest: { type: 'Id', value: [bob] }, value } }],
});
const remark: InnerCall = { type: 'System', value: [{ type: 'remark', value: { remark: new Uint8Array() } }] };
const asAlice = { type: 'system', value: [{ type: 'Signed', value: [alice] }] };

let block: BlockExecution;
beforeEach(() => {
  block = testBlock();
  endow(block, alice, 10n * TAO);
});
const bobHas = () => freeBalance(block.state, bob);
const utilityEvents = () => eventNames(block).flatMap((name) => (name.startsWith('Utility.') ? [name.slice(8)] : []));

afterEach(() => expect(storedEvents(block)).toEqual(block.events));

describe('a batch', () => {
  it('keeps what was done before the call that fails, and succeeds', () => {
    expect(run(block, alice, batchOf('batch', pay(TAO), pay(100n * TAO), pay(TAO)))).toBe('ok');
    expect(bobHas()).toBe(TAO);
    expect(utilityEvents()).toEqual(['ItemCompleted', 'BatchInterrupted']);
    const interrupted = block.events.at(-1)!.event.value[0];
    expect(interrupted).toMatchObject({ value: { index: 1, error: { type: 'Token' } } });
  });

  it('of all or nothing leaves nothing of itself when one call fails', () => {
    expect(run(block, alice, batchOf('batch_all', pay(TAO), pay(100n * TAO)))).toBe('Token.FundsUnavailable');
    expect(bobHas()).toBe(0n);
    expect(utilityEvents()).toEqual([]);
    expect(run(block, alice, batchOf('batch_all', pay(TAO), pay(TAO)))).toBe('ok');
    expect(utilityEvents()).toEqual(['ItemCompleted', 'ItemCompleted', 'BatchCompleted']);
  });

  it('by force goes on after failures', () => {
    expect(run(block, alice, batchOf('force_batch', pay(TAO), pay(100n * TAO), pay(TAO)))).toBe('ok');
    expect(bobHas()).toBe(2n * TAO);
    expect(utilityEvents()).toEqual(['ItemCompleted', 'ItemFailed', 'ItemCompleted', 'BatchCompletedWithErrors']);
  });

  it('of all or nothing holds none of its kind, except for root', () => {
    const inner = batchOf('batch_all', remark);
    expect(run(block, alice, batchOf('batch_all', inner))).toBe('System.CallFiltered');
    expect(run(block, alice, batchOf('batch_all', utility('as_derivative', { index: 0, call: inner })))).toBe(
      'System.CallFiltered',
    );
    const weighed = utility('with_weight', { call: inner, weight: { ref_time: 1n, proof_size: 0n } });
    expect(run(block, ROOT_ORIGIN, batchOf('batch_all', weighed))).toBe('ok');
  });

  it('holds at most 10 922 calls', () => {
    const calls = Array.from({ length: 10_923 }, () => remark);
    for (const kind of ['batch', 'batch_all', 'force_batch'] as const) {
      expect(run(block, alice, batchOf(kind, ...calls))).toBe('Utility.TooManyCalls');
    }
    expect(run(block, alice, batchOf('force_batch', ...calls.slice(1)))).toBe('ok');
  });

  it('is for nobody', () => {
    for (const kind of ['batch', 'batch_all', 'force_batch'] as const) {
      expect(run(block, { type: 'none' }, batchOf(kind, remark))).toBe('BadOrigin');
    }
  });
});

describe('a derived account', () => {
  it('is the hash of prefix, owner and index, and acts with its own money', () => {
    const derived = derivedAccount(alice, 258);
    expect(derived).toEqual(blake2b256(concatBytes(utf8('modlpy/utilisuba'), alice, Uint8Array.of(2, 1))));
    const call = utility('as_derivative', { index: 258, call: pay(TAO) });
    expect(run(block, alice, call)).toBe('Token.FundsUnavailable');
    endow(block, derived, 2n * TAO);
    expect(run(block, alice, call)).toBe('ok');
    expect([bobHas(), freeBalance(block.state, derived)]).toEqual([TAO, TAO]);
    expect(run(block, ROOT_ORIGIN, call)).toBe('BadOrigin');
  });
});

describe('root', () => {
  it('acts as anybody; only the fallible kind fails with the call', () => {
    const as = (kind: string, call: InnerCall) => utility(kind, { as_origin: asAlice, call });
    expect(run(block, ROOT_ORIGIN, as('dispatch_as', pay(TAO)))).toBe('ok');
    expect(run(block, ROOT_ORIGIN, as('dispatch_as', pay(100n * TAO)))).toBe('ok');
    expect(block.events.at(-1)!.event.value[0]).toMatchObject({ value: { result: { type: 'Err' } } });
    expect(run(block, ROOT_ORIGIN, as('dispatch_as_fallible', pay(100n * TAO)))).toBe('Token.FundsUnavailable');
    expect(run(block, ROOT_ORIGIN, as('dispatch_as_fallible', pay(TAO)))).toBe('ok');
    expect(bobHas()).toBe(2n * TAO);
  });

  it('is the only one who does, and who states weights', () => {
    const weight = { ref_time: 1n, proof_size: 0n };
    for (const call of [
      utility('dispatch_as', { as_origin: asAlice, call: remark }),
      utility('dispatch_as_fallible', { as_origin: asAlice, call: remark }),
      utility('with_weight', { call: remark, weight }),
    ]) {
      expect(run(block, alice, call)).toBe('BadOrigin');
    }
    expect(run(block, ROOT_ORIGIN, utility('with_weight', { call: remark, weight }))).toBe('ok');
  });

  it('cannot act as accounts of Ethereum, which are nobody here', () => {
    const caller = { type: 'Ethereum', value: [{ type: 'EthereumTransaction', value: [new Uint8Array(20)] }] };
    const call = utility('dispatch_as_fallible', { as_origin: caller, call: pay(1n) });
    expect(run(block, ROOT_ORIGIN, call)).toBe('BadOrigin');
  });
});

describe('a call with a fallback', () => {
  const ifElse = (main: InnerCall, fallback: InnerCall) => utility('if_else', { main, fallback });
  it('makes the second only if the first fails', () => {
    expect(run(block, alice, ifElse(pay(TAO), pay(2n * TAO)))).toBe('ok');
    expect(bobHas()).toBe(TAO);
    expect(run(block, alice, ifElse(pay(100n * TAO), pay(2n * TAO)))).toBe('ok');
    expect(bobHas()).toBe(3n * TAO);
    expect(utilityEvents()).toEqual(['IfElseMainSuccess', 'IfElseFallbackCalled']);
  });

  it('fails as the second does if both do', () => {
    expect(run(block, alice, ifElse(pay(100n * TAO), ifElse(pay(100n * TAO), pay(100n * TAO))))).toBe(
      'Token.FundsUnavailable',
    );
    expect(run(block, { type: 'none' }, ifElse(remark, remark))).toBe('BadOrigin');
  });
});
