/**
 * What a subnet epoch takes and gives, in the terms of the pallet (subtensor `epoch/run_epoch.rs`, spec 425).
 *
 * Storage values are kept as the chain stores them: u16 fractions of 65535, rao in bigints, sparse rows in the stored
 * order of their entries (the order matters for liquid alpha). Everything is plain data that structured-clones.
 */

/** One stored row of weights or bonds: entry k gives `values[k]` (0…65535) to uid `columns[k]`. Same length, stored order. */
export interface SparseRow {
  readonly columns: Uint16Array;
  readonly values: Uint16Array;
}

/** Rows by uid. Always `n` rows; an absent row is an empty one. */
export type SparseMatrix = readonly SparseRow[];

/** Pending hash commits of one neuron (`WeightCommits`): a queue in stored order. */
export interface HashCommits {
  readonly uid: number;
  readonly queue: readonly { readonly epoch: bigint; readonly block: bigint }[];
}

/** Pending time-locked commits of one epoch (`TimelockedWeightCommits`), reduced to registered hotkeys. */
export interface TimelockedCommits {
  readonly epoch: bigint;
  readonly commits: readonly { readonly uid: number; readonly block: bigint }[];
}

/** What is stored per mechanism (storage index `netuid + 4096·mecid`). */
export interface MechanismInput {
  /** Block of the last weights; may be shorter (missing = 0) or longer (ignored) than `n`. */
  readonly lastUpdate: BigUint64Array;
  readonly weights: SparseMatrix;
  readonly bonds: SparseMatrix;
  readonly weightCommits: readonly HashCommits[];
  readonly timelockedCommits: readonly TimelockedCommits[];
}

/** Everything one epoch of one subnet depends on. */
export interface SubnetEpochInput {
  /** Number of neurons, 0…65535; uids are 0…n−1. */
  readonly n: number;
  /** Block in which the epoch runs. */
  readonly currentBlock: bigint;
  readonly tempo: number;
  readonly activityCutoffFactorMilli: number;
  /** `LastMechansimStepBlock` before this epoch; 0 if there was none. */
  readonly lastMechanismStepBlock: bigint;
  readonly stakeThreshold: bigint;
  /** u64 / (2^64−1). */
  readonly taoWeight: bigint;
  readonly ownerUid: number | undefined;
  readonly maxAllowedValidators: number;
  readonly kappa: number;
  readonly bondsPenalty: number;
  /** Millionths. */
  readonly bondsMovingAverage: bigint;
  readonly yuma3On: boolean;
  readonly liquidAlphaOn: boolean;
  readonly alphaLow: number;
  readonly alphaHigh: number;
  /** Hundredths, i16. */
  readonly alphaSigmoidSteepness: number;
  readonly commitRevealEnabled: boolean;
  /** `SubnetEpochIndex`, already including the epoch that runs now. */
  readonly epochIndex: bigint;
  readonly revealPeriod: bigint;
  /** Alpha stake per uid after parents and children, rao. */
  readonly alphaStake: BigUint64Array;
  /** Root stake per uid after parents and children, rao. */
  readonly taoStake: BigUint64Array;
  readonly blockAtRegistration: BigUint64Array;
  readonly validatorPermit: readonly boolean[];
  /** Alpha paid out by this epoch, rao. */
  readonly raoEmission: bigint;
  readonly mechanismCount: number;
  /** Parts of 65535 per mechanism; undefined = even. */
  readonly mechanismEmissionSplit: readonly number[] | undefined;
  /** One per mechanism. */
  readonly mechanisms: readonly MechanismInput[];
}

/** What an epoch of one mechanism gives per uid (spec yuma §6.3). u16 fields are fractions of 65535. */
export interface EpochOutput {
  readonly stakeWeight: Uint16Array;
  readonly active: readonly boolean[];
  readonly consensus: Uint16Array;
  readonly incentive: Uint16Array;
  readonly validatorTrust: Uint16Array;
  readonly dividend: Uint16Array;
  /** Rao. */
  readonly serverEmission: BigUint64Array;
  readonly validatorEmission: BigUint64Array;
  readonly emission: BigUint64Array;
  readonly validatorPermit: readonly boolean[];
  /** Unfiltered stake weight, whole rao. */
  readonly stake: BigUint64Array;
  readonly bonds: SparseMatrix;
}

