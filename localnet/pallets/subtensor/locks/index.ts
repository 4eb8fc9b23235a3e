/** Locks: stake that its owner has promised not to move, and the conviction that grows from it. */
import type { Handlers } from '../../handlers.ts';

export const lockCalls: Handlers<'SubtensorModule'> = {};
