/**
 * Who finalizes blocks, and how that changes. (`pallet_grandpa`)
 *
 * What authorities sign and how it is checked is in `grandpa.ts`; here is only what the state says of them.
 */
import { option, struct, tuple, u32, u64, variant, vec } from '../../scale/index.ts';
import { constant, pallet } from '../pallet.ts';
import { item, optional, twox } from '../storage-item.ts';
import { grandpaKey, weakBoundedVec } from '../types/basic.ts';

const path = (name: string) => ['pallet_grandpa', 'pallet', name];

const blockNumber = [{ name: 'N', codec: u32 }];

const storedState = variant(
  ['pallet_grandpa', 'StoredState'],
  {
    Live: [0, []],
    PendingPause: [1, { scheduled_at: u32, delay: u32 }],
    Paused: [2, []],
    PendingResume: [3, { scheduled_at: u32, delay: u32 }],
  },
  blockNumber,
);

const storedPendingChange = struct(
  ['pallet_grandpa', 'StoredPendingChange'],
  {
    scheduled_at: u32,
    delay: u32,
    next_authorities: weakBoundedVec(tuple(grandpaKey, u64)),
    forced: option(u32),
  },
  blockNumber,
);

export const Grandpa = pallet({
  name: 'Grandpa',
  index: 4,
  storage: {
    State: item(
      [],
      storedState,
      { type: 'Live', value: undefined },
      'Whether finality is running, paused, or about to change.',
    ),
    PendingChange: optional([], storedPendingChange, 'Authority change that waits for its block.'),
    NextForced: optional([], u32, 'Block from which a forced authority change is possible again.', 'block'),
    Stalled: optional([], tuple(u32, u32), 'Whether finality has stalled: (delay, last finalized block).'),
    CurrentSetId: item([], u64, 0n, 'Number of the current authority set.'),
    SetIdSession: optional([twox(u64)], u32, 'Session in which an authority set began.'),
    Authorities: item([], weakBoundedVec(tuple(grandpaKey, u64)), [], 'Keys that finalize blocks, with their votes.'),
  },
  events: variant(path('Event'), {
    NewAuthorities: [0, { authority_set: vec(tuple(grandpaKey, u64)) }],
    Paused: [1, []],
    Resumed: [2, []],
  }),
  errors: {
    path: path('Error'),
    sentences: {
      PauseFailed: 'Finality is not running.',
      ResumeFailed: 'Finality is not paused.',
      ChangePending: 'An authority change is already under way.',
      TooSoon: 'The last forced change is too recent.',
      InvalidKeyOwnershipProof: 'The proof of ownership does not hold.',
      InvalidEquivocationProof: 'The proof of equivocation does not hold.',
      DuplicateOffenceReport: 'The offence was reported already.',
    },
  },
  constants: {
    MaxAuthorities: constant(u32, 32),
    MaxNominators: constant(u32, 20),
    MaxSetIdSessionEntries: constant(u64, 0n),
  },
});
