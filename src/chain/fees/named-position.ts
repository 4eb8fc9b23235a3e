/**
 * Fees in alpha: whoever cannot pay in TAO a call that takes stake out of one position pays with that position (spec
 * participation §2). Which one that is stands in the call.
 */
import type { Bytes } from '../bytes.ts';
import type { InnerCall, RuntimeCall } from '../schema/index.ts';

export interface AlphaFeePosition {
  readonly hotkey: Bytes;
  readonly netuid: number;
}

type SubtensorCall = Extract<RuntimeCall, { readonly type: 'SubtensorModule' }>;

/**
 * The position that a call names; undefined for calls that take no stake. The calls that unstake everything name a hotkey
 * alone: they pay so if it is the only position there (`netuid` undefined).
 */
export function namedFeePosition(
  call: RuntimeCall | InnerCall,
): AlphaFeePosition | { readonly hotkey: Bytes; readonly netuid: undefined } | undefined {
  if (call.type !== 'SubtensorModule') return undefined;
  const [inner] = (call as SubtensorCall).value;
  switch (inner.type) {
    case 'remove_stake':
    case 'remove_stake_limit':
    case 'remove_stake_full_limit':
    case 'recycle_alpha':
    case 'burn_alpha':
      return { hotkey: inner.value.hotkey, netuid: inner.value.netuid };
    case 'move_stake':
      return { hotkey: inner.value.origin_hotkey, netuid: inner.value.origin_netuid };
    case 'transfer_stake':
    case 'swap_stake':
    case 'swap_stake_limit':
      return { hotkey: inner.value.hotkey, netuid: inner.value.origin_netuid };
    case 'unstake_all':
    case 'unstake_all_alpha':
      return { hotkey: inner.value.hotkey, netuid: undefined };
    default:
      return undefined;
  }
}
