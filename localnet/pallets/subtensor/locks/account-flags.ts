/**
 * Switches of an account, one per bit of `AccountFlags` (spec economy §15). Accounts refuse locked alpha unless they said
 * otherwise, so the bit means that they accept it.
 */
import type { Bytes } from '../../../../src/chain/bytes.ts';
import { storage } from '../../../../src/chain/schema/index.ts';
import type { State } from '../../../state.ts';

const { AccountFlags } = storage.SubtensorModule;
const ACCEPTS_LOCKED_ALPHA = 1n;

export const acceptsLockedAlpha = (state: State, coldkey: Bytes): boolean =>
  (state.get(AccountFlags, coldkey) & ACCEPTS_LOCKED_ALPHA) !== 0n;

/** An account without switches has no entry. */
export function setAcceptsLockedAlpha(state: State, coldkey: Bytes, accepts: boolean): void {
  const others = state.get(AccountFlags, coldkey) & ~ACCEPTS_LOCKED_ALPHA;
  const flags = accepts ? others | ACCEPTS_LOCKED_ALPHA : others;
  if (flags === 0n) state.kill(AccountFlags, coldkey);
  else state.put(AccountFlags, coldkey, flags);
}
