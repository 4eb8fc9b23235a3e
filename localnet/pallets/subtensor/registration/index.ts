/** Neurons: registering hotkeys, and whom they replace. */
import type { Handlers } from '../../handlers.ts';

export const registrationCalls: Handlers<'SubtensorModule'> = {};
