/** Root by one key. */
import type { Handlers } from '../handlers.ts';

export const sudoCalls: Handlers<'Sudo'> = {};
