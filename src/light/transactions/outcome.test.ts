/** What became of an extrinsic, told from records that were made by hand. */
import { describe, expect, it } from 'vitest';
import { concatBytes } from '../../chain/bytes.ts';
import { extrinsicHash } from '../../chain/extrinsic.ts';
import { compact, encode, u32 } from '../../chain/scale/index.ts';
import type { DispatchError, EventRecord, RuntimeEvent } from '../../chain/schema/index.ts';
import { eventRecord } from '../../chain/schema/index.ts';
import {
  ACCOUNT,
  eventsBytes,
  failed,
  feePaid,
  inExtrinsic,
  palletError,
  remarked,
  succeeded,
  undeclared,
} from './events.fixture.ts';
import { decodeOutcome, findExtrinsic, MAX_KEPT_EVENTS } from './outcome.ts';

const TOO_LOW = palletError('SubtensorModule', 'AmountTooLow');
const OF_ONE = { type: 'ApplyExtrinsic', value: [1] } as const;
const utility = (index: number, event: Extract<RuntimeEvent, { type: 'Utility' }>['value'][0]): EventRecord =>
  inExtrinsic(index, { type: 'Utility', value: [event] });

/** A list whose records are bytes, so that undeclared ones may be among them. */
const listOf = (...parts: readonly (EventRecord | Uint8Array)[]) =>
  concatBytes(
    encode(compact(u32), parts.length),
    ...parts.map((part) => (part instanceof Uint8Array ? part : encode(eventRecord, part))),
  );

describe('findExtrinsic', () => {
  it('finds an extrinsic by its hash, and nothing else', () => {
    const body = [Uint8Array.of(4, 1), Uint8Array.of(4, 2)];
    expect(findExtrinsic(body, extrinsicHash(body[1]!))).toBe(1);
    expect(findExtrinsic(body, extrinsicHash(Uint8Array.of(4, 3)))).toBeUndefined();
  });
});

