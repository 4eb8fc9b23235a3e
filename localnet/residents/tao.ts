/**
 * Amounts of TAO as people write them. Inside everything is rao; text becomes rao here, exactly or not at all.
 *
 *   1 TAO = 10^9 rao;  "12.5" = 12 500 000 000 rao
 */

/** One TAO, or one alpha, in rao. */
export const TAO = 1_000_000_000n;
const DECIMALS = 9;
/** More digits than any amount of TAO has. */
const MAX_DIGITS = 8;
const AMOUNT = new RegExp(`^(\\d{1,${MAX_DIGITS}})(?:\\.(\\d{1,${DECIMALS}}))?$`);

/** Rao of "10499990" or "0.5"; undefined if it is no such number, or has more digits than rao can tell apart. */
export function parseTao(text: string): bigint | undefined {
  const match = AMOUNT.exec(text);
  if (!match) return undefined;
  return BigInt(match[1]!) * TAO + BigInt((match[2] ?? '').padEnd(DECIMALS, '0'));
}
