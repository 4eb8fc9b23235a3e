/**
 * `payment_*`: what a transaction costs, from the state machine itself, as `TransactionPaymentApi` answers it too.
 */
import { feeParts } from '../runtime-api/index.ts';
import type { RpcContext } from './context.ts';
import { blockAt } from './context.ts';
import type { Methods } from './json-rpc.ts';
import type { Params } from './params.ts';

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
      const parts = feeParts(info(params).partialFeeRao, params.bytes(0, 'extrinsic').length);
      return {
        inclusionFee: parts
          ? {
              baseFee: hex(parts.base_fee),
              lenFee: hex(parts.len_fee),
              adjustedWeightFee: hex(parts.adjusted_weight_fee),
            }
          : null,
      };
    },
  };
}

const hex = (rao: bigint): string => `0x${rao.toString(16)}`;