describe('decodeOutcome', () => {
  it('tells success with fee and events of this extrinsic alone', () => {
    const bytes = eventsBytes(
      succeeded(0),
      remarked(1),
      feePaid(1, 120n, 20n),
      succeeded(1),
      remarked(2),
      succeeded(2),
    );
    const outcome = decodeOutcome(bytes, 1);
    expect(outcome).toMatchObject({
      type: 'succeeded',
      carried: [],
      fee: { payer: ACCOUNT, feeRao: 120n, tipRao: 20n, inAlpha: undefined },
      eventsLeftOut: 0,
    });
    if (outcome.type !== 'succeeded') throw new Error('unreachable');
    expect(outcome.events.map(({ value }) => value[0].type)).toEqual([
      'Remarked',
      'TransactionFeePaid',
      'ExtrinsicSuccess',
    ]);
  });

  it('names what was paid in alpha', () => {
    const inAlpha = inExtrinsic(0, {
      type: 'SubtensorModule',
      value: [
        { type: 'TransactionFeePaidWithAlpha', value: { who: ACCOUNT, netuid: 3, alpha_fee: 9n, tao_amount: 5n } },
      ],
    });
    const fee = { payer: ACCOUNT, feeRao: 5n, tipRao: 0n, inAlpha: { netuid: 3, alphaRao: 9n } };
    expect(decodeOutcome(eventsBytes(inAlpha, succeeded(0)), 0)).toMatchObject({ fee });
    expect(decodeOutcome(eventsBytes(inAlpha, feePaid(0, 5n), succeeded(0)), 0)).toMatchObject({ fee });
  });

  it.each<readonly [DispatchError, string | undefined, string]>([
    [TOO_LOW, 'SubtensorModule', 'AmountTooLow'],
    [palletError('Balances', 'InsufficientBalance'), 'Balances', 'InsufficientBalance'],
    [{ type: 'Module', value: [{ index: 7, error: Uint8Array.of(250, 0, 0, 0) }] }, 'Pallet7', 'Error250'],
    [{ type: 'BadOrigin', value: undefined }, undefined, 'BadOrigin'],
    [{ type: 'Token', value: [{ type: 'Frozen', value: undefined }] }, undefined, 'Token.Frozen'],
    [{ type: 'Arithmetic', value: [{ type: 'Overflow', value: undefined }] }, undefined, 'Arithmetic.Overflow'],
  ])('tells failure by the chain’s name: %j', (error, pallet, name) => {
    const outcome = decodeOutcome(eventsBytes(feePaid(0, 1n), failed(0, error)), 0);
    expect(outcome).toMatchObject({ type: 'failed', error: { pallet, name }, fee: { feeRao: 1n } });
  });

  it('tells that what a batch carried has failed', () => {
    const bytes = eventsBytes(
      utility(0, { type: 'ItemCompleted', value: undefined }),
      utility(0, { type: 'ItemFailed', value: { error: TOO_LOW } }),
      utility(0, { type: 'ItemCompleted', value: undefined }),
      utility(0, { type: 'ItemFailed', value: { error: { type: 'BadOrigin', value: undefined } } }),
      utility(0, { type: 'BatchCompletedWithErrors', value: undefined }),
      succeeded(0),
    );
    expect(decodeOutcome(bytes, 0)).toMatchObject({
      type: 'succeeded',
      carried: [
        { by: 'Utility.ItemFailed', item: 1, error: { pallet: 'SubtensorModule', name: 'AmountTooLow' } },
        { by: 'Utility.ItemFailed', item: 3, error: { pallet: undefined, name: 'BadOrigin' } },
      ],
    });
    const interrupted = utility(0, { type: 'BatchInterrupted', value: { index: 4, error: TOO_LOW } });
    expect(decodeOutcome(eventsBytes(interrupted, succeeded(0)), 0)).toMatchObject({
      carried: [{ by: 'Utility.BatchInterrupted', item: 4 }],
    });
  });

  it('tells that what a proxy, sudo or a multisig carried has failed, and not that it succeeded', () => {
    const error = { type: 'Err', value: [TOO_LOW] } as const;
    const ok = { type: 'Ok', value: [[]] } as const;
    const timepoint = { height: 1, index: 0 };
    const executed = { approving: ACCOUNT, timepoint, multisig: ACCOUNT, call_hash: ACCOUNT };
    const of = (result: typeof error | typeof ok): readonly RuntimeEvent[] => [
      { type: 'Proxy', value: [{ type: 'ProxyExecuted', value: { result } }] },
      { type: 'Sudo', value: [{ type: 'Sudid', value: { sudo_result: result } }] },
      { type: 'Sudo', value: [{ type: 'SudoAsDone', value: { sudo_result: result } }] },
      { type: 'Multisig', value: [{ type: 'MultisigExecuted', value: { ...executed, result } }] },
      { type: 'Utility', value: [{ type: 'DispatchedAs', value: { result } }] },
    ];
    for (const event of of(error)) {
      const outcome = decodeOutcome(eventsBytes(inExtrinsic(0, event), succeeded(0)), 0);
      expect(outcome).toMatchObject({
        type: 'succeeded',
        carried: [{ by: `${event.type}.${event.value[0].type}`, item: undefined, error: { name: 'AmountTooLow' } }],
      });
    }
    for (const event of of(ok)) {
      expect(decodeOutcome(eventsBytes(inExtrinsic(0, event), succeeded(0)), 0)).toMatchObject({ carried: [] });
    }
  });

  it('tells the outcome of an extrinsic whose records are complete before an undeclared event', () => {
    const bytes = listOf(
      succeeded(0),
      remarked(1),
      succeeded(1),
      undeclared({ type: 'ApplyExtrinsic', value: [2] }, 99, 1),
    );
    expect(decodeOutcome(bytes, 1)).toMatchObject({ type: 'succeeded' });
  });

  it('does not guess when an undeclared event stands before or among its records', () => {
    const before = listOf(undeclared({ type: 'ApplyExtrinsic', value: [0] }, 99, 1), succeeded(0), succeeded(1));
    const among = listOf(succeeded(0), remarked(1), undeclared(OF_ONE, 99, 1), succeeded(1));
    for (const bytes of [before, among]) {
      const outcome = decodeOutcome(bytes, 1);
      expect(outcome).toMatchObject({ type: 'unknown', why: { code: 'transaction/events-unreadable' } });
      if (outcome.type === 'unknown') expect(outcome.why.reason).toContain('pallet 99, event 1');
    }
  });

  it('does not guess when the state has no events, or none of this extrinsic', () => {
    for (const events of [undefined, eventsBytes(succeeded(0))]) {
      expect(decodeOutcome(events, 1)).toMatchObject({ type: 'unknown' });
    }
  });

  it('keeps a bounded number of events and says how many there were', () => {
    const many = Array.from({ length: MAX_KEPT_EVENTS + 9 }, () => remarked(0));
    const outcome = decodeOutcome(eventsBytes(...many, succeeded(0)), 0);
    expect(outcome).toMatchObject({ type: 'succeeded', eventsLeftOut: 10 });
    if (outcome.type === 'succeeded') expect(outcome.events).toHaveLength(MAX_KEPT_EVENTS);
  });
});
