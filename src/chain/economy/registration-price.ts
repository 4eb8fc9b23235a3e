/**
 * The price of registering a neuron (`Burn`): every registration raises it, every block lets it fall (spec economy §17).
 *
 *   registration: b := ⌊b·max(multiplier, 1)⌋                 U64F64; the next registration of the same block pays this
 *   block > 1:    b := ⌊b·F(halfLife)⌋                        F = `decayFactorQ32`
 *   each then brought into [MinBurn, MaxBurn]; where these are crossed, MaxBurn wins
 *
 * Root has no such price. From the pallet's `registration.rs`.
 */
import { larger, smaller, U64F64 } from '../fixed/index.ts';
import { mulQ32 } from './decay-factor.ts';

export interface PriceBounds {
  /** `MinBurn`. */
  readonly minRao: bigint;
  /** `MaxBurn`. */
  readonly maxRao: bigint;
}

/** Blocks 0 and 1 come before there is anything to decay. */
const LAST_BLOCK_WITHOUT_DECAY = 1n;

/** The price after a registration. `multiplier` = `BurnIncreaseMult`, U64F64 bits; below one it counts as one. */
export function raiseRegistrationPrice(priceRao: bigint, multiplier: bigint, bounds: PriceBounds): bigint {
  const raised = U64F64.mul(U64F64.fromInteger(priceRao), larger(multiplier, U64F64.one));
  return bounded(U64F64.floor(raised), bounds);
}

/**
 * The price that block `block` begins with, from the one that its parent ended with. The bounds hold also where nothing
 * decays: in block 1 and with `factorQ32` one, which is what a half-life of 0 means.
 */
export function decayRegistrationPrice(
  priceRao: bigint,
  factorQ32: bigint,
  bounds: PriceBounds,
  block: bigint,
): bigint {
  const decays = block > LAST_BLOCK_WITHOUT_DECAY;
  return bounded(decays ? mulQ32(priceRao, factorQ32) : priceRao, bounds);
}

const bounded = (rao: bigint, { minRao, maxRao }: PriceBounds): bigint => smaller(larger(rao, minRao), maxRao);
