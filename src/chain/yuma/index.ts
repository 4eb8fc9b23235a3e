/**
 * Yuma Consensus: one epoch of a subnet, exact to the last bit (subtensor `epoch/run_epoch.rs`, spec 425).
 * The reference engine in bigints, the beginning and end that all engines share, and the audit of a stored epoch.
 */
export { AUDIT_FIELDS, compareEpoch, type EpochComparison, MAX_DIFFERENCES } from './audit.ts';
export { computeCore } from './core.ts';
export { decodeEpochInput } from './decode.ts';
export { encodeEpochInput, encodeEpochOutput, encodeSubnetEpochOutput, type Json } from './encode.ts';
export { type ComputeCore, finishSubnetEpoch, prepareSubnetEpoch, runEpoch, runSubnetEpoch } from './epoch.ts';
export { expSafe } from './exp.ts';
export { finishEpoch } from './finish.ts';
export { alphaSigmoid, type LiquidAlphaParameters } from './liquid-alpha.ts';
export { EMPTY_ROW } from './masks.ts';
export { maxUpscaleToU16, maxUpscaleWeights } from './max-upscale.ts';
export { splitEmission } from './mechanisms.ts';
export { type PreparedEpoch, prepareEpoch } from './prepare.ts';
export { inheritedStake, type ParentShare, stakeWeight, taoWeightBits } from './stake-weight.ts';
export type * from './types.ts';
