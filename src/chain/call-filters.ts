/**
 * Calls that are let through where others are not (spec participation §2, §10): while a coldkey's swap is announced, in safe
 * mode, and into batches.
 */
import type { InnerCall } from './schema/index.ts';

/** What a coldkey may still do once its swap is announced. */
const WHILE_SWAP_ANNOUNCED: ReadonlySet<string> = new Set([
  'SubtensorModule.announce_coldkey_swap',
  'SubtensorModule.swap_coldkey_announced',
  'SubtensorModule.dispute_coldkey_swap',
  'SubtensorModule.clear_coldkey_swap_announcement',
  'MevShield.submit_encrypted',
]);

/** What safe mode leaves: pallets, and single calls. */
const SAFE_PALLETS: ReadonlySet<string> = new Set(['Sudo', 'Multisig', 'System', 'SafeMode', 'Timestamp']);
const SAFE_CALLS: ReadonlySet<string> = new Set([
  'SubtensorModule.set_weights',
  'SubtensorModule.serve_axon',
  'Commitments.set_commitment',
]);

/** `SubtensorModule.add_stake`. */
export const callName = ({ type, value: [{ type: name }] }: InnerCall): string => `${type}.${name}`;

export const isAllowedWhileSwapAnnounced = (call: InnerCall): boolean => WHILE_SWAP_ANNOUNCED.has(callName(call));

export const isAllowedInSafeMode = (call: InnerCall): boolean =>
  SAFE_PALLETS.has(call.type) || SAFE_CALLS.has(callName(call));

const BATCHES: ReadonlySet<string> = new Set(['batch', 'batch_all', 'force_batch']);
const isBatch = (call: InnerCall): boolean => call.type === 'Utility' && BATCHES.has(call.value[0].type);

/** A batch with a batch directly in it, which no batch may hold. */
export function isNestedBatch(call: InnerCall): boolean {
  if (!isBatch(call)) return false;
  const { calls } = call.value[0].value as { readonly calls: readonly InnerCall[] };
  return calls.some(isBatch);
}
