/**
 * Which nonces an axon accepts: the rule of the SDK's default verify (spec axon-dendrite §6; bittensor 10.2 `axon.py`,
 * `axon_utils.py`).
 *
 *   seen before          nonce > last nonce of this hotkey and uuid
 *   first, from 7.2 on   nonce > now − 4 s − timeout                      all in nanoseconds
 *   first, before 7.2    any
 *
 * QUIRK: there is no upper bound; whoever sends a nonce of the year 2100 can send no other one afterwards.
 * QUIRK: a timeout makes the SDK compute the window in doubles (steps of 256 ns today). The same is done here, so the
 * answer is the same to the nanosecond.
 */

/** 7.2.0 as the SDK writes versions: major · 10⁶ + minor · 10³ + patch. */
const VERSION_WITH_WINDOW = 7_002_000;
/** How far a clock may be behind, or a request on its way. */
const ALLOWED_DELTA_NS = 4_000_000_000n;
const NS_PER_S = 1e9;

export interface NonceCheck {
  /** Of the request, nanoseconds since 1970. */
  readonly nonce: bigint;
  /** The last accepted one of the same hotkey and uuid; undefined if there was none. */
  readonly lastNonce: bigint | undefined;
  readonly nowNs: bigint;
  /** The request's timeout in seconds. Stated by the sender: a long one opens the window as far as it likes. */
  readonly timeoutS: number;
  /** The sender's SDK version; undefined if it did not say. */
  readonly dendriteVersion: number | undefined;
}

/** DIFFERS: a timeout that is no number is refused; the SDK's comparison with it would let everything pass. */
export function isNonceAccepted({ nonce, lastNonce, nowNs, timeoutS, dendriteVersion }: NonceCheck): boolean {
  if (Number.isNaN(timeoutS)) return false;
  if (lastNonce !== undefined) return nonce > lastNonce;
  if (dendriteVersion === undefined || dendriteVersion < VERSION_WITH_WINDOW) return true;
  const latest = nowNs - ALLOWED_DELTA_NS;
  return timeoutS === 0 ? nonce > latest : nonce > Number(latest) - timeoutS * NS_PER_S;
}
