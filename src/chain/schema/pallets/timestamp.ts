/**
 * The time of each block, set by its author. (`pallet_timestamp`)
 *
 * Milliseconds since 1970. Two blocks are at least half a slot apart.
 */
import { bool, compact, u64, variant } from '../../scale/index.ts';
import { constant, pallet } from '../pallet.ts';
import { item } from '../storage-item.ts';

const path = (name: string) => ['pallet_timestamp', 'pallet', name];

export const Timestamp = pallet({
  name: 'Timestamp',
  index: 2,
  storage: {
    Now: item([], u64, 0n, 'Time of this block.', 'ms since 1970'),
    DidUpdate: item([], bool, false, 'Whether this block has set its time.'),
  },
  calls: variant(path('Call'), {
    set: [0, { now: compact(u64) }],
  }),
  constants: {
    MinimumPeriod: constant(u64, 6_000n),
  },
});
