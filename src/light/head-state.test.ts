import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isLightError } from './errors.ts';
import { decodeHeadEvent, MAX_HASHES_PER_EVENT } from './head-event.ts';
import type { HeadState } from './head-state.ts';
import { applyBaseNumber, applyHeadEvent, MAX_OPEN_BLOCKS, WAITING } from './head-state.ts';

const hash = (name: string) => `0x${Buffer.from(name).toString('hex').padStart(64, '0')}`;
const initialized = (name: string) => ({ type: 'initialized', finalized: [hash(name)] }) as const;
const newBlock = (name: string, parent: string) =>
  ({ type: 'newBlock', hash: hash(name), parent: hash(parent) }) as const;
const best = (name: string) => ({ type: 'bestBlockChanged', hash: hash(name) }) as const;
const finalized = (names: string[], pruned: string[] = []) =>
  ({ type: 'finalized', finalized: names.map(hash), pruned: pruned.map(hash) }) as const;

function tracking(): HeadState {
  const { state } = applyHeadEvent(WAITING, initialized('A'));
  return applyBaseNumber(state, { hash: hash('A'), number: 100 }).state;
}

describe('the state of the head', () => {
  it('numbers every block after its parent', () => {
    let state = tracking();
    for (const event of [newBlock('B', 'A'), newBlock('C', 'B'), best('C')]) state = applyHeadEvent(state, event).state;
    expect(state).toMatchObject({
      best: { hash: hash('C'), number: 102 },
      finalized: { hash: hash('A'), number: 100 },
    });
  });

  it('applies what happened while the first number was on its way', () => {
    let state = applyHeadEvent(WAITING, initialized('A')).state;
    for (const event of [newBlock('B', 'A'), best('B'), finalized(['B'])]) state = applyHeadEvent(state, event).state;
    const step = applyBaseNumber(state, { hash: hash('A'), number: 7 });
    expect(step.state).toMatchObject({ best: { number: 8 }, finalized: { number: 8 } });
    expect(step.newlyFinalized.map((block) => block.number)).toEqual([7, 8]);
  });

  it('ignores the number of a block that following no longer begins with', () => {
    const state = applyHeadEvent(applyHeadEvent(WAITING, initialized('A')).state, initialized('B')).state;
    expect(applyBaseNumber(state, { hash: hash('A'), number: 7 })).toEqual({ state, newlyFinalized: [] });
  });

  it('tells the blocks that became final, oldest first, and forgets them and their pruned siblings', () => {
    let state = tracking();
    for (const event of [newBlock('B', 'A'), newBlock('b', 'A'), newBlock('C', 'B')]) {
      state = applyHeadEvent(state, event).state;
    }
    const step = applyHeadEvent(state, finalized(['B', 'C'], ['b']));
    expect(step.newlyFinalized).toEqual([
      { hash: hash('B'), number: 101 },
      { hash: hash('C'), number: 102 },
    ]);
    expect(step.state).toMatchObject({ numbers: new Map([[hash('C'), 102]]), best: { hash: hash('C') } });
  });

  it('does not follow a block whose parent it does not know', () => {
    for (const event of [newBlock('X', 'Y'), best('X'), finalized(['X'])]) {
      expect(() => applyHeadEvent(tracking(), event)).toThrow(/without known parent/);
    }
    expect(() => applyHeadEvent(WAITING, best('A'))).toThrow(/before initialized/);
  });

  it('holds a bounded number of blocks, numbered or waiting', () => {
    let numbered = tracking();
    let waiting = applyHeadEvent(WAITING, initialized('A')).state;
    const grow = () => {
      for (let i = 0; i <= MAX_OPEN_BLOCKS; i++) numbered = applyHeadEvent(numbered, newBlock(`n${i}`, 'A')).state;
    };
    const wait = () => {
      for (let i = 0; i <= MAX_OPEN_BLOCKS; i++) waiting = applyHeadEvent(waiting, newBlock(`n${i}`, 'A')).state;
    };
    expect(grow).toThrow(/more blocks/);
    expect(wait).toThrow(/more events/);
  });

  it('starts over after a stop', () => {
    expect(applyHeadEvent(tracking(), { type: 'stop' })).toEqual({ state: WAITING, newlyFinalized: [] });
  });
});

describe('an event of the head', () => {
  it('is read when it is whole', () => {
    const event = { event: 'finalized', finalizedBlockHashes: [hash('A')], prunedBlockHashes: [] };
    expect(decodeHeadEvent(event)).toEqual({ type: 'finalized', finalized: [hash('A')], pruned: [] });
    expect(decodeHeadEvent({ event: 'operationWaitingForContinue', operationId: 'x' })).toBeUndefined();
  });

  it('is refused with a typed error when a part is missing, false or too long', () => {
    const wrong: unknown[] = [
      null,
      'stop',
      { event: 'newBlock', blockHash: hash('A') },
      { event: 'newBlock', blockHash: '0x12', parentBlockHash: hash('A') },
      { event: 'bestBlockChanged', bestBlockHash: hash('A').toUpperCase() },
      { event: 'initialized', finalizedBlockHashes: [] },
      { event: 'finalized', finalizedBlockHashes: [hash('A')], prunedBlockHashes: [1] },
      {
        event: 'finalized',
        finalizedBlockHashes: new Array(MAX_HASHES_PER_EVENT + 1).fill(hash('A')),
        prunedBlockHashes: [],
      },
    ];
    for (const event of wrong) {
      expect(() => decodeHeadEvent(event)).toThrow(expect.objectContaining({ code: 'light/unexpected-answer' }));
    }
  });

  it('never crashes the state in another way than by a typed error', () => {
    const name = fc.constantFrom('A', 'B', 'C', 'D');
    const event = fc.oneof(
      name.map(initialized),
      fc.tuple(name, name).map(([a, b]) => newBlock(a, b)),
      name.map(best),
      fc.tuple(fc.array(name, { minLength: 1 }), fc.array(name)).map(([a, b]) => finalized(a, b)),
      fc.constant({ type: 'stop' } as const),
    );
    fc.assert(
      fc.property(fc.array(event), (events) => {
        let state: HeadState = WAITING;
        for (const next of events) {
          try {
            state = applyHeadEvent(state, next).state;
            if (state.stage === 'numbering') state = applyBaseNumber(state, { hash: state.base, number: 1 }).state;
          } catch (error) {
            if (!isLightError(error)) throw error;
            state = WAITING;
          }
        }
      }),
      { seed: 11, numRuns: 500 },
    );
  });
});
