import { beforeEach, describe, expect, it } from 'vitest';
import type { Bytes } from '../../../src/chain/bytes.ts';
import { decodeScheduledChange } from '../../../src/chain/grandpa.ts';
import type { Header } from '../../../src/chain/header.ts';
import type { RuntimeCall } from '../../../src/chain/schema/index.ts';
import { storage } from '../../../src/chain/schema/index.ts';
import { heldAuthorities } from '../../residents/index.ts';
import type { BlockExecution } from '../block-execution.ts';
import { account, eventNames, nextBlock, ROOT_ORIGIN, run, signed, testBlock } from '../execution.fixture.ts';
import { finalizeGrandpa } from '../grandpa.ts';

const { Aura, Grandpa, System } = storage;
const { aura, grandpa } = heldAuthorities();
const AURA = aura.slice(0, 3).map(({ publicKey }) => publicKey);
const VOTERS = grandpa.slice(2, 5).map(({ publicKey }) => [publicKey, 1n] as const);

const swap = (keys: readonly Uint8Array[]): RuntimeCall => ({
  type: 'AdminUtils',
  value: [{ type: 'swap_authorities', value: { new_authorities: keys as never } }],
});
const schedule = (voters: readonly (readonly [Bytes, bigint])[], delay = 0, forced?: number): RuntimeCall => ({
  type: 'AdminUtils',
  value: [{ type: 'schedule_grandpa_change', value: { next_authorities: voters, in_blocks: delay, forced } }],
});
const logsOf = ({ state }: BlockExecution) => state.get(System.Digest).logs;
/** What the block's header announces. */
const announced = (execution: BlockExecution) =>
  decodeScheduledChange({ digest: logsOf(execution) } as unknown as Header);

let block: BlockExecution;
beforeEach(() => {
  block = testBlock();
});

describe('swap_authorities', () => {
  it('is for root, replaces the keys and announces them', () => {
    expect(run(block, signed(account('anyone')), swap(AURA))).toBe('BadOrigin');
    expect(run(block, ROOT_ORIGIN, swap(AURA))).toBe('ok');
    expect(block.state.get(Aura.Authorities)).toEqual(AURA);
    expect(logsOf(block)).toHaveLength(1);
  });

  it('leaves everything as it was without keys, and with keys that are not here', () => {
    expect(run(block, ROOT_ORIGIN, swap(AURA))).toBe('ok');
    expect(run(block, ROOT_ORIGIN, swap([]))).toBe('ok');
    expect(run(block, ROOT_ORIGIN, swap([AURA[0]!, account('stranger')]))).toBe('System.CallFiltered');
    expect(run(block, ROOT_ORIGIN, swap([AURA[0]!, AURA[0]!]))).toBe('System.CallFiltered');
    expect(block.state.get(Aura.Authorities)).toEqual(AURA);
    expect(logsOf(block)).toHaveLength(1);
  });
});

describe('schedule_grandpa_change', () => {
  it('is for root, and waits at the end of the block for its turn', () => {
    expect(run(block, signed(account('anyone')), schedule(VOTERS))).toBe('BadOrigin');
    expect(run(block, ROOT_ORIGIN, schedule(VOTERS, 1))).toBe('ok');
    finalizeGrandpa(block);
    expect(announced(block)).toMatchObject({ delay: 1 });
    expect(block.state.get(Grandpa.Authorities)).toEqual([]);
    const next = nextBlock(block);
    next.state.put(System.Digest, { logs: [] });
    expect(run(next, ROOT_ORIGIN, schedule(VOTERS))).toBe('Grandpa.ChangePending');
    finalizeGrandpa(next);
    expect(announced(next)).toBeUndefined();
    expect(next.state.get(Grandpa.Authorities)).toEqual(VOTERS);
    expect(next.state.get(Grandpa.CurrentSetId)).toBe(1n);
    expect(eventNames(next)).toContain('Grandpa.NewAuthorities');
    expect(run(nextBlock(next), ROOT_ORIGIN, schedule(VOTERS))).toBe('ok');
  });

  it.each([
    ['nobody', schedule([])],
    ['a stranger', schedule([[account('stranger'), 1n]])],
    ['one key twice', schedule([VOTERS[0]!, VOTERS[0]!])],
    ['a voter without weight', schedule([[VOTERS[0]![0], 0n]])],
    ['force', schedule(VOTERS, 0, 7)],
  ])('refuses %s', (_, call) => {
    expect(run(block, ROOT_ORIGIN, call)).toBe('System.CallFiltered');
    expect(block.state.get(Grandpa.PendingChange)).toBeUndefined();
  });
});
