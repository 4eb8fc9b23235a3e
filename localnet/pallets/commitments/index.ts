/** What neurons publish about themselves. */
import type { Handlers } from '../handlers.ts';

export const commitmentsCalls: Handlers<'Commitments'> = {};
