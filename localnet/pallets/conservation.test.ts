/**
 * Money is conserved: long random sequences of every call, by root and by people, with a block's own work in between.
 * After each call and each block's beginning every rao has its place.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { storage } from '../../src/chain/schema/index.ts';
import type { State } from '../state.ts';
import type { BlockExecution, Origin } from './block-execution.ts';
import type { Books } from './books.fixture.ts';
import { booksOf } from './books.fixture.ts';
import { anyHandledCall, handledCalls } from './calls.arbitrary.ts';
import { dispatch } from './dispatch.ts';
import {
  account,
  addNetwork,
  addNeuron,
  endow,
  ROOT_ORIGIN,
  signed,
  stakeFromNowhere,
  TAO,
  testBlock,
} from './execution.fixture.ts';
import { initializePallets } from './index.ts';

const { SubtensorModule: subtensor, Sudo, System } = storage;
const NAMES = ['ann', 'ben', 'cleo', 'dan', 'eve', 'finn'] as const;
const PEOPLE = NAMES.map(account);
const HOTKEYS = NAMES.map((name) => account(`${name}/hotkey`));
const NETUIDS = [0, 1, 2, 3];
const CALLS_PER_BLOCK = 8;
const SEED = 2026;

/** Calls whose purpose is to set a total by hand. */
const SET_TOTALS = ['AdminUtils.sudo_set_total_issuance', 'Balances.force_adjust_total_issuance'];
/** Calls that leave alpha outside the pool without an owner, or give such alpha one. */
const REASSIGN =
  /burn_alpha|recycle_alpha|add_stake_burn|claim_root|dissolve|register|batch|proxy|sudo|multi|if_else|derivative|dispatch_as|swap_coldkey|unstake|remove_stake|move_stake|swap_stake|transfer_stake/;

const world = { accounts: [...PEOPLE, ...HOTKEYS], netuids: [...NETUIDS, 9] };
const origin: fc.Arbitrary<Origin> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...world.accounts).map(signed) },
  { weight: 1, arbitrary: fc.constant(ROOT_ORIGIN) },
);
const step = fc.record({ origin, call: anyHandledCall(world, SET_TOTALS) });

/** Root and three subnets of short tempo; everybody has TAO, stake everywhere, and a neuron. */
function smallWorld(): BlockExecution {
  const execution = testBlock(100);
  const { state } = execution;
  state.put(Sudo.Key, PEOPLE[0]!);
  for (const person of PEOPLE) endow(execution, person, 50_000n * TAO);
  for (const netuid of NETUIDS) {
    addNetwork(execution, netuid, { tempo: 5 + netuid, owner: PEOPLE[netuid]!, ownerHotkey: HOTKEYS[netuid]! });
    state.put(subtensor.SubnetMovingPrice, netuid, 1n << 31n);
    HOTKEYS.forEach((hotkey, i) => {
      addNeuron(execution, netuid, hotkey, PEOPLE[i]!, BigInt(1 + i) * 100n * TAO);
      stakeFromNowhere(execution, hotkey, PEOPLE[(i + 1) % PEOPLE.length]!, netuid, 30n * TAO);
    });
    state.put(subtensor.CommitRevealWeightsEnabled, netuid, netuid === 3);
    state.put(
      subtensor.ValidatorPermit,
      netuid,
      HOTKEYS.map(() => true),
    );
    HOTKEYS.forEach((_, uid) => {
      state.put(subtensor.Weights, netuid, uid, [[(uid + 1) % HOTKEYS.length, 65_535]]);
    });
    state.put(
      subtensor.LastUpdate,
      netuid,
      HOTKEYS.map(() => 99n),
    );
  }
  return execution;
}

/** The next block on the same state, after its own work. */
function beginBlock({ state, ...execution }: BlockExecution, number: number): BlockExecution {
  const block: BlockExecution = { ...execution, state, number, events: [], parent: state.reader() };
  state.put(System.Number, number);
  initializePallets(block);
  return block;
}

function expectInOrder(state: State, what: string): Books {
  const books = booksOf(state);
  expect(books.currencyGap, `${what}: sum of accounts`).toBe(0n);
  expect(books.rootGap, `${what}: root stake`).toBe(0n);
  for (const [netuid, rao] of books.taoBesidePools)
    expect(rao, `${what}: TAO of subnet ${netuid}`).toBeGreaterThanOrEqual(0n);
  for (const [netuid, rao] of books.unassignedAlpha)
    expect(rao, `${what}: alpha of subnet ${netuid}`).toBeGreaterThanOrEqual(0n);
  return books;
}

describe('every rao has its place', () => {
  it('whatever calls come in whatever order', () => {
    const seen = new Map<string, number>();
    const { failed, errorInstance, counterexamplePath } = fc.check(
      fc.property(fc.array(step, { minLength: 60, maxLength: 60 }), (steps) => {
        let block = smallWorld();
        let before = expectInOrder(block.state, 'beginning');
        steps.forEach(({ origin: who, call }, i) => {
          if (i % CALLS_PER_BLOCK === 0) {
            block = beginBlock(block, 101 + i / CALLS_PER_BLOCK);
            before = expectInOrder(block.state, `block ${block.number}`);
          }
          const [{ type: name }] = call.value as readonly [{ readonly type: string }];
          const what = `${call.type}.${name}`;
          const error = dispatch(block, who, call);
          const after = expectInOrder(block.state, what);
          if (error) expect(after, `${what} failed and changed something`).toEqual(before);
          else if (!REASSIGN.test(name)) expect(after.unassignedAlpha, what).toEqual(before.unassignedAlpha);
          if (!error) seen.set(what, (seen.get(what) ?? 0) + 1);
          before = after;
        });
      }),
      { seed: SEED, numRuns: 60 },
    );
    // The sequence itself would fill pages; seed and path find it again.
    if (failed) throw new Error(`seed ${SEED}, path ${counterexamplePath}`, { cause: errorInstance });
    // Most calls have done something at least once, or this would prove little.
    expect(seen.size).toBeGreaterThan(handledCalls().length / 3);
  }, 120_000);
});
