/** The economy's rules, and plans that assemble what they need from storage. Pure; amounts are rao bigints. */
export { blockEmission, TOTAL_SUPPLY_RAO } from './block-emission.ts';
export { alphaSupplyReads, epochEmissionPlan } from './epoch-emission.ts';
export { epochInputPlan, hotkeysPlan, storedEpochPlan } from './epoch-input.ts';
export type { EpochSchedule } from './epoch-schedule.ts';
export { blocksUntilAutoEpoch, isEpochDue, MAX_BLOCKS_SINCE_STEP, nextEpochStartBlock } from './epoch-schedule.ts';
export { storageIndex, toSparseRow } from './mechanism-plan.ts';
export { type MovingPriceInput, nextMovingPrice } from './moving-price.ts';
export { byNetworkKey, eligibilityReads, isEligible, NETUIDS, netuidsPlan, rootSellFlagPlan } from './networks.ts';
export type { AlphaSupply, ParticipantsAlpha } from './participants-alpha.ts';
export { participantsAlpha, shareAlpha } from './participants-alpha.ts';
export { EVEN_QUOTE_PARTS, poolPrice } from './pool-price.ts';
export type { Read, ReadPlan } from './read-plan.ts';
export { drivePlan, drivePlanNow, read, readAll, readNamed, together } from './read-plan.ts';
export { rootProportion } from './root-proportion.ts';
export { type NeuronStakes, stakePlan } from './stake-plan.ts';
