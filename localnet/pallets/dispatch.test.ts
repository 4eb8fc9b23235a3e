import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Bytes } from '../../src/chain/bytes.ts';
import type { KeyPair } from '../../src/chain/keys.ts';
import { sr25519FromUri } from '../../src/chain/keys.ts';
import type { InnerCall, RuntimeCall } from '../../src/chain/schema/index.ts';
import { describeDispatchError, storage, storageKey } from '../../src/chain/schema/index.ts';
import {
  eventNames,
  eventsOf,
  openTestChain,
  playedTestChain,
  produceBlocks,
  remark,
  setWeightsCall,
  sign,
  testAuthorities,
  testCast,
  transfer,
  valueAt,
} from '../chain/chain.fixture.ts';
import type { Chain } from '../chain/chain.ts';
import { freeBalance } from './balances.ts';
import type { BlockExecution } from './block-execution.ts';
import { attempt, emit } from './block-execution.ts';
import { account, endow, eventNames as names, run as runCall, TAO, testBlock } from './execution.fixture.ts';

const alice = sr25519FromUri('//Alice');
const bob = sr25519FromUri('//Bob');
const newcomer = new Uint8Array(32).fill(5);
const { System, SubtensorModule: subtensor } = storage;

let chain: Chain;
beforeAll(async () => {
  chain = await openTestChain();
  produceBlocks(chain, 1);
});

/** Submits a call and makes the block with it. */
function run(on: Chain, pair: KeyPair, call: RuntimeCall) {
  const result = on.submit(sign(on, pair, call));
  if (!result.ok) throw new Error(result.code);
  return produceBlocks(on, 1);
}
/** The name of the error with which the only extrinsic of the best block failed; `none` if it succeeded. */
function failure(on: Chain): string {
  const failed = eventsOf(on.best).flatMap(({ event }) =>
    event.type === 'System' && event.value[0].type === 'ExtrinsicFailed' ? [event.value[0].value.dispatch_error] : [],
  );
  return failed[0] ? describeDispatchError(failed[0]).name : 'none';
}
const free = (account: Bytes) => valueAt(chain.best, System.Account, account).data.free;

describe('a transfer', () => {
  it('makes the account that it is to, and pays the author of the block', () => {
    const block = run(chain, alice, transfer(newcomer, 1_000n));
    expect(eventNames(block, 1)).toEqual([
      'Balances.Withdraw',
      'System.NewAccount',
      'Balances.Endowed',
      'Balances.Transfer',
      'Balances.Deposit',
      'TransactionPayment.TransactionFeePaid',
      'System.ExtrinsicSuccess',
    ]);
    expect(valueAt(block, System.Account, newcomer)).toMatchObject({ nonce: 0, providers: 1, data: { free: 1_000n } });
    expect(valueAt(block, System.Account, alice.publicKey).nonce).toBe(1);
    const author = testAuthorities.aura[Number(chain.lastSlot % 4n)]!.publicKey;
    expect(free(author)).toBeGreaterThan(2_000n * 10n ** 9n);
  });

  it.each([
    ['more than there is', transfer(newcomer, 10n ** 18n), 'Token.FundsUnavailable'],
    ['too little to make an account', transfer(new Uint8Array(32).fill(6), 499n), 'Token.BelowMinimum'],
  ])('of %s fails, and the fee is paid all the same', (_, call, error) => {
    const { partialFeeRao } = chain.queryInfo(sign(chain, alice, call));
    const before = free(alice.publicKey);
    run(chain, alice, call);
    expect(failure(chain)).toBe(error);
    expect(before - free(alice.publicKey)).toBe(partialFeeRao);
  });

  it('that would leave the sender less than the existential deposit fails', () => {
    const { partialFeeRao } = chain.queryInfo(sign(chain, bob, transfer(newcomer, free(bob.publicKey))));
    run(chain, bob, transfer(newcomer, free(bob.publicKey) - partialFeeRao - 499n));
    expect(failure(chain)).toBe('Token.NotExpendable');
  });

  it('to oneself moves nothing', () => {
    const before = free(alice.publicKey);
    run(chain, alice, transfer(alice.publicKey, 77n));
    expect(failure(chain)).toBe('none');
    expect(before - free(alice.publicKey)).toBeLessThan(150_000n);
  });
});

describe('other calls', () => {
  it('remark and leave nothing but a fee', () => {
    expect(eventNames(run(chain, alice, remark()), 1)).toEqual([
      'Balances.Withdraw',
      'Balances.Deposit',
      'TransactionPayment.TransactionFeePaid',
      'System.ExtrinsicSuccess',
    ]);
  });

  it('that this chain leaves out are filtered', () => {
    run(chain, alice, {
      type: 'SubtensorModule',
      value: [{ type: 'register_leased_network', value: { emissions_share: 5, end_block: undefined } }],
    });
    expect(failure(chain)).toBe('System.CallFiltered');
  });
});

