/** Acting for another account. */
import type { Handlers } from '../handlers.ts';

export const proxyCalls: Handlers<'Proxy'> = {};
