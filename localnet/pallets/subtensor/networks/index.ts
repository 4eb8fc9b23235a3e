/** Subnets: creating, starting, naming and dissolving them. */
import type { Handlers } from '../../handlers.ts';

export const networkCalls: Handlers<'SubtensorModule'> = {};
