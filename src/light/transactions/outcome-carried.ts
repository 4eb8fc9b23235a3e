/**
 * What a call carried and what became of it. A batch, a proxy, a multisig or sudo succeeds by itself and tells in an event
 * that the call inside has failed; a person has to hear that too.
 */
import type { DispatchError, RuntimeEvent } from '../../chain/schema/index.ts';
import { describeDispatchError } from '../../chain/schema/index.ts';

/** A dispatch error in the chain's own words. */
export interface DispatchFailure {
  /** The pallet that raised it; undefined for errors of the runtime itself (`BadOrigin`, `Token.Frozen`). */
  readonly pallet: string | undefined;
  /** `AmountTooLow`, `BadOrigin`, `Arithmetic.Overflow`. */
  readonly name: string;
  /** One sentence; empty where there is none. */
  readonly docs: string;
}

/** A call inside another that failed while the outer one succeeded. */
export interface CarriedFailure {
  /** The event that says so: `Utility.BatchInterrupted`. */
  readonly by: string;
  /** Which call of the batch, from 0; undefined where there is only one. */
  readonly item: number | undefined;
  readonly error: DispatchFailure;
}

export function dispatchFailure(error: DispatchError): DispatchFailure {
  const { name, sentence } = describeDispatchError(error);
  if (error.type !== 'Module') return { pallet: undefined, name, docs: sentence };
  const dot = name.indexOf('.');
  return { pallet: name.slice(0, dot), name: name.slice(dot + 1), docs: sentence };
}

/** `events` are those of one extrinsic, in order. */
export function carriedFailures(events: readonly RuntimeEvent[]): readonly CarriedFailure[] {
  const failures: CarriedFailure[] = [];
  let item = 0;
  for (const event of events) {
    const error = carriedError(event);
    const name = event.value[0].type;
    if (error) {
      const place = name === 'BatchInterrupted' || name === 'ItemFailed' ? itemOf(event, item) : undefined;
      failures.push({ by: `${event.type}.${name}`, item: place, error: dispatchFailure(error) });
    }
    // DIFFERS: batches in batches are forbidden on this chain, so every item event belongs to the one batch.
    if (event.type === 'Utility' && (name === 'ItemCompleted' || name === 'ItemFailed')) item++;
  }
  return failures;
}

/** An interrupted batch names its item; a forced one tells of every item in turn. */
function itemOf(event: RuntimeEvent, counted: number): number {
  if (event.type !== 'Utility') return counted;
  const [inner] = event.value;
  return inner.type === 'BatchInterrupted' ? inner.value.index : counted;
}

type DispatchResult = { readonly type: 'Ok' } | { readonly type: 'Err'; readonly value: readonly [DispatchError] };
const errorOf = (result: DispatchResult): DispatchError | undefined =>
  result.type === 'Err' ? result.value[0] : undefined;

/** The error of a call inside, if that is what this event tells of. */
function carriedError(event: RuntimeEvent): DispatchError | undefined {
  switch (event.type) {
    case 'Utility': {
      const [inner] = event.value;
      if (inner.type === 'BatchInterrupted' || inner.type === 'ItemFailed') return inner.value.error;
      if (inner.type === 'DispatchedAs') return errorOf(inner.value.result);
      return inner.type === 'IfElseFallbackCalled' ? inner.value.main_error : undefined;
    }
    case 'Sudo': {
      const [inner] = event.value;
      return inner.type === 'Sudid' || inner.type === 'SudoAsDone' ? errorOf(inner.value.sudo_result) : undefined;
    }
    case 'Proxy': {
      const [inner] = event.value;
      return inner.type === 'ProxyExecuted' ? errorOf(inner.value.result) : undefined;
    }
    case 'Multisig': {
      const [inner] = event.value;
      return inner.type === 'MultisigExecuted' ? errorOf(inner.value.result) : undefined;
    }
    case 'SubtensorModule': {
      const [inner] = event.value;
      if (inner.type === 'Sudid') return errorOf(inner.value[0]);
      return inner.type === 'BatchWeightItemFailed' ? inner.value[1] : undefined;
    }
    case 'LimitOrders': {
      const [inner] = event.value;
      return inner.type === 'OrderSkipped' ? inner.value.reason : undefined;
    }
    default:
      return undefined;
  }
}
