/**
 * What a transaction costs, as far as the blob can tell: the chain's formula without the weight of the call itself.
 *
 *   fee = 0                                  unsigned, or a call that pays nothing (`Pays::No`)
 *       = base + 1 rao per encoded byte      otherwise
 *
 * The real fee adds the call's own weight at 0.0005 rao per unit; weights are the state machine's business, which
 * answers `payment_queryInfo` over JSON-RPC. Numbers from the chain's metadata and fee rules (participation, §2).
 */

/** Reference time (picoseconds) of an extrinsic that does nothing. */
export const BASE_EXTRINSIC_REF_TIME = 108_157_000n;
/** `floor(BASE_EXTRINSIC_REF_TIME · 0.0005)` rao. */
export const BASE_FEE_RAO = 54_078n;
/** Rao per byte of the encoded extrinsic. */
export const FEE_RAO_PER_BYTE = 1n;

/** A call by its first two bytes. */
export interface CallIndex {
  readonly pallet: number;
  readonly call: number;
}
