/** What an extrinsic costs: fee-less calls, weights, and the chain's formula. Pure; rao bigints. */

export { type CallCost, callCosts } from './call-costs.ts';
export {
  BASE_EXTRINSIC_REF_TIME,
  BASE_FEE_RAO,
  type CallInfo,
  callInfo,
  FEE_RAO_PER_BYTE,
  partialFee,
} from './call-fee.ts';
export { REFUSED_REF_TIME, weighedCalls } from './call-weights.ts';
export { isFeeless } from './feeless.ts';
export { type AlphaFeePosition, namedFeePosition } from './named-position.ts';
