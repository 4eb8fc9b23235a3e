/** A benchmark in parts that can be run alone. */
import type { Benchmark, Figure } from './types.ts';

/** Runs the sections named, all if none is, in their own order. @throws RangeError on a name that is none. */
export async function runSections(
  sections: Readonly<Record<string, Benchmark>>,
  names: readonly string[],
): Promise<readonly Figure[]> {
  const unknown = names.filter((name) => !Object.hasOwn(sections, name));
  if (unknown.length > 0) {
    throw new RangeError(`expected sections of ${Object.keys(sections).join(', ')}; got ${unknown.join(', ')}`);
  }
  const figures: Figure[] = [];
  for (const [name, section] of Object.entries(sections)) {
    if (names.length > 0 && !names.includes(name)) continue;
    console.log(`${name} …`);
    figures.push(...(await section([])));
  }
  return figures;
}
