/**
 * `TransactionPaymentApi` and `TransactionPaymentCallApi`: what an extrinsic or a call would cost (spec participation §2).
 *
 *   fee = base + length + weight fee, or nothing at all; the tip is the signer's own and never part of the answer
 *
 * The second API asks with a call alone and takes the caller's word for the length of the extrinsic around it.
 */
import { bytes, encode, option, struct, u32, u64, variant } from '../../src/chain/scale/index.ts';
import { runtimeCall, uncheckedExtrinsic, weight } from '../../src/chain/schema/index.ts';
import { callInfo, partialFee } from '../pallets/index.ts';
import { BASE_FEE_RAO, FEE_RAO_PER_BYTE } from '../runtime/index.ts';
import type { ExtrinsicCost } from './method.ts';
import { method, type RuntimeApi, type RuntimeMethod } from './method.ts';

const types = (name: string) => ['pallet_transaction_payment', 'types', name];
const balance = { name: 'Balance', codec: u64 };
const dispatchClass = variant(['frame_support', 'dispatch', 'DispatchClass'], {
  Normal: [0, []],
  Operational: [1, []],
  Mandatory: [2, []],
});

const dispatchInfo = struct(types('RuntimeDispatchInfo'), { weight, class: dispatchClass, partial_fee: u64 }, [
  balance,
  { name: 'Weight', codec: weight },
]);
const inclusionFee = struct(types('InclusionFee'), { base_fee: u64, len_fee: u64, adjusted_weight_fee: u64 }, [
  balance,
]);
const feeDetails = struct(types('FeeDetails'), { inclusion_fee: option(inclusionFee), tip: u64 }, [balance]);

const infoOf = (cost: ExtrinsicCost) => ({
  weight: { ref_time: cost.refTime, proof_size: cost.proofSize },
  class: { type: cost.class, value: undefined },
  partial_fee: cost.partialFeeRao,
});

/** Rao of an extrinsic of `length` bytes; undefined where nothing is paid. What is neither base nor length is weight. */
export function feeParts(feeRao: bigint, length: number) {
  if (feeRao === 0n) return undefined;
  const lengthFee = FEE_RAO_PER_BYTE * BigInt(length);
  const weightFee = feeRao - BASE_FEE_RAO - lengthFee;
  return { base_fee: BASE_FEE_RAO, len_fee: lengthFee, adjusted_weight_fee: weightFee > 0n ? weightFee : 0n };
}

function costOfCall(call: Parameters<typeof callInfo>[0], length: number): ExtrinsicCost {
  const info = callInfo(call);
  return { refTime: info.refTime, proofSize: 0n, class: info.class, partialFeeRao: partialFee(info, length) };
}

/** A weight's fee alone: that of an extrinsic of no bytes, less its base. */
const weightFee = (refTime: bigint): bigint =>
  partialFee({ refTime, class: 'Normal', paysFee: true }, 0) - BASE_FEE_RAO;

const rates: Readonly<Record<string, RuntimeMethod>> = {
  query_weight_to_fee: method({ weight }, u64, (_, args) => weightFee(args.weight.ref_time)),
  query_length_to_fee: method({ length: u32 }, u64, (_, { length }) => FEE_RAO_PER_BYTE * BigInt(length)),
};

export const paymentApis: readonly RuntimeApi[] = [
  {
    name: 'TransactionPaymentApi',
    version: 4,
    methods: {
      query_info: method({ uxt: uncheckedExtrinsic, len: u32 }, dispatchInfo, (_, { uxt }, { queryInfo }) =>
        infoOf(queryInfo(encode(bytes, uxt))),
      ),
      query_fee_details: method({ uxt: uncheckedExtrinsic, len: u32 }, feeDetails, (_, { uxt }, { queryInfo }) => {
        const extrinsic = encode(bytes, uxt);
        return { inclusion_fee: feeParts(queryInfo(extrinsic).partialFeeRao, extrinsic.length), tip: 0n };
      }),
      ...rates,
    },
  },
  {
    name: 'TransactionPaymentCallApi',
    version: 3,
    methods: {
      query_call_info: method({ call: runtimeCall, len: u32 }, dispatchInfo, (_, { call, len }) =>
        infoOf(costOfCall(call, len)),
      ),
      query_call_fee_details: method({ call: runtimeCall, len: u32 }, feeDetails, (_, { call, len }) => ({
        inclusion_fee: feeParts(costOfCall(call, len).partialFeeRao, len),
        tip: 0n,
      })),
      ...rates,
    },
  },
];
