/**
 * The one error class of the runtime blob: a call that it does not have, or that did not end well.
 *
 * Codes: `runtime/unknown-method`, `runtime/trapped`, `runtime/bad-code`, `runtime/too-long`.
 */
export class RuntimeError extends Error {
  override readonly name = 'RuntimeError';
  readonly code: string;

  constructor(code: string, reason: string, cause?: unknown) {
    super(reason, { cause });
    this.code = code;
  }
}
