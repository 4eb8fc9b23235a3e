/**
 * Signs with an account of a wallet extension. The wallet gets the transaction in its own terms (`signerPayload`), shows it
 * to the person and answers with a signature, which is verified by `signTransaction` like everybody's.
 */
import { LightError } from '../../errors.ts';
import type { Signer } from '../types.ts';
import type { InjectedExtension, InjectedOptions } from './injected-extension.ts';
import { readSignature } from './signature-text.ts';
import { signerPayload } from './signer-payload.ts';

/** @throws LightError `signer/unavailable` if the wallet has no such account */
export function injectedSigner(extension: InjectedExtension, address: string, options: InjectedOptions = {}): Signer {
  const found = extension.accounts.find((account) => account.address === address);
  if (!found) throw new LightError('signer/unavailable', `The wallet has no account ${address.slice(0, 64)}.`);
  return {
    account: found.account,
    async sign(transaction, { signal } = {}) {
      const payload = { ...signerPayload(transaction), address };
      const answer = await extension.signPayload(payload, { ...options, ...(signal && { signal }) });
      return readSignature(signatureOf(answer), true);
    },
  };
}

/** The answer is `{ id, signature }`, and maybe more that nobody asked for. */
function signatureOf(answer: unknown): unknown {
  if (typeof answer !== 'object' || answer === null) return undefined;
  try {
    return (answer as { readonly signature?: unknown }).signature;
  } catch (error) {
    throw new LightError('signer/bad-answer', 'The wallet’s answer cannot be read.', {
      data: { field: 'signature' },
      cause: error,
    });
  }
}
