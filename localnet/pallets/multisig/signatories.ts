/**
 * Who shares an account: the sender and others, all different and in ascending order of their bytes.
 *
 *   account = blake2b-256( "modlpy/utilisuba" ++ signatories (with their number) ++ threshold u16 LE )
 */
import type { Bytes } from '../../../src/chain/bytes.ts';
import { concatBytes, utf8 } from '../../../src/chain/bytes.ts';
import { blake2b256 } from '../../../src/chain/hash.ts';
import { encode, u16, vec } from '../../../src/chain/scale/index.ts';
import type { DispatchError } from '../../../src/chain/schema/index.ts';
import { accountId, constants } from '../../../src/chain/schema/index.ts';
import { moduleError } from '../module-error.ts';

const DERIVATION_PREFIX = utf8('modlpy/utilisuba');
const MAX_SIGNATORIES = constants.Multisig.MaxSignatories.value;

/** The account of `signatories` (sorted) of whom `threshold` must agree. */
export const multisigAccount = (signatories: readonly Bytes[], threshold: number): Bytes =>
  blake2b256(concatBytes(DERIVATION_PREFIX, encode(vec(accountId), signatories), encode(u16, threshold)));

export type Group =
  | { readonly ok: true; readonly account: Bytes }
  | { readonly ok: false; readonly error: DispatchError };

const refuse = (name: Parameters<typeof moduleError<'Multisig'>>[1]): Group => ({
  ok: false,
  error: moduleError('Multisig', name),
});

/** The shared account of `who` and `others`, if they are stated as they must be. */
export function groupOf(who: Bytes, others: readonly Bytes[], threshold: number): Group {
  if (others.length === 0) return refuse('TooFewSignatories');
  if (others.length >= MAX_SIGNATORIES) return refuse('TooManySignatories');
  for (const [i, other] of others.entries()) {
    if (i > 0 && Buffer.compare(others[i - 1]!, other) >= 0) return refuse('SignatoriesOutOfOrder');
    if (Buffer.compare(other, who) === 0) return refuse('SenderInSignatories');
  }
  const signatories = [...others, who].sort(Buffer.compare);
  return { ok: true, account: multisigAccount(signatories, threshold) };
}
