/** Acting together. */
import type { Handlers } from '../handlers.ts';

export const multisigCalls: Handlers<'Multisig'> = {};
