import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Bytes } from '../../../src/chain/bytes.ts';
import { concatBytes, utf8 } from '../../../src/chain/bytes.ts';
import { blake2b256 } from '../../../src/chain/hash.ts';
import type { InnerCall } from '../../../src/chain/schema/index.ts';
import { storage } from '../../../src/chain/schema/index.ts';
import { freeBalance } from '../balances.ts';
import type { BlockExecution } from '../block-execution.ts';
import { account, endow, eventNames, nextBlock, run, storedEvents, TAO, testBlock } from '../execution.fixture.ts';
import { callHash } from '../utility/index.ts';
import { multisigAccount } from './index.ts';

const people = ['alice', 'bob', 'carol'].map(account).sort(Buffer.compare);
const [first, second, third] = people as [Bytes, Bytes, Bytes];
const others = (who: Bytes) => people.filter((other) => other !== who);
const shared = multisigAccount(people, 2);
const target = account('target');
const pay = (value: bigint): InnerCall => ({
  type: 'Balances',
  value: [{ type: 'transfer_keep_alive', value: { dest: { type: 'Id', value: [target] }, value } }],
});
const multisig = (type: string, value: object): InnerCall => ({ type: 'Multisig', value: [{ type, value }] });
const ENOUGH = { ref_time: 10n ** 12n, proof_size: 0n };
/** The extrinsic in which the fixture's block stands. */
const OPENED = { height: 100, index: 1 };

const bring = (who: Bytes, timepoint?: typeof OPENED, weight = ENOUGH, threshold = 2) =>
  multisig('as_multi', {
    threshold,
    other_signatories: others(who),
    maybe_timepoint: timepoint,
    call: pay(TAO),
    max_weight: weight,
  });
const approve = (who: Bytes, timepoint?: typeof OPENED, threshold = 2) =>
  multisig('approve_as_multi', {
    threshold,
    other_signatories: others(who),
    maybe_timepoint: timepoint,
    call_hash: callHash(pay(TAO)),
    max_weight: ENOUGH,
  });
const about = (who: Bytes) => ({ threshold: 2, other_signatories: others(who), call_hash: callHash(pay(TAO)) });
const cancel = (who: Bytes, timepoint = OPENED) => multisig('cancel_as_multi', { ...about(who), timepoint });

let block: BlockExecution;
beforeEach(() => {
  block = testBlock();
  for (const who of [...people, shared]) endow(block, who, 10n * TAO);
});
const reserved = (who: Bytes) => block.state.get(storage.System.Account, who).data.reserved;
const paid = () => freeBalance(block.state, target);

afterEach(() => expect(storedEvents(block)).toEqual(block.events));

describe('a shared account', () => {
  it('is the hash of its people, in order and with their number, and of the threshold', () => {
    const bytes = concatBytes(utf8('modlpy/utilisuba'), Uint8Array.of(3 << 2), ...people, Uint8Array.of(2, 0));
    expect(shared).toEqual(blake2b256(bytes));
  });

  it.each([
    ['TooFewSignatories', []],
    ['SignatoriesOutOfOrder', [third, second]],
    ['SignatoriesOutOfOrder', [second, second]],
    ['SenderInSignatories', [first, second]],
    ['TooManySignatories', Array.from({ length: 100 }, (_, i) => account(`${i}`)).sort(Buffer.compare)],
  ])('is refused with %s for others that are stated wrongly', (error, list) => {
    const call = multisig('as_multi_threshold_1', { other_signatories: list, call: pay(TAO) });
    expect(run(block, first, call)).toBe(`Multisig.${error}`);
  });

  it('of whom one suffices acts at once, and fails with the call', () => {
    const alone = multisigAccount(people, 1);
    const call = (value: bigint) =>
      multisig('as_multi_threshold_1', { other_signatories: others(second), call: pay(value) });
    expect(run(block, second, call(TAO))).toBe('Token.FundsUnavailable');
    endow(block, alone, 2n * TAO);
    expect(run(block, second, call(TAO))).toBe('ok');
    expect([paid(), reserved(second)]).toEqual([TAO, 0n]);
  });
});

