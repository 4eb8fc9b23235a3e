/**
 * The parameters of the chain and of its subnets, set by root or by subnet owners (spec participation §11), and who makes
 * and finalizes its blocks.
 */
import type { Handlers } from '../handlers.ts';
import { authorityCalls } from './authority-calls.ts';
import { chainParameters } from './chain-parameters.ts';
import { mechanismCalls } from './mechanism-calls.ts';
import { ownerHotkeyCalls } from './owner-hotkey.ts';
import { ownerParameters } from './owner-parameters.ts';
import { rootParameters } from './root-parameters.ts';

export const adminUtilsCalls: Handlers<'AdminUtils'> = {
  ...authorityCalls,
  ...chainParameters,
  ...rootParameters,
  ...ownerParameters,
  ...ownerHotkeyCalls,
  ...mechanismCalls,
};
