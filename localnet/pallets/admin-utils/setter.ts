/**
 * What all setters share: who may, when, and what stands in the way (spec participation §11).
 *
 *   origin ─▶ rate limit of the owner ─▶ freeze window ─▶ subnet exists ─▶ bounds of the value ─▶ stored, clock, event
 *
 * A setter is one call with a netuid and a value, or a value for the whole chain. Root has no rate limit.
 * QUIRK: the freeze window holds root back too, in every setter that owners share with it and in some of its own.
 */
import type { Bytes } from '../../../src/chain/bytes.ts';
import type { StorageItem } from '../../../src/chain/schema/index.ts';
import { storage } from '../../../src/chain/schema/index.ts';
import type { State } from '../../state.ts';
import type { BlockExecution, Origin, Outcome } from '../block-execution.ts';
import { BAD_ORIGIN } from '../block-execution.ts';
import type { Handler } from '../handlers.ts';
import { fail, moduleError } from '../module-error.ts';
import type { OwnerAction } from '../subtensor/owner/index.ts';
import { isFrozen, mayActAgain, ownerOf, recordAction } from '../subtensor/owner/index.ts';

export interface OfSubnet {
  readonly netuid: number;
}

/** On whose behalf a value is set, and where. */
export interface Setting {
  readonly state: State;
  readonly netuid: number;
  /** True if it is root who sets it. */
  readonly byRoot: boolean;
}

export interface Rules<V> {
  /** Whether owners may set it too; root alone if not stated. */
  readonly by?: 'owner';
  /** The owner's clock; none if not stated. */
  readonly limit?: OwnerAction;
  /** Whether the freeze window holds; as for owners if not stated. */
  readonly frozen?: boolean;
  /** Which subnets it can be set on; `any` does not ask whether the subnet exists. */
  readonly on?: 'any' | 'not-root';
  readonly check?: (value: V, setting: Setting) => Outcome;
  readonly event?: (execution: BlockExecution, netuid: number, value: V) => void;
}

const subnetExists = (state: State, netuid: number): boolean =>
  state.get(storage.SubtensorModule.NetworksAdded, netuid);

/** A parameter of one subnet: the argument `key` is stored in `item`. */
export function ofSubnet<K extends string, V>(
  item: StorageItem<readonly [number], V>,
  key: K,
  rules: Rules<V> = {},
): Handler<OfSubnet & { readonly [P in K]: V }> {
  return forSubnet<OfSubnet & { readonly [P in K]: V }>(rules, (execution, { netuid, ...args }, setting) => {
    const value = (args as unknown as { readonly [P in K]: V })[key];
    const error = rules.check?.(value, setting);
    if (error) return error;
    execution.state.put(item, netuid, value);
    rules.event?.(execution, netuid, value);
    return undefined;
  });
}

/** A call about one subnet that root, and if so ruled its owner, may make; `act` does what it is for. */
export function forSubnet<Args extends OfSubnet>(
  { by, limit, on, frozen = by === 'owner' }: Omit<Rules<never>, 'check' | 'event'>,
  act: (execution: BlockExecution, args: Args, setting: Setting) => Outcome,
): Handler<Args> {
  return (execution, origin, args) => {
    const { state } = execution;
    const { netuid } = args;
    const owner = by === 'owner' ? ownerOf(state, origin, netuid) : undefined;
    const error =
      refusal(execution, origin, netuid, { owner, limit, frozen }) ??
      placeError(state, netuid, on) ??
      act(execution, args, { state, netuid, byRoot: owner === undefined });
    if (error) return error;
    if (owner && limit) recordAction(execution, owner, netuid, limit);
    return undefined;
  };
}

/** A parameter of the chain, for root alone: the argument `key` is stored in `item`. */
export function ofChain<K extends string, V>(
  item: StorageItem<readonly [], V>,
  key: K,
  rules: Pick<Rules<V>, 'event'> & { readonly check?: (value: V) => Outcome } = {},
): Handler<{ readonly [P in K]: V }> {
  return (execution, origin, args) => {
    if (origin.type !== 'root') return BAD_ORIGIN;
    const error = rules.check?.(args[key]);
    if (error) return error;
    execution.state.put(item, args[key]);
    rules.event?.(execution, 0, args[key]);
    return undefined;
  };
}

function refusal(
  execution: BlockExecution,
  origin: Origin,
  netuid: number,
  { owner, limit, frozen }: { owner: Bytes | undefined; limit: OwnerAction | undefined; frozen: boolean },
): Outcome {
  if (!owner && origin.type !== 'root') return BAD_ORIGIN;
  if (owner && limit && !mayActAgain(execution, owner, netuid, limit)) return fail('TxRateLimitExceeded');
  return frozen && isFrozen(execution, netuid) ? fail('AdminActionProhibitedDuringWeightsWindow') : undefined;
}

function placeError(state: State, netuid: number, on: Rules<never>['on']): Outcome {
  if (on === 'any') return undefined;
  if (!subnetExists(state, netuid)) return moduleError('AdminUtils', 'SubnetDoesNotExist');
  return on === 'not-root' && netuid === 0 ? moduleError('AdminUtils', 'NotPermittedOnRootSubnet') : undefined;
}
