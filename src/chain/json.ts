/**
 * A careful look into parsed JSON from files: every step checks what is there and names the place if it is not right.
 *
 *   JsonPlace.of(document).get('input').get('kappa').u16()
 *
 * Conventions of the vector files: up to 32 bits are JSON numbers, wider integers decimal strings.
 * Everything throws `ChainError` with code `json/missing`, `json/wrong-type`, `json/out-of-range` or `json/too-long`;
 * its `field` is the path (`input.mechanisms[0].last_update[3]`).
 */
import { ChainError } from './error.ts';
import { U16_MAX } from './fixed/index.ts';

/** Longest list that is accepted: one entry per possible uid, and one to spare for matrices of that size. */
export const MAX_LIST = U16_MAX + 1;
/** Digits of the widest integer here (128 bits) and a sign; keeps hostile digits away from `BigInt`. */
const MAX_DIGITS = 40;
const DECIMAL = /^(0|-?[1-9][0-9]*)$/;
const U32_MAX = 2 ** 32 - 1;
const I16_MIN = -(2 ** 15);
const I16_MAX = 2 ** 15 - 1;
const U8_MAX = 255;

export class JsonPlace {
  readonly #value: unknown;
  readonly #path: string;

  private constructor(value: unknown, path: string) {
    this.#value = value;
    this.#path = path;
  }

  /** The whole of a parsed document; `name` begins every path. */
  static of(value: unknown, name = ''): JsonPlace {
    return new JsonPlace(value, name);
  }

  /** The unchecked value. */
  get raw(): unknown {
    return this.#value;
  }

  /** A refusal that names this place. */
  error(code: 'missing' | 'wrong-type' | 'out-of-range' | 'too-long', expected: string): ChainError {
    return new ChainError(`json/${code}`, `expected ${expected}, got ${inWords(this.#value)}`, {
      field: this.#path || 'document',
    });
  }

  /** A member that must be there. */
  get(key: string): JsonPlace {
    const place = this.optional(key);
    if (!place) throw new JsonPlace(undefined, this.#join(key)).error('missing', 'a value');
    return place;
  }

  /** A member that may be absent; `null` is a value. */
  optional(key: string): JsonPlace | undefined {
    const object = this.#object();
    return Object.hasOwn(object, key) ? new JsonPlace(object[key], this.#join(key)) : undefined;
  }

  /** Undefined for `null`. */
  nullable(): JsonPlace | undefined {
    return this.#value === null ? undefined : this;
  }

  /** Members of an object, in file order. */
  entries(maxLength = MAX_LIST): [key: string, place: JsonPlace][] {
    const entries = Object.entries(this.#object());
    if (entries.length > maxLength) throw this.error('too-long', `at most ${maxLength} members`);
    return entries.map(([key, value]) => [key, new JsonPlace(value, this.#join(key))]);
  }

  list(maxLength = MAX_LIST): JsonPlace[] {
    if (!Array.isArray(this.#value)) throw this.error('wrong-type', 'a list');
    if (this.#value.length > maxLength) throw this.error('too-long', `at most ${maxLength} entries`);
    return this.#value.map((value, index) => new JsonPlace(value, `${this.#path}[${index}]`));
  }

  /** A list of exactly two. */
  pair(): [JsonPlace, JsonPlace] {
    const list = this.list();
    if (list.length !== 2) throw this.error('wrong-type', 'a list of two');
    return [list[0]!, list[1]!];
  }

  text(): string {
    if (typeof this.#value !== 'string') throw this.error('wrong-type', 'text');
    return this.#value;
  }

  bool(): boolean {
    if (typeof this.#value !== 'boolean') throw this.error('wrong-type', 'true or false');
    return this.#value;
  }

  /** A JSON number that is a whole number in min…max. */
  integer(min: number, max: number): number {
    const value = this.#value;
    if (typeof value !== 'number' || !Number.isInteger(value)) throw this.error('wrong-type', 'a whole number');
    if (value < min || value > max) throw this.error('out-of-range', `${min} to ${max}`);
    return value;
  }

  /** Any JSON number. */
  number(): number {
    if (typeof this.#value !== 'number') throw this.error('wrong-type', 'a number');
    return this.#value;
  }

  u8 = (): number => this.integer(0, U8_MAX);
  u16 = (): number => this.integer(0, U16_MAX);
  i16 = (): number => this.integer(I16_MIN, I16_MAX);
  u32 = (): number => this.integer(0, U32_MAX);

  /** A decimal string in min…max. */
  bigint(min: bigint, max: bigint): bigint {
    const value = this.#value;
    if (typeof value !== 'string' || value.length > MAX_DIGITS || !DECIMAL.test(value)) {
      throw this.error('wrong-type', 'a decimal string');
    }
    const integer = BigInt(value);
    if (integer < min || integer > max) throw this.error('out-of-range', `${min} to ${max}`);
    return integer;
  }

  u64 = (): bigint => this.bigint(0n, 2n ** 64n - 1n);
  /** Bits of a signed fixed-point number of 64 or 128 bits. */
  bits = (width: 64 | 128 = 64): bigint => this.bigint(-(2n ** BigInt(width - 1)), 2n ** BigInt(width - 1) - 1n);

  #object(): Record<string, unknown> {
    const value = this.#value;
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw this.error('wrong-type', 'an object');
    return value as Record<string, unknown>;
  }

  #join(key: string): string {
    const shown = shorten(key);
    return this.#path ? `${this.#path}.${shown}` : shown;
  }
}

const MAX_SHOWN = 60;

function shorten(text: string): string {
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}

/** A hostile value in a few words. */
function inWords(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  return shorten(JSON.stringify(value));
}
