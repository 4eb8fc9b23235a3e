/**
 * Counts, amounts in rao and stored fractions as text.
 *
 * 1 τ = 1 α = 10^9 rao. A u16 fraction is value / 65535. All of it is integer arithmetic: no amount passes through a float.
 */

/** Thin space. (The narrow no-break space is too narrow in Inter to be seen; style sheets keep figures on one line.) */
export const GROUP_SEPARATOR = '\u2009';

/** Decimal places of rao in τ or α. */
const RAO_DECIMALS = 9;
const UNGROUPED_PLACES = 4;
const U16_ONE = 65535;
const FRACTION_DECIMALS = 4;
const PRICE_DECIMALS = 6;
const RAO_PER_TAO = 10n ** BigInt(RAO_DECIMALS);

/** `1234567` → `1 234 567`. `digits` holds decimal digits only. */
function groupFromRight(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, GROUP_SEPARATOR);
}

/** A figure for the middle of a sentence: its separators become narrow no-break spaces, so that it is never torn apart. */
export function unbroken(figure: string): string {
  return figure.replaceAll(GROUP_SEPARATOR, '\u202f');
}

/** `012408` → `012 408`: places after the point are grouped from the point on; up to four need no grouping. */
function groupFromLeft(digits: string): string {
  if (digits.length <= UNGROUPED_PLACES) return digits;
  return digits.replace(/(\d{3})(?=\d)/g, `$1${GROUP_SEPARATOR}`);
}

/** An integer of any size with grouped digits. Fractional numbers are cut towards zero. */
export function formatCount(count: number | bigint): string {
  const whole = typeof count === 'bigint' ? count : BigInt(Math.trunc(count));
  return whole < 0n ? `−${groupFromRight(String(-whole))}` : groupFromRight(String(whole));
}

/**
 * Rao as τ or α with exactly `decimals` (0…9) places, cut towards zero.
 * @throws RangeError for more places than rao have.
 */
export function formatRao(rao: bigint, decimals: number): string {
  if (!Number.isInteger(decimals) || decimals < 0 || decimals > RAO_DECIMALS) {
    throw new RangeError(`decimals: expected 0…${RAO_DECIMALS}, got ${decimals}`);
  }
  const magnitude = rao < 0n ? -rao : rao;
  const whole = groupFromRight(String(magnitude / RAO_PER_TAO));
  const places = String(magnitude % RAO_PER_TAO)
    .padStart(RAO_DECIMALS, '0')
    .slice(0, decimals);
  const text = decimals === 0 ? whole : `${whole}.${groupFromLeft(places)}`;
  const isShownZero = !/[1-9]/.test(text);
  return rao < 0n && !isShownZero ? `−${text}` : text;
}

/** Every digit of an amount that is not a trailing zero: `0.137 000 001`, `100`. */
export function formatExactRao(rao: bigint): string {
  const [whole = '', places] = formatPlainRao(rao).split('.');
  const grouped = groupFromRight(whole).replace('-', '−');
  return places === undefined ? grouped : `${grouped}.${groupFromLeft(places)}`;
}

/** Every digit of an amount, without grouping, as other tools read it: `12.000000001`. */
export function formatPlainRao(rao: bigint): string {
  const sign = rao < 0n ? '-' : '';
  const magnitude = rao < 0n ? -rao : rao;
  const places = String(magnitude % RAO_PER_TAO)
    .padStart(RAO_DECIMALS, '0')
    .replace(/0+$/, '');
  return `${sign}${magnitude / RAO_PER_TAO}${places === '' ? '' : `.${places}`}`;
}

/** Places for a column of amounts whose largest is `largestRao`: few where numbers are big, so that the column stays narrow. */
export function amountDecimals(largestRao: bigint): number {
  if (largestRao >= 100_000n * RAO_PER_TAO) return 1;
  return largestRao >= 100n * RAO_PER_TAO ? 2 : 4;
}

/** A price in τ per α, given in rao per α, with six places: `0.012 408`. */
export function formatTauPrice(raoPerAlpha: bigint): string {
  return formatRao(raoPerAlpha, PRICE_DECIMALS);
}

/** A u16 fraction of 65535 with four places, rounded to the nearest; `0` for exactly zero, so that it can be told apart. */
export function formatFractionU16(value: number): string {
  if (value === 0) return '0';
  return (value / U16_ONE).toFixed(FRACTION_DECIMALS);
}

const BYTE_UNITS = ['B', 'kB', 'MB', 'GB'] as const;

/** A number of bytes in decimal units: `1.2 MB`. */
export function formatBytes(bytes: number): string {
  const power = Math.min(BYTE_UNITS.length - 1, bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3));
  const scaled = bytes / 1000 ** power;
  return `${power === 0 ? formatCount(bytes) : scaled.toFixed(1)} ${BYTE_UNITS[power]}`;
}

/** A computing time: `0.42 ms`, `3.2 ms`, `38 ms`, `1.2 s`. Clocks of browsers are coarse: zero is `under 1 ms`. */
export function formatMilliseconds(ms: number): string {
  if (ms <= 0) return 'under 1 ms';
  if (ms >= 1000) return `${(ms / 1000).toFixed(1)} s`;
  return `${ms < 1 ? ms.toFixed(2) : ms < 10 ? Number(ms.toFixed(1)) : Math.round(ms)} ms`;
}
