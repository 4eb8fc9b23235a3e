/** What the proof engine allows its servers, and how long it waits. Tests bring shorter times. */
export interface ProofPolicy {
  /** From opening a connection to its greeting. */
  readonly openDeadlineMs: number;
  /** For one question. */
  readonly questionDeadlineMs: number;
  /** One read, with all that is tried for it. */
  readonly readDeadlineMs: number;
  /** A server that said something provably wrong is not asked for so long. */
  readonly refusedMs: number;
  /** A server that asked us to come less often is left alone for so long. */
  readonly limitedMs: number;
  /** Connecting again: the first wait, doubling up to the second; jitter takes up to half off. */
  readonly reconnectFirstMs: number;
  readonly reconnectMaxMs: number;
  /** While no server at all is there, it is tried at least this often. */
  readonly lonelyReconnectMaxMs: number;
  /** Blocks behind the newest finalized one at which a server counts as lagging. */
  readonly lagBlocks: number;
  /** Questions to one server at a time; more wait for others or for their turn. */
  readonly questionsAtOnce: number;
  /** Questions per minute and server, on average; bursts of as many as a sixth of it are fine. */
  readonly questionsPerMinute: number;
  /** If votes are that many blocks behind, the newest block that enough authors have built on is read instead. */
  readonly votesLagBlocks: number;
}

export const DEFAULT_POLICY: ProofPolicy = {
  openDeadlineMs: 10_000,
  questionDeadlineMs: 15_000,
  readDeadlineMs: 30_000,
  refusedMs: 10 * 60_000,
  limitedMs: 30_000,
  reconnectFirstMs: 250,
  reconnectMaxMs: 30_000,
  lonelyReconnectMaxMs: 2_000,
  lagBlocks: 8,
  questionsAtOnce: 8,
  questionsPerMinute: 1_200,
  votesLagBlocks: 64,
};
