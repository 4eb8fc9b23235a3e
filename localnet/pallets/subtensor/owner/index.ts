/** What the owner of a subnet may change beside the hyperparameters of AdminUtils. */
import type { Handlers } from '../../handlers.ts';

export const ownerCalls: Handlers<'SubtensorModule'> = {};