describe('a call that throws', () => {
  const [sender, damaged, receiver] = [account('sender'), account('damaged'), account('receiver')];
  const pay = (to: Bytes): InnerCall => transfer(to, TAO);
  const batchOf = (type: string): InnerCall => ({
    type: 'Utility',
    value: [{ type, value: { calls: [pay(receiver), pay(damaged), pay(receiver)] } }],
  });
  let bugs: string[];
  let block: BlockExecution;
  beforeEach(() => {
    bugs = [];
    block = { ...testBlock(), onBug: (call) => bugs.push(call) };
    endow(block, sender, 100n * TAO);
    // Bytes that are no account: whoever reads them throws.
    block.state.putRaw(storageKey(System.Account, damaged), Uint8Array.of(1));
  });
  const received = () => freeBalance(block.state, receiver);

  it('fails alone inside a batch, and what was done before it stays', () => {
    expect(runCall(block, sender, batchOf('batch'))).toBe('ok');
    expect(names(block)).toContain('Utility.BatchInterrupted');
    expect([received(), bugs]).toEqual([TAO, ['Balances.transfer_keep_alive']]);
  });

  it('does not stop a batch by force, and undoes one of all or nothing', () => {
    expect(runCall(block, sender, batchOf('force_batch'))).toBe('ok');
    expect(received()).toBe(2n * TAO);
    expect(runCall(block, sender, batchOf('batch_all'))).toBe('Other');
    expect(received()).toBe(2n * TAO);
    expect(freeBalance(block.state, sender)).toBe(98n * TAO);
  });

  it('also in what is asked before it begins', () => {
    block.state.putRaw(storageKey(subtensor.Owner, damaged), Uint8Array.of(1));
    const call: InnerCall = {
      type: 'SubtensorModule',
      value: [{ type: 'increase_take', value: { hotkey: damaged, take: 1 } }],
    };
    expect(runCall(block, sender, call)).toBe('Other');
    expect(bugs).toEqual(['SubtensorModule.increase_take']);
  });

  it('ends the block where nobody is told', () => {
    expect(() => runCall({ ...block, onBug: undefined }, sender, pay(damaged))).toThrow();
  });
});

describe('a call with more events than a function takes arguments', () => {
  it('leaves them all', () => {
    const block = testBlock();
    const [events, before] = [300_000, block.events.length];
    const outcome = attempt(block, (branch) => {
      for (let i = 0; i < events; i++) emit(branch, 'Utility', 'ItemCompleted', undefined);
      return undefined;
    });
    expect([outcome, block.events.length - before]).toEqual([undefined, events]);
  });
});

describe('set_weights', () => {
  const validator = (name: string) => testCast.residents.find((resident) => resident.name === name)!.pair;
  let played: Chain;
  beforeAll(async () => {
    played = await playedTestChain(30);
  });

  it('stores the weights stretched to 65535, in the order given, and the block', () => {
    const pair = validator('pulse/validator-2');
    const block = run(played, pair, setWeightsCall(2, [9, 7, 8], [1, 4, 0]));
    const uid = 2;
    expect(valueAt(block, subtensor.Weights, 2, uid)).toEqual([
      [9, 16_384],
      [7, 65_535],
      [8, 0],
    ]);
    expect(valueAt(block, subtensor.LastUpdate, 2)[uid]).toBe(BigInt(block.number));
    expect(eventNames(block, 1)).toEqual([
      'SubtensorModule.WeightsSet',
      'TransactionPayment.TransactionFeePaid',
      'System.ExtrinsicSuccess',
    ]);
  });

  it.each([
    ['CommitRevealEnabled', 'root', setWeightsCall(0, [1], [1])],
    ['CommitRevealEnabled', 'a subnet that does not exist', setWeightsCall(40, [1], [1])],
    ['CommitRevealEnabled', 'a subnet whose weights are committed first', setWeightsCall(3, [1], [1])],
    ['WeightVecNotEqualSize', 'vectors of unequal length', setWeightsCall(2, [1, 2], [1])],
    ['DuplicateUids', 'a uid named twice', setWeightsCall(2, [6, 6], [1, 1])],
    ['UidVecContainInvalidOne', 'a uid beyond the last', setWeightsCall(2, [16], [1])],
  ])('fails with %s for %s, and changes nothing', (error, _, call) => {
    const before = valueAt(played.best, subtensor.Weights, 2, 1);
    // This hotkey has stake on root, so it passes the pool's guard in every subnet.
    run(played, validator('pulse/validator-1'), call);
    expect(failure(played)).toBe(`SubtensorModule.${error}`);
    expect(valueAt(played.best, subtensor.Weights, 2, 1)).toEqual(before);
  });
});
