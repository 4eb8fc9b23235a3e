/** What a check of `src/chain/economy` refuses, as the dispatch error that the chain answers with. */
import type { StakeDecision } from '../../../../src/chain/economy/index.ts';
import type { DispatchError, ErrorName } from '../../../../src/chain/schema/index.ts';
import { fail, moduleError } from '../../module-error.ts';

type Refused = Exclude<StakeDecision<ErrorName<'SubtensorModule'>>, { readonly ok: true }>;

export const refusalError = (refused: Refused): DispatchError =>
  'swapError' in refused ? moduleError('Swap', refused.swapError) : fail(refused.refusal);
