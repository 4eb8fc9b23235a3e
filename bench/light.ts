/**
 * The ways to a chain side by side: smoldot, the proof engine over JSON-RPC, the proof engine over libp2p. Each client is
 * a process of its own beside one localnet in another, and all its bytes pass a door that counts them.
 *
 *   npm run bench -- light                 all sections, about ten minutes
 *   npm run bench -- light starts reads    only these
 *
 * starts: cold and with what an earlier session left · reads: whole metagraphs · proofs: checking alone ·
 * bytes: per block followed, nothing read · memory: six hours of finney's blocks, sixty times as fast
 */
import { bytes } from './light/bytes.ts';
import { memory } from './light/memory.ts';
import { proofs } from './light/proofs.ts';
import { reads } from './light/reads.ts';
import { starts } from './light/starts.ts';
import type { Benchmark, Figure } from './types.ts';

const SECTIONS: Readonly<Record<string, Benchmark>> = { starts, reads, proofs, bytes, memory };

export async function light(names: readonly string[]): Promise<readonly Figure[]> {
  const unknown = names.filter((name) => !Object.hasOwn(SECTIONS, name));
  if (unknown.length > 0) {
    throw new RangeError(`expected sections of ${Object.keys(SECTIONS).join(', ')}; got ${unknown.join(', ')}`);
  }
  const figures: Figure[] = [];
  for (const [name, section] of Object.entries(SECTIONS)) {
    if (names.length > 0 && !names.includes(name)) continue;
    console.log(`${name} …`);
    figures.push(...(await section([])));
  }
  return figures;
}
