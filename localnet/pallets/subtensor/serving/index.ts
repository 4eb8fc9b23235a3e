/** Where neurons answer, and who people say they are. */
import type { Handlers } from '../../handlers.ts';

export const servingCalls: Handlers<'SubtensorModule'> = {};
