/**
 * The one error class of the p2p host: why a stream was reset or a request refused.
 *
 * Codes: `p2p/frame-too-long`, `p2p/bad-length`, `p2p/ended-early`, `p2p/timeout`, `p2p/over-budget`, `p2p/slow-peer`,
 * `p2p/bad-protobuf`, `p2p/bad-request`, `p2p/bad-handshake`, `p2p/wrong-genesis`, `p2p/bad-notification`,
 * `p2p/refused`, `p2p/closing`. They never cross the wire: a peer only sees its stream reset.
 */
export class P2pError extends Error {
  override readonly name = 'P2pError';
  readonly code: string;

  constructor(code: string, reason: string, cause?: unknown) {
    super(reason, { cause });
    this.code = code;
  }
}