/** What an epoch of a whole subnet gives: mechanisms aggregated, except incentive and bonds, which stay per mechanism. */
export interface SubnetEpochOutput {
  readonly stakeWeight: Uint16Array;
  readonly active: readonly boolean[];
  readonly consensus: Uint16Array;
  readonly validatorTrust: Uint16Array;
  readonly dividend: Uint16Array;
  readonly serverEmission: BigUint64Array;
  readonly validatorEmission: BigUint64Array;
  readonly emission: BigUint64Array;
  readonly validatorPermit: readonly boolean[];
  /** Rao given to each mechanism. */
  readonly mechanismEmission: BigUint64Array;
  /** Per mechanism. */
  readonly incentive: readonly Uint16Array[];
  /** Per mechanism. */
  readonly bonds: readonly SparseMatrix[];
}

/**
 * The epoch after everything that is O(n) or order-dependent has been decided on the CPU (spec yuma §3.1–3.6, §4 mask):
 * what the engines compute. Rows are uids 0…n−1; every fixed-point value is I32F32 bits.
 */
export interface EpochCore {
  readonly n: number;
  /** Active, permitted, normalised stake A. */
  readonly activeStake: BigInt64Array;
  /** Masked weights, **not yet row-normalised**: u16 values in stored order, explicit zeros kept. */
  readonly weights: SparseMatrix;
  /** Masked stored bonds: u16 values in stored order, columns < n only. */
  readonly bonds: SparseMatrix;
  readonly kappa: bigint;
  readonly bondsPenalty: bigint;
  /** α of the plain EMA; negative when BondsMovingAverage is above one million. */
  readonly bondsAlpha: bigint;
  readonly yuma3: boolean;
  /** Liquid alpha is on (and Yuma3 is); whether any consensus is non-zero is for the engine to see. */
  readonly liquidAlpha: boolean;
  readonly alphaLow: bigint;
  readonly alphaHigh: bigint;
  /** Hundredths, i16. */
  readonly alphaSigmoidSteepness: number;
}

/** What an engine gives back: I32F32 bits per uid, and the bonds rows E before quantising, in row order (§4, §5). */
export interface EpochCoreResult {
  readonly consensus: BigInt64Array;
  readonly incentive: BigInt64Array;
  readonly validatorTrust: BigInt64Array;
  readonly dividends: BigInt64Array;
  /** The rows that would be stored, already quantised to u16; entries whose E > 0 are kept even if they quantise to 0. */
  readonly bonds: SparseMatrix;
}

/** What the chain stored for an epoch, read after it ran. Lengths are the chain's, not checked. */
export interface StoredEpoch {
  readonly stakeWeight: Uint16Array;
  readonly active: readonly boolean[];
  readonly consensus: Uint16Array;
  readonly validatorTrust: Uint16Array;
  readonly dividend: Uint16Array;
  readonly emission: BigUint64Array;
  readonly validatorPermit: readonly boolean[];
  /** Per mechanism. */
  readonly incentive: readonly Uint16Array[];
  /** Per mechanism. */
  readonly bonds: readonly SparseMatrix[];
  /** Uids given to others in the epoch's block or later: what the epoch had stored for them is gone. None if not stated. */
  readonly registeredSince?: readonly number[];
}

/** One cell in which our epoch and the chain's differ. `expected` is ours, `got` is what the chain stored. */
export interface AuditDifference {
  readonly field: string;
  /** Mechanism, for the fields that exist per mechanism. */
  readonly mechanism: number | undefined;
  readonly uid: number;
  readonly expected: string;
  readonly got: string;
}
