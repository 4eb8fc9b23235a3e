/**
 * What the pool and its workers say to each other: one union per direction, plain data that structured-clones.
 *
 *   open ─▶ (run ─▶ done | failed)*        one job at a time; a worker that failed is ended and replaced
 *
 * Jobs and outcomes are transferred: whoever sent one has it no more.
 */

export type ToWorker =
  /** First and once. */
  | { readonly type: 'open'; readonly module: WebAssembly.Module; readonly isSimd: boolean }
  | { readonly type: 'run'; readonly id: number; readonly job: ArrayBuffer };

export type FromWorker =
  | { readonly type: 'done'; readonly id: number; readonly outcome: ArrayBuffer }
  | { readonly type: 'failed'; readonly id: number; readonly error: WorkerError };

export interface WorkerError {
  readonly code: string;
  readonly message: string;
}

/** A message as it was received; undefined for anything that no worker of this version sends. */
export function decodeFromWorker(data: unknown): FromWorker | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const { type, id, outcome, error } = data as Readonly<Record<string, unknown>>;
  if (typeof id !== 'number') return undefined;
  if (type === 'done' && outcome instanceof ArrayBuffer) return { type, id, outcome };
  if (type !== 'failed' || typeof error !== 'object' || error === null) return undefined;
  const { code, message } = error as Readonly<Record<string, unknown>>;
  return { type, id, error: { code: String(code), message: String(message) } };
}
