/** The worker in which the proof engine lives: sockets, signatures, proofs and timers, so that the page stays free. */
import type { MessageEnd } from '../../smoldot/messages.ts';
import { openProof } from '../open.ts';
import type { FromProofWorker, ToProofWorker } from './messages.ts';
import { serveProof } from './serve-proof.ts';

serveProof(globalThis as unknown as MessageEnd<FromProofWorker, ToProofWorker>, openProof);
