/**
 * Symbols of alpha tokens: the chain's fixed list, one letter each, at the place of the netuid that it was meant for.
 *
 * A new subnet gets the letter of its netuid, or the first that nobody has; 0 is root's. (the pallet's `subnets/symbols.rs`)
 */
import type { Bytes } from '../../../../src/chain/bytes.ts';
import { equalBytes, utf8 } from '../../../../src/chain/bytes.ts';
import { storage } from '../../../../src/chain/schema/index.ts';
import type { State } from '../../../state.ts';

const { TokenSymbol } = storage.SubtensorModule;

/** First and last code point of consecutive letters, or letters as such. */
type Letters = readonly [first: number, last: number] | string;

const LETTERS: readonly Letters[] = [
  // Greek, with a Latin t for the lower-case tau
  'Τ',
  [0x3b1, 0x3c1],
  'σt',
  [0x3c5, 0x3c9],
  // Hebrew, Arabic
  [0x5d0, 0x5ea],
  [0x627, 0x628],
  [0x62a, 0x63a],
  [0x641, 0x648],
  [0x64a, 0x64a],
  [0x649, 0x649],
  // Runes, with one Cyrillic letter among them; Ogham
  'ᚠᚢᚦᚨᚱᚳЫᛉᛒ',
  [0x1680, 0x1685],
  [0x169b, 0x169b],
  // Georgian, Armenian, Cyrillic, Coptic
  [0x10d0, 0x10d5],
  [0x531, 0x536],
  [0x55e, 0x55e],
  [0x400, 0x405],
  [0x44a, 0x44a],
  [0x2c80, 0x2c85],
  // Brahmi, the last of Sinhala, Glagolitic
  [0x11000, 0x11003],
  [0x11005, 0x11005],
  [0xdb1, 0xdb6],
  [0x2c00, 0x2c20],
  // Thai
  [0xe01, 0xe23],
  [0xe25, 0xe25],
  [0xe27, 0xe2e],
  // Hangul
  [0x1100, 0x110d],
  [0x1161, 0x1175],
  // Ethiopic
  [0x12a0, 0x12a7],
  [0x12c8, 0x12ce],
  [0x12b0, 0x12b6],
  [0x1290, 0x1296],
  // Devanagari
  [0x905, 0x90b],
  [0x90f, 0x910],
  [0x913, 0x928],
  [0x92a, 0x930],
  [0x932, 0x932],
  [0x935, 0x939],
  // Katakana, Tifinagh
  'アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン',
  [0x2d30, 0x2d53],
  // Sinhala
  [0xd85, 0xd8c],
  [0xd8f, 0xd96],
  [0xd9a, 0xda8],
  [0xdaa, 0xdb0],
];

function expand(letters: Letters): readonly string[] {
  if (typeof letters === 'string') return [...letters];
  const [first, last] = letters;
  return Array.from({ length: last - first + 1 }, (_, i) => String.fromCodePoint(first + i));
}

/** All symbols, UTF-8, by place. */
export const SYMBOLS: readonly Bytes[] = LETTERS.flatMap(expand).map(utf8);
const ROOT_SYMBOL = SYMBOLS[0]!;

/** True for a symbol of the list. */
export const isSymbol = (symbol: Bytes): boolean => SYMBOLS.some((known) => equalBytes(known, symbol));

/** True if no subnet has the symbol. */
export const isSymbolFree = (state: State, symbol: Bytes): boolean =>
  !state.entriesOf(TokenSymbol).some(([, used]) => equalBytes(used, symbol));

/** The symbol that a new subnet gets. */
export function symbolFor(state: State, netuid: number): Bytes {
  const own = SYMBOLS[netuid] ?? ROOT_SYMBOL;
  if (isSymbolFree(state, own)) return own;
  return SYMBOLS.slice(1).find((symbol) => isSymbolFree(state, symbol)) ?? ROOT_SYMBOL;
}
