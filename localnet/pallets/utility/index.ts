/** Several calls in one. */
import type { Handlers } from '../handlers.ts';

export const utilityCalls: Handlers<'Utility'> = {};
