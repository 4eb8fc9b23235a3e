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
import { runSections } from './sections.ts';
import type { Benchmark } from './types.ts';

const SECTIONS: Readonly<Record<string, Benchmark>> = { starts, reads, proofs, bytes, memory };

export const light: Benchmark = (names) => runSections(SECTIONS, names);
