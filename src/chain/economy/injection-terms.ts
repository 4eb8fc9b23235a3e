/**
 * What one block would do for a subnet's pool: how much TAO and alpha to inject, and what TAO is left to buy with
 * (spec economy §8 step 2; the pallet's `coinbase/run_coinbase.rs`, since June 2026).
 *
 *   e = TAO emission · p = spot price · a = emission curve of the alpha issuance · ρ = root proportion
 *   alphaIn = e/p, taoIn = e                     where that is at most the cap ρ·a
 *   alphaIn = ρ·a, taoIn = ρ·a·p                 beyond; the rest of the TAO, e − taoIn, buys alpha on the market
 *
 * All in U96F32. The injection itself takes the floors and may be refused by the pool (§6); the participants' part of
 * the same block is `shareAlpha`, with ρ taken again from the issuance that the injection and the mint have left.
 */
import { smaller, U64F64, U96F32 } from '../fixed/index.ts';
import { blockEmission } from './block-emission.ts';
import { rootProportion } from './root-proportion.ts';

export interface InjectionInput {
  /** The subnet's part of the block's TAO, rao as U96F32 bits: `taoEmission`. */
  readonly taoEmission: bigint;
  /** TAO per alpha, U64F64 bits: `poolPrice`. */
  readonly spotPrice: bigint;
  /** Alpha in the pool and outside, before this block's injection and mint. */
  readonly alphaIssuanceRao: bigint;
  /** `SubnetTAO` of the root network. */
  readonly rootTaoRao: bigint;
  /** u64 / (2^64−1). */
  readonly taoWeight: bigint;
}

/** Rao as U96F32 bits; what moves is the floor of each. */
export interface InjectionTerms {
  /** TAO for the pool. */
  readonly taoIn: bigint;
  /** Alpha minted into the pool. */
  readonly alphaIn: bigint;
  /** Alpha minted for the participants. */
  readonly alphaOut: bigint;
  /** TAO that buys alpha instead. */
  readonly excessTao: bigint;
}

/** Bits between the binary points of U64F64 and U96F32. */
const POINT_SHIFT = U64F64.fractionBits - U96F32.fractionBits;

/** QUIRK: without a price (an empty pool) all the TAO is injected and no alpha. */
export function injectionTerms(input: InjectionInput): InjectionTerms {
  const price = U96F32.clamp(input.spotPrice >> POINT_SHIFT);
  const alphaOut = U96F32.fromInteger(blockEmission(input.alphaIssuanceRao));
  const cap = U96F32.mul(rootProportion(input.rootTaoRao, input.taoWeight, input.alphaIssuanceRao), alphaOut);
  const wanted = U96F32.div(input.taoEmission, price);
  const alphaIn = smaller(wanted, cap);
  const taoIn = wanted > cap ? U96F32.mul(cap, price) : input.taoEmission;
  return { taoIn, alphaIn, alphaOut, excessTao: U96F32.sub(input.taoEmission, taoIn) };
}
