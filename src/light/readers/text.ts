/**
 * Text that strangers put on the chain, made fit to stand in a table: no control or direction characters, one line,
 * bounded length.
 */
import { fromUtf8 } from '../../chain/bytes.ts';

/** Longest name or symbol that is shown. */
export const MAX_NAME_CHARS = 64;
/** Four bytes are the most that UTF-8 takes for a character. */
const MAX_NAME_BYTES = 4 * MAX_NAME_CHARS;
/** Control characters, line and paragraph separators, invisible formatting (which includes direction overrides). */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/gu;

export function printableName(bytes: Uint8Array): string {
  const text = fromUtf8(bytes.subarray(0, MAX_NAME_BYTES)).replace(UNPRINTABLE, ' ').replace(/\s+/g, ' ').trim();
  return [...text].slice(0, MAX_NAME_CHARS).join('');
}
