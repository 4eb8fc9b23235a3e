/** Records out of storage: what was written comes back, and what was not written is refused. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runtimeEvent } from '../../chain/schema/index.ts';
import { anyValue } from '../../chain/schema/value.arbitrary.ts';
import { isLightError } from '../errors.ts';
import { blockRef } from '../testing/fake-state.ts';
import { ACCOUNT } from './events.fixture.ts';
import { refusalOf } from './track-refusal.ts';
import type { TrackedTransaction, TransactionState } from './tracked-transaction.ts';
import { trackedTransaction } from './tracked-transaction.ts';
import { decodeTrackedTransaction } from './tracked-transaction-decode.ts';
import { poolError, transaction } from './tracker.fixture.ts';

const fresh = trackedTransaction(transaction(1), 1_700_000_000_000);
const refusal = refusalOf(poolError(1010, 'Custom error: 6'))!;
const inclusion = { block: blockRef(120), index: 3 };
const error = { pallet: 'SubtensorModule', name: 'AmountTooLow', docs: 'Too little.' };
const told = {
  fee: { payer: ACCOUNT, feeRao: 5n, tipRao: 0n, inAlpha: { netuid: 3, alphaRao: 7n } },
  events: [],
  eventsLeftOut: 0,
};
const STATES: readonly TransactionState[] = [
  { type: 'signed' },
  { type: 'submitted' },
  { type: 'refused', refusal },
  { type: 'included', inclusion, label: 'proved', outcome: undefined },
  { type: 'included', inclusion, label: 'claimed', outcome: { type: 'failed', error, ...told } },
  {
    type: 'included',
    inclusion,
    label: 'proved',
    outcome: { type: 'succeeded', carried: [{ by: 'Utility.ItemFailed', item: 2, error }], ...told, fee: undefined },
  },
  {
    type: 'included',
    inclusion,
    label: 'proved',
    outcome: { type: 'unknown', why: { code: 'transaction/events-unavailable', reason: 'gone' } },
  },
  { type: 'replaced', seenAt: blockRef(130), label: 'proved' },
  { type: 'expired', seenAt: blockRef(164), label: 'proved' },
  { type: 'lost-sight', why: { code: 'transaction/lost-sight', reason: 'gone', next: 'look' } },
];
const search = { nextBlock: 121, missing: [104, 110], lost: 2, label: 'claimed', head: blockRef(121) } as const;
const records: readonly TrackedTransaction[] = STATES.map((state) => ({
  ...fresh,
  lastRefusal: refusal,
  search,
  state,
}));

describe('decodeTrackedTransaction', () => {
  it('gives back what was written, in every state', () => {
    for (const record of records) expect(decodeTrackedTransaction(structuredClone(record))).toEqual(record);
  });

  it('gives back the events that were written', () => {
    fc.assert(
      fc.property(fc.array(anyValue(runtimeEvent), { maxLength: 3 }), (events) => {
        const outcome = { type: 'succeeded', carried: [], ...told, events } as const;
        const record = { ...fresh, state: { type: 'included', inclusion, label: 'proved', outcome } } as const;
        expect(decodeTrackedTransaction(structuredClone(record))).toEqual(record);
      }),
      { seed: 7, numRuns: 100 },
    );
  });

  it('refuses any record in which one field is something else', () => {
    const wrong = [null, -1, 1.5, 'x', [], {}, 2n ** 70n, new Array(1e5), 'y'.repeat(2_000), Number.NaN];
    for (const record of records) {
      for (const path of pathsOf(record)) {
        const original = at(record, path);
        for (const value of wrong) {
          if (typeof value === typeof original && isHarmless(path, value)) continue;
          const damaged = structuredClone(record);
          put(damaged, path, value);
          expect(codeOf(damaged), `${path.join('.')} = ${String(value).slice(0, 20)}`).toBe('transaction/bad-record');
        }
      }
    }
  });

  it('refuses bytes that are not those of the hash', () => {
    expect(codeOf({ ...fresh, bytes: Uint8Array.of(4, 1) })).toBe('transaction/bad-record');
    expect(codeOf({ ...fresh, nonce: fresh.nonce + 1 })).toBe('transaction/bad-record');
    expect(codeOf({ ...fresh, signer: ACCOUNT })).toBe('transaction/bad-record');
    expect(codeOf({ ...fresh, validUntil: fresh.validUntil - 1 })).toBe('transaction/bad-record');
    expect(codeOf({ ...fresh, validUntil: fresh.birth.number + 70_000 })).toBe('transaction/bad-record');
    expect(codeOf({ ...fresh, search: { ...search, nextBlock: 165 } })).toBe('transaction/bad-record');
  });

  it('refuses whatever else there is', () => {
    for (const value of [undefined, null, 1, 'transaction', [], {}, new Map()]) {
      expect(codeOf(value)).toBe('transaction/bad-record');
    }
  });
});

type Path = readonly string[];

function codeOf(value: unknown): string | undefined {
  try {
    decodeTrackedTransaction(value);
    return undefined;
  } catch (thrown) {
    return isLightError(thrown) ? thrown.code : String(thrown);
  }
}

/** Every place in a record, but for the insides of byte strings and what is left out. */
function pathsOf(value: unknown, path: Path = []): Path[] {
  if (value === undefined) return [];
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return [path];
  const inner = Object.entries(value).flatMap(([name, item]) => pathsOf(item, [...path, name]));
  return path.length === 0 ? inner : [path, ...inner];
}

const at = (value: unknown, path: Path): unknown =>
  path.reduce((inner, name) => (inner as Record<string, unknown>)[name], value);

function put(value: unknown, path: Path, item: unknown): void {
  (at(value, path.slice(0, -1)) as Record<string, unknown>)[path.at(-1)!] = item;
}

/** Short texts are as good as others where no form is prescribed, and so is an empty list. */
function isHarmless(path: Path, value: unknown): boolean {
  const name = path.at(-1)!;
  if (value === 'x') return ['name', 'reason', 'docs', 'by', 'pallet', 'next'].includes(name);
  return Array.isArray(value) && value.length === 0;
}
