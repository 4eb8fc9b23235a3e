/** What neurons publish about themselves: free of charge, in the open or locked to a drand round (spec participation §6). */
import { storage } from '../../../src/chain/schema/index.ts';
import { BAD_ORIGIN, signerOf } from '../block-execution.ts';
import type { Handlers } from '../handlers.ts';
import { setCommitment } from './set-commitment.ts';

export { revealCommitments } from './reveal.ts';

export const commitmentsCalls: Handlers<'Commitments'> = {
  set_commitment: (execution, origin, { netuid, info }) => {
    const who = signerOf(origin);
    return who ? setCommitment(execution, who, netuid, info.fields) : BAD_ORIGIN;
  },
  set_max_space: (execution, origin, { new_limit }) => {
    if (origin.type !== 'root') return BAD_ORIGIN;
    execution.state.put(storage.Commitments.MaxSpace, new_limit);
    return undefined;
  },
};
