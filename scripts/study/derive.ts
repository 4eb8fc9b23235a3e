/** The tables that are made of all rows of a study, from its parts in order. */
import { encodeDerived } from '../../src/gpu/sweep/index.ts';
import { readWholePart, type StudyFolder, writeDerived } from './folder.ts';
import { readPart } from './part.ts';

/** Every part of the study must be in the folder. Returns the names of the tables. @throws StudyRefusal */
export async function derive(from: StudyFolder): Promise<readonly string[]> {
  const { study, folder } = from;
  const derivations = Object.entries(study.derived).map(([name, start]) => ({ name, derivation: start() }));
  if (derivations.length === 0) return [];
  for (let chunk = 0; chunk < study.chunks; chunk++) {
    const rows = await readPart(await readWholePart(from, chunk), `${folder}, chunk ${chunk}`, study, chunk);
    for (const { derivation } of derivations) derivation.add(rows);
  }
  for (const { name, derivation } of derivations) {
    await writeDerived(folder, name, encodeDerived(study, name, derivation.finish()));
  }
  return derivations.map(({ name }) => name);
}
