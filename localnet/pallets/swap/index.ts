/** Parameters of the pools. */
import type { Handlers } from '../handlers.ts';

export const swapCalls: Handlers<'Swap'> = {};
