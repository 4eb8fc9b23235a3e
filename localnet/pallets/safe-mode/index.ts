/** Stopping everything but the essential. */
import type { Handlers } from '../handlers.ts';

export const safeModeCalls: Handlers<'SafeMode'> = {};
