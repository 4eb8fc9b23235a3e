/** Takes, children and parents, auto-stake, root claims. */
import type { Handlers } from '../../handlers.ts';
import { preferenceCalls } from './preferences.ts';
import { rootClaimCalls } from './root-claim-calls.ts';
import { setChildrenCalls } from './set-children.ts';
import { takeCalls } from './takes.ts';

export { applyPendingChildren, clearPendingChildren, setChildren } from './children.ts';
export { hotkeyValue } from './hotkey-value.ts';
export { autoClaimRootDividends } from './root-claims.ts';
export { requestChildren } from './set-children.ts';

export const delegationCalls: Handlers<'SubtensorModule'> = {
  ...takeCalls,
  ...setChildrenCalls,
  ...preferenceCalls,
  ...rootClaimCalls,
};
