/**
 * Python's `str()` of the values that JSON can hold, as required hash fields are hashed (spec axon-dendrite §4).
 *
 *   a → a     true → True     null → None     ["a", 1] → ['a', 1]     {"k": 0.5} → {'k': 0.5}
 *
 * Integers are bigints and floats are numbers, because Python tells 1 from 1.0; dictionaries are maps, because objects
 * here reorder keys that look like numbers. Within lists and dictionaries text is written as by `repr`.
 * DIFFERS: `repr` escapes characters that its Unicode version does not know yet; here this engine's version decides.
 */
import { ChainError } from '../error.ts';

export type PythonValue =
  | string
  | boolean
  | null
  | bigint
  | number
  | readonly PythonValue[]
  | ReadonlyMap<string, PythonValue>;

/** Bodies come from strangers; deeper values are refused before they exhaust the stack. */
const MAX_DEPTH = 64;
/** Python writes floats from here on with an exponent, and those below the other. */
const EXPONENT_FROM = 1e16;
const EXPONENT_BELOW = 1e-4;
/** Neither control, format, surrogate, private nor unassigned, and of all separators only the space. */
const PRINTABLE = /^(?:[^\p{C}\p{Z}]| )$/u;
const SHORT_ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** @throws ChainError `axon/too-deep` */
export function pythonStr(value: PythonValue): string {
  return typeof value === 'string' ? value : repr(value, 0);
}

function repr(value: PythonValue, depth: number): string {
  if (depth > MAX_DEPTH) throw new ChainError('axon/too-deep', `nested deeper than ${MAX_DEPTH}`);
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return floatText(value);
  if (typeof value === 'string') return quoted(value);
  if (value instanceof Map) {
    const members = Array.from(value, ([key, member]) => `${quoted(key)}: ${repr(member, depth + 1)}`);
    return `{${members.join(', ')}}`;
  }
  return `[${(value as readonly PythonValue[]).map((entry) => repr(entry, depth + 1)).join(', ')}]`;
}

/** The shortest digits that give the same double, as both languages find; only the notation differs. */
function floatText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (Object.is(value, -0)) return '-0.0';
  const size = Math.abs(value);
  if (size !== 0 && (size >= EXPONENT_FROM || size < EXPONENT_BELOW)) {
    const [digits, exponent] = value.toExponential().split('e') as [string, string];
    return `${digits}e${exponent[0]}${exponent.slice(1).padStart(2, '0')}`;
  }
  const text = String(value);
  return text.includes('.') ? text : `${text}.0`;
}

/** Single quotes, unless the text has some and no double ones. */
function quoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const inside = Array.from(text, (character) => (character === quote ? `\\${quote}` : escaped(character)));
  return `${quote}${inside.join('')}${quote}`;
}

function escaped(character: string): string {
  const short = SHORT_ESCAPES[character];
  if (short !== undefined) return short;
  if (PRINTABLE.test(character)) return character;
  const digits = character.codePointAt(0)!.toString(16);
  if (digits.length <= 2) return `\\x${digits.padStart(2, '0')}`;
  return digits.length <= 4 ? `\\u${digits.padStart(4, '0')}` : `\\U${digits.padStart(8, '0')}`;
}
