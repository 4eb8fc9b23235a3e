/**
 * Why the pool does not take an extrinsic: our codes, Substrate's words (`sp_runtime::transaction_validity`).
 */
import type { PoolRefusal } from '../types.ts';

const WORDS = {
  'pool/undecodable': 'Extrinsic has invalid format',
  'pool/no-unsigned': 'Could not find an unsigned validator for the unsigned transaction',
  'pool/call': 'Transaction call is not expected',
  'pool/mandatory': 'Transaction dispatch is mandatory; transactions must not be validated.',
  'pool/cannot-lookup': 'Could not lookup information required to validate the transaction',
  'pool/bad-signer': 'Invalid signing address',
  'pool/bad-proof': 'Transaction has a bad signature',
  'pool/ancient-birth-block': 'Transaction has an ancient birth block',
  'pool/stale': 'Transaction is outdated',
  'pool/future': 'Transaction will be valid in the future',
  'pool/payment': 'Inability to pay some fees (e.g. account balance too low)',
  'pool/exhausts-resources': 'Transaction would exhaust the block limits',
  'pool/custom': 'InvalidTransaction custom error',
  'pool/already-imported': 'Already Imported',
  'pool/priority-too-low': 'Priority is too low',
  'pool/full': 'Immediately Dropped',
} as const;

export type RefusalCode = keyof typeof WORDS;

/** `detail` is added to Substrate's words where there is more to say. */
export function refuse(code: Exclude<RefusalCode, 'pool/custom'>, detail?: string): PoolRefusal {
  return { ok: false, code, message: detail ? `${WORDS[code]}: ${detail}` : WORDS[code] };
}

/** `InvalidTransaction::Custom(n)`: what the Subtensor pallet refuses before anything is paid (spec participation §12). */
export function refuseCustom(custom: number): PoolRefusal {
  return { ok: false, code: 'pool/custom', message: WORDS['pool/custom'], custom };
}
