/** Stake: putting TAO in, taking it out, moving it between hotkeys, subnets and coldkeys. */
import type { Handlers } from '../../handlers.ts';

export const stakingCalls: Handlers<'SubtensorModule'> = {};
