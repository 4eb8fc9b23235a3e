/**
 * What a light client foretells of an epoch from the parent's state is what the epoch takes in its own block.
 *
 *   parent state ─ epochInputPlan ─▶ open what is due ─▶ input         ┐ equal, field by field, emission included
 *   block: reveals ─▶ coinbase ─▶ runningEpochPlan + pendings ─▶ input ┘
 *
 * Both ways share the read plan of the state, so this shows that the block changes nothing in between that was not
 * foretold, not that the plan reads the right items.
 */
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { toHex } from '../src/chain/bytes.ts';
import type { PlannedEpoch } from '../src/chain/economy/index.ts';
import { epochInputPlan, storedEpochPlan } from '../src/chain/economy/index.ts';
import { storage } from '../src/chain/schema/index.ts';
import { openDueCommit, withOpenedWeights } from '../src/chain/timelock/index.ts';
import type { SubnetEpochInput } from '../src/chain/yuma/index.ts';
import { compareEpoch, runSubnetEpoch } from '../src/chain/yuma/index.ts';
import { anyAct, auditedWorld } from './audit.arbitrary.ts';
import type { BlockExecution } from './pallets/block-execution.ts';
import { account, run } from './pallets/execution.fixture.ts';
import { initializePallets } from './pallets/index.ts';
import { epochTurns } from './pallets/subtensor/schedule.ts';
import { query } from './pallets/subtensor/walk.ts';
import type { State } from './state.ts';

/** What the epochs of a block took, in their order. */
const taken = vi.hoisted(() => [] as unknown[]);
vi.mock('../src/chain/yuma/index.ts', async (importOriginal) => {
  const yuma = await importOriginal<typeof import('../src/chain/yuma/index.ts')>();
  const runSubnetEpoch: typeof yuma.runSubnetEpoch = (input, core) => {
    taken.push(input);
    return yuma.runSubnetEpoch(input, core);
  };
  return { ...yuma, runSubnetEpoch };
});
// Decrypting takes 16 ms of curve arithmetic; the same message opens to the same bytes.
vi.mock('../src/chain/timelock/decrypt.ts', async (importOriginal) => {
  const { decryptWithRound: decrypt } = await importOriginal<typeof import('../src/chain/timelock/decrypt.ts')>();
  const known = new Map<string, ReturnType<typeof decrypt>>();
  const decryptWithRound: typeof decrypt = (...args) => {
    const key = args.map(toHex).join('|');
    const decrypted = known.get(key) ?? decrypt(...args);
    known.set(key, decrypted);
    return decrypted;
  };
  return { decryptWithRound };
});

// So does locking a key to one of the four rounds, twice as long: the secrets here are always the same.
vi.mock('../src/chain/timelock/ibe.ts', async (importOriginal) => {
  const ibe = await importOriginal<typeof import('../src/chain/timelock/ibe.ts')>();
  const known = new Map<string, ReturnType<typeof ibe.lockKey>>();
  const lockKey: typeof ibe.lockKey = (beacon, round, ...secrets) => {
    const key = [beacon.publicKey, ...secrets].map(toHex).join('|') + round;
    const locked = known.get(key) ?? ibe.lockKey(beacon, round, ...secrets);
    known.set(key, locked);
    return locked;
  };
  return { ...ibe, lockKey };
});

const { SubtensorModule: subtensor, System } = storage;
const SEED = 2026;

/** How many epochs and blocks were of a kind; each kind must have come up. */
const seen = {
  epochs: 0,
  /** With weights that their own block opened. */
  opened: 0,
  /** The same after commit-reveal had been switched off. */
  uncovered: 0,
  /** With a commit whose pulse was missing. */
  waiting: 0,
  /** With a commit of a hotkey that was gone. */
  orphaned: 0,
  lent: 0,
  deferred: 0,
  skipped: 0,
  /** Blocks with several epochs. */
  together: 0,
};

function note(state: State, { input, due }: PlannedEpoch, opened: SubnetEpochInput): void {
  const differs = (field: 'weights' | 'lastUpdate') =>
    input.mechanisms.some((stored, k) => text(stored[field]) !== text(opened.mechanisms[k]![field]));
  seen.epochs++;
  if (differs('weights')) seen.opened++;
  if (differs('lastUpdate')) seen.uncovered++;
  if (due.some(({ signature }) => !signature)) seen.waiting++;
  if (due.some(({ uid }) => uid === undefined)) seen.orphaned++;
  if (state.keysOf(subtensor.ChildKeys).length > 0) seen.lent++;
}

const text = (value: unknown): string =>
  JSON.stringify(value, (_, part) => (typeof part === 'bigint' ? `${part}` : part));

/** Runs the beginning of the next block and compares the epochs in it with what was foretold. */
function nextBlock({ state, ...before }: BlockExecution): BlockExecution {
  const number = before.number + 1;
  const turns = [...epochTurns(state, BigInt(number))];
  const expected = turns.flatMap(([netuid, turn]) => {
    if (turn !== 'runs') return [];
    const planned = query(state, epochInputPlan(netuid));
    const input = withOpenedWeights(planned, planned.due.map(openDueCommit));
    note(state, planned, input);
    return [{ netuid, input }];
  });
  seen.deferred += turns.filter(([, turn]) => turn === 'deferred').length;
  seen.skipped += turns.filter(([, turn]) => turn === 'skipped').length;
  if (expected.length > 1) seen.together++;

  const block: BlockExecution = { ...before, state, number, events: [], parent: state.reader() };
  state.put(System.Number, number);
  taken.length = 0;
  initializePallets(block);
  expect(taken.length).toBe(expected.length);
  expected.forEach(({ netuid, input }, i) => {
    const got = taken[i] as SubnetEpochInput;
    for (const field of new Set([...Object.keys(input), ...Object.keys(got)]) as Set<keyof SubnetEpochInput>) {
      expect(got[field], `subnet ${netuid}, block ${number}: ${field}`).toEqual(input[field]);
    }
  });
  return block;
}

describe('what an epoch stored', () => {
  it('is compared without the uid that a registration in its own block took over', () => {
    let block = auditedWorld();
    do block = nextBlock(block);
    while (taken.length === 0);
    const { state } = block;
    const output = runSubnetEpoch(taken[0] as SubnetEpochInput);
    const compared = () => compareEpoch(output, query(state, storedEpochPlan(1)));
    expect(compared()).toMatchObject({ differenceCount: 0, uids: 6, equalUids: 6 });
    const value = { netuid: 1, hotkey: account('ann/spare') };
    const call = { type: 'SubtensorModule', value: [{ type: 'burned_register', value }] } as const;
    expect(run(block, account('ann'), call)).toBe('ok');
    expect(state.get(subtensor.SubnetworkN, 1)).toBe(6);
    expect(compared()).toMatchObject({ differenceCount: 0, uids: 5, equalUids: 5 });
  });
});

describe('an epoch takes what was foretold from the state before its block', () => {
  it('whatever calls came before it', () => {
    const { failed, errorInstance, counterexamplePath } = fc.check(
      fc.property(fc.array(anyAct(nextBlock), { minLength: 150, maxLength: 150 }), (acts) => {
        acts.reduce((block, act) => act(block), auditedWorld());
      }),
      { seed: SEED, numRuns: 40, endOnFailure: true },
    );
    // The sequence itself would fill pages; seed and path find it again.
    if (failed) throw new Error(`seed ${SEED}, path ${counterexamplePath}`, { cause: errorInstance });
    for (const [kind, times] of Object.entries(seen)) expect(times, kind).toBeGreaterThan(0);
  }, 120_000);
});
