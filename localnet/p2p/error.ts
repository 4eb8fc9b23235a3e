/**
 * The error class of the p2p host itself: why a stream was reset or a request refused.
 *
 * Codes: `p2p/ended-early`, `p2p/timeout`, `p2p/over-budget`, `p2p/slow-peer`, `p2p/refused`, `p2p/closing`. Messages
 * that are none are refused by `chain/wire`. No code crosses the wire: a peer only sees its stream reset.
 */
export class P2pError extends Error {
  override readonly name = 'P2pError';
  readonly code: string;

  constructor(code: string, reason: string, cause?: unknown) {
    super(reason, { cause });
    this.code = code;
  }
}
