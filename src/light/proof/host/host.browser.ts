/** The proof engine in a module worker of its own. */
import type { ChainSource } from '../../types.ts';
import type { OpenedProof, OpenProofOptions } from '../open.ts';
import type { ProofWorker } from './remote-proof.ts';
import { remoteProof } from './remote-proof.ts';

const createWorker = () =>
  new Worker(new URL('./worker.browser.ts', import.meta.url), { type: 'module', name: 'proof' }) as ProofWorker;

/** Starts a proof engine. Returns at once; how it goes is told by its status. @throws where no worker can be made. */
export const openProofInWorker = (
  source: ChainSource,
  options: Pick<OpenProofOptions, 'checkpointText' | 'shippedText' | 'onSearch'>,
): OpenedProof => remoteProof(createWorker, source, options);
