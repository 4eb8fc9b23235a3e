/**
 * Weights for bonds (spec yuma §3.9): W̃ = W + β·(W̄ − W), the negative product floored, so W − ⌈β·(W − W̄)⌉.
 * For β = 0 that is W and for β = one W̄, which the formula gives by itself.
 */
import { LOW, product } from './fixed';

/** Weight and consensus as I32F32 bits. */
// @ts-ignore: decorator
@inline
export function penalised(weight: u64, consensus: u64, penalty: u64): u64 {
  const excess = weight - min(weight, consensus);
  return weight - product(penalty, excess) - <u64>((penalty * excess & LOW) != 0);
}
