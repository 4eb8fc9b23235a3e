/**
 * Small damage to byte strings, as senders who mean harm would do it: bits, lengths, cuts, splices.
 *
 * Everything follows from the random numbers that are handed in, so one seed is one case.
 */
import type { Bytes } from '../../src/chain/bytes.ts';
import { concatBytes } from '../../src/chain/bytes.ts';
import type { SeededRandom } from '../../src/gpu/random.ts';

/** Damages of one input: mostly one, so that the rest stays right and is read on. */
const MOST_DAMAGES = 4;
/** The most bytes that one damage adds. */
const MOST_ADDED = 64;
/** Bytes at which encodings change their mind: ends of ranges, SCALE's compact modes, a varint's "more". */
const TELLING_BYTES = [0x00, 0x01, 0x02, 0x03, 0x04, 0x3f, 0x40, 0x7f, 0x80, 0xbf, 0xc0, 0xfc, 0xfd, 0xfe, 0xff];
/** Lengths that lie: none, one, edges of the widths, as much as a word can say. */
const LYING_LENGTHS: readonly Bytes[] = [
  [0x00],
  [0x04],
  [0xfc],
  [0x01, 0x01],
  [0xfd, 0xff],
  [0xfe, 0xff, 0xff, 0xff],
  [0x03, 0xff, 0xff, 0xff, 0xff],
  [0x33, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f],
  [0xff, 0xff, 0xff, 0xff, 0x0f],
  [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01],
  [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
].map((bytes) => Uint8Array.from(bytes));

type Damage = (bytes: Bytes, random: SeededRandom, other: Uint8Array) => Bytes;

const flipBit: Damage = (bytes, random) => {
  const changed = bytes.slice();
  if (changed.length > 0) changed[random.below(changed.length)]! ^= 1 << random.below(8);
  return changed;
};

const tellingByte: Damage = (bytes, random) => {
  const changed = bytes.slice();
  if (changed.length > 0) changed[random.below(changed.length)] = random.pick(TELLING_BYTES);
  return changed;
};

const truncate: Damage = (bytes, random) => bytes.slice(0, random.below(bytes.length + 1));

const extend: Damage = (bytes, random) => concatBytes(bytes, randomBytes(random, 1 + random.below(MOST_ADDED)));

const lieAboutLength: Damage = (bytes, random) => {
  const at = random.below(bytes.length + 1);
  const lie = random.pick(LYING_LENGTHS);
  return concatBytes(bytes.subarray(0, at), lie, bytes.subarray(random.oneIn(2) ? at + lie.length : at + 1));
};

const cutOut: Damage = (bytes, random) => {
  const at = random.below(bytes.length + 1);
  return concatBytes(bytes.subarray(0, at), bytes.subarray(at + 1 + random.below(MOST_ADDED)));
};

const repeat: Damage = (bytes, random) => {
  const at = random.below(bytes.length + 1);
  const again = bytes.subarray(at, at + 1 + random.below(MOST_ADDED));
  return concatBytes(bytes.subarray(0, at), again, bytes.subarray(at));
};

const splice: Damage = (bytes, random, other) =>
  concatBytes(bytes.subarray(0, random.below(bytes.length + 1)), other.subarray(random.below(other.length + 1)));

const overwrite: Damage = (bytes, random, other) => {
  const changed = bytes.slice();
  const from = random.below(other.length + 1);
  const piece = other.subarray(from, from + 1 + random.below(MOST_ADDED));
  const at = random.below(changed.length + 1);
  changed.set(piece.subarray(0, changed.length - at), at);
  return changed;
};

const DAMAGES: readonly Damage[] = [
  flipBit,
  flipBit,
  tellingByte,
  tellingByte,
  truncate,
  extend,
  lieAboutLength,
  lieAboutLength,
  cutOut,
  repeat,
  splice,
  overwrite,
];

/** One time in so many the input is nothing but noise. */
const NOISE_ONE_IN = 50;

/** `bytes` with one to four damages; `other` is a valid input of the same kind, for splices. */
export function mutate(bytes: Uint8Array, random: SeededRandom, other: Uint8Array): Bytes {
  if (random.oneIn(NOISE_ONE_IN)) return randomBytes(random, random.below(2 * bytes.length + 2));
  let changed = bytes.slice() as Bytes;
  const damages = random.oneIn(2) ? 1 : 1 + random.below(MOST_DAMAGES);
  for (let i = 0; i < damages; i++) changed = random.pick(DAMAGES)(changed, random, other);
  return changed;
}

export function randomBytes(random: SeededRandom, length: number): Bytes {
  return Uint8Array.from({ length }, () => random.u32() & 0xff);
}
