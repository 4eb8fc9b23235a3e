/** Reads the vector files of `test/vectors/economy` for the tests of this folder and its neighbours. */
import { readFileSync } from 'node:fs';

export interface VectorCase<I, E> {
  readonly id: string;
  readonly input: I;
  readonly expected: E;
}

/** The cases of one file. Integers that may exceed 2^53 are decimal strings, as the file's README says. */
export function economyVectors<I, E>(name: string): readonly VectorCase<I, E>[] {
  const file = new URL(`../../../test/vectors/economy/${name}.json`, import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { cases: VectorCase<I, E>[] }).cases;
}
