/**
 * The `asserts` of scenario steps: the numbers that the chain's own tests state (test/vectors/yuma/README.md). Each is
 * about one output value, one bond or one row, and says equal, near, greater or same as another uid.
 */
import { U16_MAX } from '../../src/chain/fixed/index.ts';
import type { JsonPlace } from '../../src/chain/json.ts';
import type { EpochCore, Json } from '../../src/chain/yuma/index.ts';
import { differences, isObject, own, show } from './difference.ts';
import type { Mismatch } from './types.ts';

/** What a step gave. */
export interface StepResult {
  /** The encoded output. */
  readonly output: { readonly [key: string]: Json };
  /** One per mechanism. */
  readonly cores: readonly EpochCore[];
}

/** What is wrong with one assert; nothing if it holds. @throws ChainError if it cannot be understood. */
export function checkAssert(assert: JsonPlace, step: StepResult): Mismatch[] {
  const field = assert.get('field').text();
  const uid = assert.optional('uid')?.u16();
  const value = assertedValue(field, uid, assert, step);
  return comparison(assert, field, value, step).map((mismatch) =>
    uid === undefined ? mismatch : { ...mismatch, uid },
  );
}

/** The value that an assert speaks of. */
function assertedValue(field: string, uid: number | undefined, assert: JsonPlace, step: StepResult): Json | undefined {
  const mechanism = assert.optional('mechanism')?.u8();
  const { output, cores } = step;
  const bondRow = (): Json => own(ofMechanism(output.bonds, mechanism), String(uid)) ?? [];
  const bond = (): Json => {
    const to = assert.get('to').u16();
    const row = bondRow() as readonly (readonly [number, number])[];
    return row.find(([column]) => column === to)?.[1] ?? 0;
  };
  switch (field) {
    case 'bond':
      return bond();
    case 'bond_ratio':
      return Number(bond()) / U16_MAX;
    case 'bond_row':
      return bondRow();
    case 'dividend_ratio':
      return Number(column(output.dividend, uid)) / U16_MAX;
    case 'emission_total':
      return String(total(output.server_emission) + total(output.validator_emission));
    case 'row_visible':
      return (cores[mechanism ?? 0]?.weights[uid ?? -1]?.columns.length ?? 0) > 0;
    default:
      return column(mechanism === undefined ? output[field] : listed(output[field], mechanism), uid);
  }
}

/** The comparison that an assert asks for. */
function comparison(assert: JsonPlace, field: string, value: Json | undefined, step: StepResult): Mismatch[] {
  const wrong = (expected: string): Mismatch[] => [{ field, expected, got: show(value) }];
  const number = Number(value);
  const [eq, near, gt, other] = (['eq', 'near', 'gt', 'same_as_uid'] as const).map((key) => assert.optional(key));
  if (eq) return differences(field, eq.raw, value);
  if (near) {
    const [wanted, eps] = [near.number(), assert.get('eps').number()];
    return Math.abs(number - wanted) <= eps ? [] : wrong(`${wanted} ± ${eps}`);
  }
  if (gt) {
    const bound = typeof gt.raw === 'string' ? gt.bits(128) : BigInt(gt.u32());
    return value !== undefined && BigInt(String(value)) > bound ? [] : wrong(`more than ${bound}`);
  }
  if (other) return differences(field, assertedValue(field, other.u16(), assert, step), value);
  throw assert.error('missing', 'one of eq, near, gt, same_as_uid');
}

/** `bonds` of one mechanism; without a number, of an epoch that has only one. */
function ofMechanism(bonds: Json | undefined, mechanism: number | undefined): Readonly<Record<string, Json>> {
  const rows = mechanism === undefined || isObject(bonds) ? bonds : listed(bonds, mechanism);
  return isObject(rows) ? rows : {};
}

function listed(list: Json | undefined, index: number): Json | undefined {
  return Array.isArray(list) ? list[index] : undefined;
}

function column(values: Json | undefined, uid: number | undefined): Json | undefined {
  return uid === undefined ? values : listed(values, uid);
}

function total(amounts: Json | undefined): bigint {
  return Array.isArray(amounts) ? amounts.reduce((sum, amount) => sum + BigInt(amount), 0n) : 0n;
}
