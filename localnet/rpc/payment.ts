/**
 * `payment_*`: what a transaction costs, from the state machine itself.
 *
 * The same answer is given when a client asks by `state_call`, where the blob's own would leave out the call's weight.
 */
import type { Bytes } from '../../src/chain/bytes.ts';
import { ChainError } from '../../src/chain/error.ts';
import { bytes, compact, encode, ScaleReader, struct, u8, u64 } from '../../src/chain/scale/index.ts';
import { BASE_FEE_RAO, FEE_RAO_PER_BYTE } from '../runtime/index.ts';
import type { ChainView } from '../types.ts';
import type { RpcContext } from './context.ts';
import { blockAt } from './context.ts';
import type { Methods } from './json-rpc.ts';
import type { Params } from './params.ts';

const DISPATCH_CLASSES = ['Normal', 'Operational', 'Mandatory'] as const;

/** `pallet_transaction_payment::RuntimeDispatchInfo<u64, Weight>`. */
const dispatchInfo = struct([], { refTime: compact(u64), proofSize: compact(u64), dispatchClass: u8, partialFee: u64 });

export function paymentMethods({ chain }: RpcContext): Methods {
  const info = (params: Params) => {
    blockAt(chain, params, 1);
    return chain.queryInfo(params.bytes(0, 'extrinsic'));
  };
  return {
    payment_queryInfo: (params) => {
      const { refTime, proofSize, class: dispatchClass, partialFeeRao } = info(params);
      return {
        weight: { ref_time: Number(refTime), proof_size: Number(proofSize) },
        class: dispatchClass.toLowerCase(),
        partialFee: partialFeeRao.toString(),
      };
    },
    payment_queryFeeDetails: (params) => {
      const { partialFeeRao } = info(params);
      const lengthFee = FEE_RAO_PER_BYTE * BigInt(params.bytes(0, 'extrinsic').length);
      return { inclusionFee: partialFeeRao === 0n ? null : inclusionFee(partialFeeRao, lengthFee) };
    },
  };
}

/** The parts of a fee; what is neither base nor length is weight. */
function inclusionFee(fee: bigint, lengthFee: bigint) {
  const hex = (rao: bigint) => `0x${rao.toString(16)}`;
  const weightFee = fee - BASE_FEE_RAO - lengthFee;
  return {
    baseFee: hex(BASE_FEE_RAO),
    lenFee: hex(lengthFee),
    adjustedWeightFee: hex(weightFee > 0n ? weightFee : 0n),
  };
}

export const isQueryInfo = (method: string): boolean => method === 'TransactionPaymentApi_query_info';

/** Arguments: the extrinsic, then its length (u32), which is the extrinsic's own. */
export function queryInfoAnswer(chain: ChainView, args: Uint8Array): Bytes {
  const input = new ScaleReader(args);
  const extrinsic = encode(bytes, bytes.read(input));
  input.u32();
  input.expectEnd();
  const { refTime, proofSize, class: dispatchClass, partialFeeRao } = chain.queryInfo(extrinsic);
  const index = DISPATCH_CLASSES.indexOf(dispatchClass);
  if (index < 0) throw new ChainError('payment/unknown-class', `${dispatchClass} is no dispatch class`);
  return encode(dispatchInfo, { refTime, proofSize, dispatchClass: index, partialFee: partialFeeRao });
}
