/**
 * What the main thread and a worker say to each other. A worker computes one chunk at a time; it is stopped by ending it.
 *
 *   main   ── compute ─▶  worker
 *   worker ── progress* ─▶ part (its bytes change owner) | failed ─▶ main
 */
import type { StudyDescription } from '../../src/gpu/sweep/index.ts';
import type { StudyEngine } from './calculator.ts';

export interface WorkerSetting {
  readonly description: StudyDescription;
  readonly engine: StudyEngine;
}

export interface ToStudyWorker {
  readonly type: 'compute';
  readonly chunk: number;
}

export type FromStudyWorker =
  | { readonly type: 'progress'; readonly points: number }
  | { readonly type: 'part'; readonly chunk: number; readonly points: number; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly type: 'failed'; readonly error: { readonly code: string; readonly message: string } };
