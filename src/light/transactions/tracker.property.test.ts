/**
 * Whatever happens on the way (heads that jump, engines that are replaced, reloads, withheld bodies and states, lost
 * hand-overs), a transaction never gets an end that the chain does not give it, and gets the right one when all is well again.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toHex } from '../../chain/bytes.ts';
import { LightError } from '../errors.ts';
import { FakeClock, settle } from '../testing/fake-clock.ts';
import { eventsBytes, failed, succeeded } from './events.fixture.ts';
import type { TransactionState } from './tracked-transaction.ts';
import { poolError, ScriptedChain, ScriptedEngine, transaction } from './tracker.fixture.ts';
import { TransactionTracker } from './tracker.ts';
import { openMemoryLog } from './transaction-log.ts';

const BIRTH = 100;
const WINDOW = 16;
const END = BIRTH + WINDOW;
const NONCE = 5;

/** What the chain makes of the transaction. */
type Truth =
  | { readonly type: 'included'; readonly block: number; readonly isSuccess: boolean }
  | { readonly type: 'replaced'; readonly block: number }
  | { readonly type: 'nothing' };

const block = fc.integer({ min: BIRTH + 1, max: END - 1 });
const anyTruth: fc.Arbitrary<Truth> = fc.oneof(
  fc.record({ type: fc.constant('included' as const), block, isSuccess: fc.boolean() }),
  fc.record({ type: fc.constant('replaced' as const), block }),
  fc.constant({ type: 'nothing' as const }),
);

const PASSING = ['light/unavailable', 'light/timeout', 'proof/unavailable', 'light/bad-proof'] as const;
const anyAct = fc.oneof(
  fc.record({ act: fc.constant('finalize' as const), blocks: fc.integer({ min: 1, max: 6 }) }),
  fc.record({
    act: fc.constant('withhold' as const),
    every: fc.integer({ min: 1, max: 4 }),
    code: fc.constantFrom(...PASSING),
  }),
  fc.record({
    act: fc.constantFrom('give' as const, 'reload' as const, 'replace' as const, 'leave' as const, 'wait' as const),
  }),
  fc.record({ act: fc.constant('label' as const), label: fc.constantFrom('claimed' as const, 'proved' as const) }),
  fc.record({ act: fc.constant('refuse' as const), code: fc.constantFrom(1012, 1013, 1014, 1016) }),
);

function script(truth: Truth, bytes: Uint8Array<ArrayBuffer>): ScriptedChain {
  const chain = new ScriptedChain().setNonce(0, NONCE);
  if (truth.type === 'nothing') return chain;
  chain.setNonce(truth.block, NONCE + 1);
  if (truth.type === 'replaced') return chain;
  const end = truth.isSuccess ? succeeded(1) : failed(1, { type: 'BadOrigin', value: undefined });
  return chain.include(truth.block, [bytes], eventsBytes(succeeded(0), end));
}

/** The end, if it is one. */
function endOf(state: TransactionState): string | undefined {
  if (state.type === 'included') return state.outcome?.type;
  return state.type === 'signed' || state.type === 'submitted' ? undefined : state.type;
}

describe('a tracker with everything going wrong', () => {
  it('ends with what the chain says, and never with anything else', async () => {
    await fc.assert(
      fc.asyncProperty(anyTruth, fc.array(anyAct, { maxLength: 12 }), async (truth, acts) => {
        const signed = transaction(1, { nonce: NONCE, validUntil: END });
        const hash = toHex(signed.hash);
        const chain = script(truth, signed.bytes);
        const log = openMemoryLog();
        const clock = new FakeClock();
        let head = BIRTH;
        let withhold: (number: number) => LightError | undefined = () => undefined;
        const newEngine = () => {
          const made = new ScriptedEngine(chain, head);
          made.withholdBody = (number) => withhold(number);
          made.withholdState = (number) => withhold(number);
          return made;
        };
        let engine = newEngine();
        let tracker = new TransactionTracker(engine.engine, log, clock);
        /** The ends that are true at this head; `replaced` and `expired` are both true once both have happened. */
        const trueEnds = () => [
          ...(truth.type === 'included' && truth.block <= head ? [truth.isSuccess ? 'succeeded' : 'failed'] : []),
          ...(truth.type === 'replaced' && truth.block <= head ? ['replaced'] : []),
          ...(truth.type !== 'included' && head >= END - 1 ? ['expired'] : []),
        ];
        const check = async () => {
          for (let i = 0; i < 12; i++) await settle();
          const end = endOf(tracker.get(hash)!.state);
          if (end !== undefined) expect(trueEnds()).toContain(end);
        };

        await tracker.submit(signed);
        for (const act of acts) {
          if (act.act === 'finalize') {
            head += act.blocks;
            engine.finalize(head);
          } else if (act.act === 'withhold') {
            withhold = (number) => (number % act.every === 0 ? new LightError(act.code, 'withheld') : undefined);
          } else if (act.act === 'give') withhold = () => undefined;
          else if (act.act === 'wait') await clock.advance(10_000);
          else if (act.act === 'leave') engine.end();
          else if (act.act === 'label') engine.update({ label: act.label });
          else if (act.act === 'refuse') engine.refusals.push(poolError(act.code));
          else {
            engine.end();
            engine = newEngine();
            if (act.act === 'replace') tracker.attach(engine.engine);
            else {
              await tracker.close();
              tracker = new TransactionTracker(engine.engine, log, clock);
              await tracker.resume();
            }
          }
          await check();
        }
        withhold = () => undefined;
        head = Math.max(head, END + 2);
        engine = newEngine();
        tracker.attach(engine.engine);
        await check();
        await clock.advance(60_000);
        await check();
        const { state } = tracker.get(hash)!;
        expect(trueEnds()).toContain(endOf(state));
        if (state.type !== 'refused') expect(state).toMatchObject({ label: 'proved' });
        await tracker.close();
        expect(clock.pendingTimers).toBe(0);
      }),
      { seed: 16, numRuns: 100 },
    );
  });
});
