import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { InnerCall } from '../../../../src/chain/schema/index.ts';
import { storage } from '../../../../src/chain/schema/index.ts';
import type { BlockExecution } from '../../block-execution.ts';
import { account, addNetwork, nextBlock, ROOT_ORIGIN, run, storedEvents, testBlock } from '../../execution.fixture.ts';

const subtensor = storage.SubtensorModule;
const NETUID = 3;
const owner = account('owner');
const call = (type: string, value: object): InnerCall => ({
  type: 'SubtensorModule',
  value: [{ type, value: { netuid: NETUID, ...value } }],
});
const setTempo = (tempo: number) => call('set_tempo', { tempo });
const trigger = call('trigger_epoch', {});
const cutoff = (factor: number) => call('set_activity_cutoff_factor', { factor_milli: factor });
const FROZEN = 'SubtensorModule.AdminActionProhibitedDuringWeightsWindow';
const TOO_SOON = 'SubtensorModule.TxRateLimitExceeded';

let block: BlockExecution;
beforeEach(() => {
  block = testBlock(100);
  addNetwork(block, NETUID, { owner, tempo: 360 });
});

afterEach(() => expect(storedEvents(block)).toEqual(block.events));

describe('the tempo', () => {
  it('is set by the owner, and starts the epoch clock anew', () => {
    expect(run(block, owner, setTempo(720))).toBe('ok');
    expect(block.state.get(subtensor.Tempo, NETUID)).toBe(720);
    expect(block.state.get(subtensor.LastEpochBlock, NETUID)).toBe(100n);
    expect(block.events.at(-1)!.event.value[0]).toEqual({ type: 'TempoSet', value: [NETUID, 720] });
  });

  it.each([
    [359, 'SubtensorModule.TempoOutOfBounds'],
    [360, 'ok'],
    [50_400, 'ok'],
    [50_401, 'SubtensorModule.TempoOutOfBounds'],
  ])('of %s blocks: %s', (tempo, result) => {
    expect(run(block, owner, setTempo(tempo))).toBe(result);
  });

  it('is for nobody else, and not even for root', () => {
    expect(run(block, account('stranger'), setTempo(720))).toBe('BadOrigin');
    expect(run(block, ROOT_ORIGIN, setTempo(720))).toBe('BadOrigin');
  });

  it('changes once in 360 blocks, and not before an epoch', () => {
    run(block, owner, setTempo(720));
    expect(run(nextBlock(block, 459), owner, setTempo(360))).toBe(TOO_SOON);
    expect(run(nextBlock(block, 460), owner, setTempo(360))).toBe('ok');
    expect(run(nextBlock(block, 815), owner, setTempo(360))).toBe(FROZEN);
  });
});

describe('the activity cut-off', () => {
  it.each([
    [999, 'SubtensorModule.ActivityCutoffFactorMilliOutOfBounds'],
    [1_000, 'ok'],
    [50_000, 'ok'],
    [50_001, 'SubtensorModule.ActivityCutoffFactorMilliOutOfBounds'],
  ])('of %s thousandths of a tempo: %s', (factor, result) => {
    expect(run(block, owner, cutoff(factor))).toBe(result);
    if (result === 'ok') expect(block.state.get(subtensor.ActivityCutoffFactorMilli, NETUID)).toBe(factor);
  });

  it('holds the owner to clock and window, but not root', () => {
    expect(run(block, owner, cutoff(2_000))).toBe('ok');
    expect(run(block, owner, cutoff(3_000))).toBe(TOO_SOON);
    const late = nextBlock(block, 355);
    expect(run(late, owner, cutoff(3_000))).toBe(FROZEN);
    expect(run(late, ROOT_ORIGIN, cutoff(3_000))).toBe('ok');
    expect(run(late, account('stranger'), cutoff(3_000))).toBe('BadOrigin');
  });
});

describe('an epoch out of turn', () => {
  beforeEach(() => block.state.put(subtensor.CommitRevealWeightsEnabled, NETUID, false));

  it('is due after the freeze window, and freezes the subnet until then', () => {
    expect(run(block, owner, trigger)).toBe('ok');
    expect(block.state.get(subtensor.PendingEpochAt, NETUID)).toBe(110n);
    const triggered = { netuid: NETUID, by: owner, fires_at: 110n };
    expect(block.events.at(-1)!.event.value[0]).toEqual({ type: 'EpochTriggered', value: triggered });
    expect(run(nextBlock(block, 109), owner, setTempo(720))).toBe(FROZEN);
    expect(run(block, owner, trigger)).toBe('SubtensorModule.EpochTriggerAlreadyPending');
  });

  it('comes once in two tempos', () => {
    run(block, owner, trigger);
    const later = (number: number) => {
      const next = nextBlock(block, number);
      next.state.put(subtensor.PendingEpochAt, NETUID, 0n);
      next.state.put(subtensor.LastEpochBlock, NETUID, 720n);
      return run(next, owner, trigger);
    };
    expect([later(819), later(820)]).toEqual([TOO_SOON, 'ok']);
  });

  it('does not come just before one in turn, nor where weights are committed', () => {
    expect(run(nextBlock(block, 350), owner, trigger)).toBe('ok');
    expect(run(nextBlock(block, 351), owner, trigger)).toBe('SubtensorModule.AutoEpochAlreadyImminent');
    block.state.put(subtensor.CommitRevealWeightsEnabled, NETUID, true);
    expect(run(block, owner, trigger)).toBe('SubtensorModule.DynamicTempoBlockedByCommitReveal');
  });

  it('is for the owner alone', () => {
    expect(run(block, account('stranger'), trigger)).toBe('BadOrigin');
    expect(run(block, ROOT_ORIGIN, trigger)).toBe('BadOrigin');
  });
});
