/** Exchanging a hotkey or a coldkey for another. */
import type { Handlers } from '../../handlers.ts';

export const keySwapCalls: Handlers<'SubtensorModule'> = {};
