/** The randomness beacon on the chain. */
import type { Handlers } from '../handlers.ts';

export const drandCalls: Handlers<'Drand'> = {};