describe('two of three', () => {
  it('act by approving and bringing the call; the deposit comes back to the rao', () => {
    expect(run(block, first, approve(first))).toBe('ok');
    expect(reserved(first)).toBe(196_000_000n);
    expect(run(block, second, bring(second, OPENED))).toBe('ok');
    expect([paid(), reserved(first), freeBalance(block.state, first)]).toEqual([TAO, 0n, 10n * TAO]);
    expect(eventNames(block).slice(-2)).toEqual(['Balances.Transfer', 'Multisig.MultisigExecuted']);
    expect(block.state.keysOf(storage.Multisig.Multisigs)).toEqual([]);
  });

  it('may approve by hash both; whoever brings the call then makes it', () => {
    run(block, first, approve(first));
    expect(run(block, second, approve(second, OPENED))).toBe('ok');
    expect(run(block, second, approve(second, OPENED))).toBe('Multisig.AlreadyApproved');
    expect(run(block, first, approve(first, OPENED))).toBe('Multisig.AlreadyApproved');
    expect(run(block, third, approve(third, OPENED))).toBe('Multisig.AlreadyApproved');
    expect(run(block, first, bring(first, OPENED))).toBe('ok');
    expect(paid()).toBe(TAO);
  });

  it('see a failed call in the event only', () => {
    block.state.put(storage.System.Account, shared, {
      ...block.state.get(storage.System.Account, shared),
      data: { ...block.state.get(storage.System.Account, shared).data, free: 1_000n },
    });
    run(block, first, bring(first));
    expect(run(block, second, bring(second, OPENED))).toBe('ok');
    expect(block.events.at(-1)!.event.value[0]).toMatchObject({ value: { result: { type: 'Err' } } });
    expect(reserved(first)).toBe(0n);
  });

  it('cannot be one who asks twice', () => {
    run(block, first, bring(first));
    expect(run(block, first, bring(first, OPENED))).toBe('Multisig.AlreadyApproved');
    expect(paid()).toBe(0n);
  });

  it('name when it began, and only then', () => {
    expect(run(block, first, bring(first, OPENED))).toBe('Multisig.UnexpectedTimepoint');
    run(block, first, bring(first));
    expect(run(block, second, bring(second))).toBe('Multisig.NoTimepoint');
    expect(run(nextBlock(block), second, bring(second, { height: 101, index: 1 }))).toBe('Multisig.WrongTimepoint');
    expect(run(nextBlock(block), second, bring(second, OPENED))).toBe('ok');
  });

  it('let no call weigh more than they state', () => {
    run(block, first, bring(first));
    const tooLight = { ref_time: 1n, proof_size: 0n };
    expect(run(block, second, bring(second, OPENED, tooLight))).toBe('Multisig.MaxWeightTooLow');
    expect(reserved(first)).toBe(196_000_000n);
  });

  it('are not one', () => {
    expect(run(block, first, bring(first, undefined, ENOUGH, 1))).toBe('Multisig.MinimumThreshold');
  });
});

describe('a call that waits', () => {
  beforeEach(() => {
    run(block, first, approve(first));
  });

  it('is cancelled by whoever opened it, for the whole deposit', () => {
    expect(run(block, second, cancel(second))).toBe('Multisig.NotOwner');
    expect(run(block, first, cancel(first, { height: 99, index: 1 }))).toBe('Multisig.WrongTimepoint');
    expect(run(block, first, cancel(first))).toBe('ok');
    expect(freeBalance(block.state, first)).toBe(10n * TAO);
    expect(run(block, first, cancel(first))).toBe('Multisig.NotFound');
  });

  it('has the deposit that it should have', () => {
    const poke = (who: Bytes) => multisig('poke_deposit', about(who));
    expect(run(block, second, poke(second))).toBe('Multisig.NotOwner');
    expect(run(block, first, poke(first))).toBe('ok');
    expect(eventNames(block)).not.toContain('Multisig.DepositPoked');
  });
});
