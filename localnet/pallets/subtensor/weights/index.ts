/** Weights: set, committed, revealed. */
import { BAD_ORIGIN, signerOf } from '../../block-execution.ts';
import type { Handlers } from '../../handlers.ts';
import { setWeights } from './set-weights.ts';

export { weightsContext } from './set-weights.ts';

export const weightsCalls: Handlers<'SubtensorModule'> = {
  set_weights: (execution, origin, { netuid, dests, weights, version_key: versionKey }) => {
    const hotkey = signerOf(origin);
    if (!hotkey) return BAD_ORIGIN;
    return setWeights(execution, hotkey, { netuid, mechanism: 0, uids: dests, values: weights, versionKey });
  },
};
