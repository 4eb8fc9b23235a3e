/**
 * A hyperparameter as a person reads it: scaled by its unit, with the stored value beside it.
 *
 * Units come from the schema: `blocks`, `rao`, `/65535`, `/10^6`, `/1000 tempo`, … A unit `/d` says the stored integer is a
 * numerator over d.
 */
import type { Hyperparameter } from '../../light/types.ts';
import { formatBlocksAsTime, formatCount, formatExactRao } from '../format/index.ts';

export interface ReadableParameter {
  readonly name: string;
  readonly value: string;
  /** The unit behind the value, where there is one. */
  readonly unit: string;
  /** The value as stored, for the title and the copy button. */
  readonly stored: string;
  readonly docs: string;
}

/** Significant places of a scaled value. */
const RATIO_DECIMALS = 4;

export function describeHyperparameter(parameter: Hyperparameter, blockTimeMs: number): ReadableParameter {
  const { name, value, unit, docs } = parameter;
  if (typeof value === 'boolean') {
    return { name, value: value ? 'on' : 'off', unit: '', stored: String(value), docs };
  }
  const stored = typeof value === 'bigint' ? String(value) : value.join(', ');
  const numbers = typeof value === 'bigint' ? [value] : value.map(BigInt);
  const scale = readScale(unit);
  if (scale) {
    const ratios = numbers.map((number) => formatRatio(number, scale.denominator));
    return { name, value: ratios.join(' … '), unit: scale.unit, stored: `${stored} ${unit}`, docs };
  }
  if (unit === 'rao') {
    return { name, value: numbers.map(formatExactRao).join(' … '), unit: 'τ', stored: `${stored} rao`, docs };
  }
  const shown = numbers.map((number) => formatCount(number)).join(' … ');
  if (unit === 'blocks' && numbers.length === 1) {
    const time = formatBlocksAsTime(Number(numbers[0]), blockTimeMs);
    return { name, value: shown, unit: `blocks, ${time}`, stored: `${stored} blocks`, docs };
  }
  const counted = shown === '1' ? unit.replace(/s$/, '') : unit;
  return { name, value: shown, unit: counted, stored: `${stored} ${unit}`.trim(), docs };
}

/** `/65535` → 65535, `/2^64` → 2^64, `/1000 tempo` → 1000 in tempos; undefined for other units. */
function readScale(unit: string): { denominator: bigint; unit: string } | undefined {
  const parts = /^\/(\d{1,20})(?:\^(\d{1,3}))?(?: (.+))?$/.exec(unit);
  if (!parts) return undefined;
  const denominator = BigInt(parts[1]!) ** BigInt(parts[2] ?? 1);
  return denominator === 0n ? undefined : { denominator, unit: parts[3] ?? '' };
}

/** numerator / denominator to four places, rounded to the nearest, trailing zeros dropped. */
function formatRatio(numerator: bigint, denominator: bigint): string {
  const scale = 10n ** BigInt(RATIO_DECIMALS);
  const magnitude = numerator < 0n ? -numerator : numerator;
  const scaled = (magnitude * scale * 2n + denominator) / (denominator * 2n);
  const places = String(scaled % scale).padStart(RATIO_DECIMALS, '0');
  return `${numerator < 0n ? '−' : ''}${trimZeros(`${formatCount(scaled / scale)}.${places}`)}`;
}

/** `0.5000` → `0.5`, `2.0000` → `2`. */
function trimZeros(text: string): string {
  return text.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '');
}
