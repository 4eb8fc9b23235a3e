/** Weights between the extrinsic and the epoch: who may set them, and what is stored. */
export { maxUpscaleWeights } from '../yuma/index.ts';
export {
  checkSetWeights,
  hasStakeForWeights,
  isTooFast,
  type SetWeightsError,
  type WeightsContext,
  type WeightsSubmission,
} from './set-weights.ts';
