/** The parameters of the chain and of its subnets, set by root or by subnet owners. */
import type { Handlers } from '../handlers.ts';

export const adminUtilsCalls: Handlers<'AdminUtils'> = {};
