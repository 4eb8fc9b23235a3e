/**
 * The parameters of a request, unknown until they are asked for by place and kind.
 */
import type { Bytes } from '../../src/chain/bytes.ts';
import { fromHex, toHex } from '../../src/chain/bytes.ts';
import { fromSs58 } from '../../src/chain/ss58.ts';
import { MAX_KEY_BYTES } from '../../src/chain/trie/index.ts';
import { invalidParams } from './error.ts';
import { MAX_KEYS } from './limits.ts';

const HASH_BYTES = 32;
const U32_MAX = 0xffff_ffff;

export class Params {
  readonly #values: readonly unknown[];

  /** @throws RpcError -32602 unless `values` is a list or absent. */
  constructor(values: unknown) {
    if (values !== undefined && !Array.isArray(values)) throw invalidParams('expected a list of parameters');
    this.#values = values ?? [];
  }

  /** True if the parameter is absent or null. */
  isAbsent(place: number): boolean {
    return this.#values[place] === undefined || this.#values[place] === null;
  }

  /** A list is one of whatever `read` reads at each of its places. */
  isList(place: number): boolean {
    return Array.isArray(this.#values[place]);
  }

  text(place: number, name: string): string {
    const value = this.#values[place];
    return typeof value === 'string' ? value : refuse(name, 'a string', value);
  }

  u32(place: number, name: string): number {
    return asU32(this.#values[place], name);
  }

  bool(place: number, name: string): boolean {
    const value = this.#values[place];
    return typeof value === 'boolean' ? value : refuse(name, 'true or false', value);
  }

  bytes(place: number, name: string): Bytes {
    return asBytes(this.#values[place], name);
  }

  /** A 32-byte hash; undefined if absent. */
  hash(place: number, name: string): Bytes | undefined {
    if (this.isAbsent(place)) return undefined;
    const hash = this.bytes(place, name);
    return hash.length === HASH_BYTES ? hash : refuse(name, `${HASH_BYTES} bytes`, this.#values[place]);
  }

  /** An account as SS58 or as 32 bytes. @throws ChainError for text that is neither */
  account(place: number, name: string): Bytes {
    const text = this.text(place, name);
    return text.startsWith('0x') ? this.hash(place, name)! : fromSs58(text);
  }

  /** A storage key or the beginning of one. */
  key(place: number, name: string): Bytes {
    return asKey(this.#values[place], name);
  }

  keys(place: number, name: string): Bytes[] {
    return this.#list(place, name, asKey);
  }

  /** The same, each once: naming a key again and again gives no longer answer. */
  distinctKeys(place: number, name: string): Bytes[] {
    return [...new Map(this.keys(place, name).map((key) => [toHex(key), key])).values()];
  }

  /** Block numbers, which clients send as numbers or as `0x` hex. */
  numbers(place: number, name: string): number[] {
    return this.#list(place, name, asU32);
  }

  number(place: number, name: string): number {
    return asU32(this.#values[place], name);
  }

  /** A list of objects, each read by `read` as parameters by name. */
  objects<T>(place: number, name: string, read: (fields: Fields) => T): T[] {
    return this.#list(place, name, (value, at) => read(new Fields(value, at)));
  }

  #list<T>(place: number, name: string, read: (value: unknown, name: string) => T): T[] {
    const value = this.#values[place];
    if (!Array.isArray(value)) return refuse(name, 'a list', value);
    if (value.length > MAX_KEYS) return refuse(name, `at most ${MAX_KEYS} items`, value.length);
    return value.map((item: unknown, i) => read(item, `${name}[${i}]`));
  }
}

/** The fields of an object within the parameters. */
export class Fields {
  readonly #fields: Readonly<Record<string, unknown>>;
  readonly #name: string;

  /** @throws RpcError -32602 unless `value` is an object. */
  constructor(value: unknown, name: string) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) refuse(name, 'an object', value);
    this.#fields = value as Readonly<Record<string, unknown>>;
    this.#name = name;
  }

  has(field: string): boolean {
    return this.#fields[field] !== undefined && this.#fields[field] !== null;
  }

  key(field: string): Bytes {
    return asKey(this.#fields[field], `${this.#name}.${field}`);
  }

  oneOf<const T extends string>(field: string, values: readonly T[]): T {
    const value = this.#fields[field];
    const found = values.find((known) => known === value);
    return found ?? refuse(`${this.#name}.${field}`, `one of ${values.join(', ')}`, value);
  }
}

function asU32(value: unknown, name: string): number {
  const number = typeof value === 'string' && /^0x[0-9a-fA-F]{1,8}$/.test(value) ? Number(value) : value;
  const isU32 = typeof number === 'number' && Number.isInteger(number) && number >= 0 && number <= U32_MAX;
  return isU32 ? number : refuse(name, 'a number of 32 bits', value);
}

/** Hex with `0x` or, as the Python SDK sends it, without. */
function asBytes(value: unknown, name: string): Bytes {
  if (typeof value !== 'string') return refuse(name, 'hex', value);
  return fromHex(value);
}

function asKey(value: unknown, name: string): Bytes {
  const key = asBytes(value, name);
  return key.length <= MAX_KEY_BYTES ? key : refuse(name, `at most ${MAX_KEY_BYTES} bytes`, key.length);
}

const SHOWN_CHARACTERS = 60;

function refuse(name: string, expected: string, got: unknown): never {
  throw invalidParams(`${name}: expected ${expected}, got ${shown(got)}`);
}

/** What is inside lists and objects is not looked at: it may be nested deeper than can be written. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  return String(JSON.stringify(value)).slice(0, SHOWN_CHARACTERS);
}
