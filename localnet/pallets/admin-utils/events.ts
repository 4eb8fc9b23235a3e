/**
 * The event of a setter by its name: `changed('KappaSet')` reports `(netuid, value)`, `changedEverywhere('TxRateLimitSet')`
 * the value alone. Only events with such fields are accepted.
 */
import type { RuntimeEvent } from '../../../src/chain/schema/index.ts';
import type { BlockExecution } from '../block-execution.ts';
import { deposit } from '../block-execution.ts';

type SubtensorEvent = Extract<RuntimeEvent, { readonly type: 'SubtensorModule' }>['value'][0];
type NameWith<Fields> = {
  [N in SubtensorEvent['type']]: Extract<SubtensorEvent, { readonly type: N }>['value'] extends Fields ? N : never;
}[SubtensorEvent['type']];
type FieldsOf<N> = Extract<SubtensorEvent, { readonly type: N }>['value'];

type Report<V> = (execution: BlockExecution, netuid: number, value: V) => void;

const report = (execution: BlockExecution, type: string, value: readonly unknown[]) =>
  deposit(execution, { type: 'SubtensorModule', value: [{ type, value }] } as unknown as RuntimeEvent);

/** An event of the Subtensor pallet with the fields netuid and value. */
export const changed =
  <N extends NameWith<readonly [number, unknown]>>(
    name: N,
  ): Report<FieldsOf<N> extends readonly [number, infer V] ? V : never> =>
  (execution, netuid, value) =>
    report(execution, name, [netuid, value]);

/** An event of the Subtensor pallet with the value as its only field. */
export const changedEverywhere =
  <N extends NameWith<readonly [unknown]>>(name: N): Report<FieldsOf<N> extends readonly [infer V] ? V : never> =>
  (execution, _, value) =>
    report(execution, name, [value]);
