/**
 * What a transaction costs, as far as the blob can tell: the chain's formula with the weights that the call's first two
 * bytes decide (numbers from the chain's metadata and fee rules, participation §2).
 *
 *   fee = 0                                                        unsigned, or a call that pays nothing (`Pays::No`)
 *       = base + weight fee of the call + 1 rao per encoded byte   otherwise
 *
 *   calls ─▶ kind ─▶ what `query_info` answers, but for the fee that grows with the length
 *
 * Where arguments decide the weight (calls in calls, remarks), and for forms that it does not know, the blob leaves the
 * weight fee out and answers with the weight of an empty extrinsic, so that clients can tell. The state machine knows
 * better: `payment_queryInfo` over JSON-RPC.
 */
import type { Bytes } from '../../src/chain/bytes.ts';
import { concatBytes } from '../../src/chain/bytes.ts';
import type { CallCost } from '../../src/chain/fees/index.ts';
import { BASE_EXTRINSIC_REF_TIME, BASE_FEE_RAO, partialFee } from '../../src/chain/fees/index.ts';
import { compact, encode, u8, u64 } from '../../src/chain/scale/index.ts';

export { BASE_EXTRINSIC_REF_TIME, BASE_FEE_RAO, type CallCost, FEE_RAO_PER_BYTE } from '../../src/chain/fees/index.ts';

/** Calls that cost the same. */
export interface CostKind {
  /** `RuntimeDispatchInfo` up to the fee: weight and class. */
  readonly infoHead: Bytes;
  /** Rao without the fee for the length; 0 if nothing is paid at all. */
  readonly fixedFeeRao: bigint;
}

const NORMAL = 0;
const kindOf = (refTime: bigint, fixedFeeRao: bigint): CostKind => ({
  infoHead: concatBytes(encode(compact(u64), refTime), encode(compact(u64), 0n), encode(u8, NORMAL)),
  fixedFeeRao,
});

/** A call or a form of which nothing is known; and an unsigned extrinsic. */
export const UNKNOWN_KIND = kindOf(BASE_EXTRINSIC_REF_TIME, BASE_FEE_RAO);
export const UNSIGNED_KIND = kindOf(BASE_EXTRINSIC_REF_TIME, 0n);

/** Few kinds, and what is of each. Calls that are not in it are of the unknown kind. */
export function costKinds(calls: readonly CallCost[]): ReadonlyMap<CostKind, readonly CallCost[]> {
  const groups = Map.groupBy(
    calls.filter(({ refTime, paysFee }) => refTime !== undefined || !paysFee),
    ({ refTime, paysFee }) => `${refTime} ${paysFee}`,
  );
  return new Map(
    [...groups.values()].map((alike) => {
      const { refTime = BASE_EXTRINSIC_REF_TIME, paysFee } = alike[0]!;
      return [kindOf(refTime, partialFee({ refTime, class: 'Normal', paysFee }, 0)), alike];
    }),
  );
}
