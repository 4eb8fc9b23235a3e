/**
 * The reason law: every failure that a person sees has a stable code, one sentence why, and what happens next.
 */
export interface Failure {
  /** Stable, kebab-case, namespaced: `gpu/known-answer-failed`. Matched on and quoted in bug reports. */
  readonly code: string;
  /** One sentence: what was being done and why it did not work. */
  readonly reason: string;
  /** What happens next, or what the person can do: "trying again in 4 s". */
  readonly next: string;
}
