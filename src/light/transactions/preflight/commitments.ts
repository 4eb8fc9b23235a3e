/** What a hotkey says about itself (spec participation §6; `pallet_commitments`). */
import {
  commitmentSpace,
  isCommitmentFieldTooLong,
  read,
  readAll,
  together,
  useCommitmentSpace,
} from '../../../chain/economy/index.ts';
import { storage } from '../../../chain/schema/index.ts';
import type { Areas } from './area.ts';
import { refuse, UNDECODABLE } from './area.ts';
import { has } from './reads.ts';
import { revealClock } from './weights-facts.ts';

const { Commitments: commitments, SubtensorModule: subtensor } = storage;
const MAX_FIELDS = 3;

export const commitmentAreas: Areas<'Commitments'> = {
  set_commitment: {
    check: 'commitment',
    // biome-ignore lint/correctness/useYield: these rules read nothing.
    *pool({ info: { fields } }) {
      return fields.length > MAX_FIELDS || fields.some(isCommitmentFieldTooLong) ? UNDECODABLE : undefined;
    },
    *dispatch({ netuid, info: { fields } }, at) {
      const [[isRegistered, used, maxSpace], { epoch }] = yield* together(
        readAll([
          has(subtensor.Uids, netuid, at.signer),
          read(commitments.UsedSpaceOf, netuid, at.signer),
          read(commitments.MaxSpace),
        ]),
        revealClock(netuid, at.block),
      );
      if (!isRegistered) return refuse('Commitments', 'AccountNotAllowedCommit');
      const usage = useCommitmentSpace(used, epoch, commitmentSpace(fields), maxSpace);
      return usage ? undefined : refuse('Commitments', 'SpaceLimitExceeded');
    },
  },
};
