/**
 * From a stored time-locked commit to the weights in it: decrypt, decode, compare the hotkey (spec participation §5.4).
 *
 * The chain drops a commit that is refused here, without a word; one whose pulse is missing it keeps for the next block,
 * which is the caller's to decide. The weights themselves are then checked as if they were set (`weights`).
 */
import { equalBytes } from '../bytes.ts';
import { ChainError } from '../error.ts';
import { type Decrypted, type DecryptRefusal, decryptWithRound } from './decrypt.ts';
import { decodePayload, type RevealedPayload } from './payload.ts';

/** `bad-payload`: decrypted, but no weights. `wrong-hotkey`: weights that another hotkey signed. */
export type RevealRefusal = DecryptRefusal | 'timelock/bad-payload' | 'timelock/wrong-hotkey';

export type Revealed =
  | { readonly ok: true; readonly weights: Omit<RevealedPayload, 'hotkey'> }
  | { readonly ok: false; readonly code: RevealRefusal; readonly reason: string };

/**
 * @param commit hostile bytes
 * @param signature of the pulse of the commit's round, as stored
 * @param committer the hotkey that committed, 32 bytes
 */
export function revealTimelockedWeights(commit: Uint8Array, signature: Uint8Array, committer: Uint8Array): Revealed {
  return readRevealedWeights(decryptWithRound(commit, signature), committer);
}

/** The same for whoever has decrypted it already. */
export function readRevealedWeights(decrypted: Decrypted, committer: Uint8Array): Revealed {
  if (!decrypted.ok) return decrypted;
  try {
    const { hotkey, ...weights } = decodePayload(decrypted.plaintext);
    if (!hotkey || equalBytes(hotkey, committer)) return { ok: true, weights };
    return { ok: false, code: 'timelock/wrong-hotkey', reason: 'the weights inside are of another hotkey' };
  } catch (error) {
    if (!(error instanceof ChainError)) throw error;
    return { ok: false, code: 'timelock/bad-payload', reason: error.message };
  }
}
