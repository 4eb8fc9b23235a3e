/**
 * May a coldkey name these children of a hotkey? The checks of `set_children` in the chain's order (spec participation §8).
 */
import type { Bytes } from '../bytes.ts';
import type { ChildrenError, HotkeyLink } from './children.ts';
import { childrenError } from './children.ts';
import { passesRateLimit } from './owner-rate-limit.ts';

/** Blocks between two changes of a hotkey's children in a subnet; set by the pallet. */
export const SET_CHILDREN_LIMIT_BLOCKS = 150n;

/** Errors of the pallet `SubtensorModule`. */
export type SetChildrenError =
  | 'TxRateLimitExceeded'
  | 'RegistrationNotPermittedOnRootSubnet'
  | 'SubnetNotExists'
  | 'NonAssociatedColdKey'
  | ChildrenError
  | 'NotEnoughStakeToSetChildkeys';

export interface SetChildren {
  readonly netuid: number;
  readonly hotkey: Bytes;
  readonly children: readonly HotkeyLink[];
  readonly block: bigint;
  /** Block of the last change; 0 = never. */
  readonly lastSetBlock: bigint;
  readonly subnetExists: boolean;
  /** Whether the hotkey is the signer's. */
  readonly isOwned: boolean;
  /** `ParentKeys` of the hotkey. */
  readonly parents: readonly HotkeyLink[];
  /** Whether all stake on the hotkey is worth `StakeThreshold`, or it is the subnet owner's. */
  readonly mayHaveChildren: boolean;
}

/** The first rule that forbids it; undefined if none does. */
export function checkSetChildren(request: SetChildren): SetChildrenError | undefined {
  const { netuid, hotkey, children, block, lastSetBlock } = request;
  if (!passesRateLimit(lastSetBlock, block, SET_CHILDREN_LIMIT_BLOCKS)) return 'TxRateLimitExceeded';
  if (netuid === 0) return 'RegistrationNotPermittedOnRootSubnet';
  if (!request.subnetExists) return 'SubnetNotExists';
  if (!request.isOwned) return 'NonAssociatedColdKey';
  const error = childrenError(hotkey, children, request.parents);
  if (error) return error;
  return children.length > 0 && !request.mayHaveChildren ? 'NotEnoughStakeToSetChildkeys' : undefined;
}
