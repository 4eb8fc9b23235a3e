/** Takes, children and parents, auto-stake, root claims. */
import type { Handlers } from '../../handlers.ts';

export const delegationCalls: Handlers<'SubtensorModule'> = {};
