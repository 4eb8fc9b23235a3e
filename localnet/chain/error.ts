/**
 * Refusals of the localnet itself: a database that is damaged, foreign or in use, a busy port, bad flags.
 * `code` is stable and namespaced; the message says what to do about it.
 */
export class LocalnetError extends Error {
  override readonly name = 'LocalnetError';
  readonly code: string;

  constructor(code: string, reason: string, cause?: unknown) {
    super(reason, { cause });
    this.code = code;
  }
}
