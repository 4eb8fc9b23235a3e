/**
 * What the chain's governor may do. (`pallet_sudo`)
 *
 * The inner call's outcome is an event, not the outcome of `sudo`.
 */
import type { Codec } from '../../scale/index.ts';
import { option, variant } from '../../scale/index.ts';
import { pallet } from '../pallet.ts';
import { optional } from '../storage-item.ts';
import { accountId, multiAddress, weight } from '../types/basic.ts';
import type { InnerCall } from '../types/call.ts';
import { dispatchResult } from '../types/dispatch.ts';

const path = (name: string) => ['pallet_sudo', 'pallet', name];

/** `call` is the enum of all calls: this pallet's calls contain others. */
export const sudo = (call: Codec<InnerCall>) =>
  pallet({
    name: 'Sudo',
    index: 12,
    storage: {
      Key: optional([], accountId, 'Account that may act as root.'),
    },
    calls: variant(path('Call'), {
      sudo: [0, { call }],
      sudo_unchecked_weight: [1, { call, weight }],
      set_key: [2, { new: multiAddress }],
      sudo_as: [3, { who: multiAddress, call }],
      remove_key: [4, []],
    }),
    events: variant(path('Event'), {
      Sudid: [0, { sudo_result: dispatchResult }],
      KeyChanged: [1, { old: option(accountId), new: accountId }],
      KeyRemoved: [2, []],
      SudoAsDone: [3, { sudo_result: dispatchResult }],
    }),
    errors: {
      path: path('Error'),
      sentences: {
        RequireSudo: 'Only the sudo key may do this.',
      },
    },
  });
