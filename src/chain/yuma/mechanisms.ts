/** Mechanisms: parts of a subnet with weights of their own that share its emission (spec yuma §7). */
import { clampU64, U16_MAX, U64F64 } from '../fixed/index.ts';
import type { EpochOutput, SubnetEpochOutput } from './types.ts';

/** A stored split sums to this. */
const SPLIT_WHOLE = BigInt(U16_MAX);

/**
 * The emission of each of `count` mechanisms, rao. `split` in parts of 65535, cut or padded with zeros to `count`;
 * undefined = evenly. What is left over goes to mechanism 0.
 */
export function splitEmission(emissionRao: bigint, count: number, split: readonly number[] | undefined): bigint[] {
  const parts = Array.from({ length: count }, (_, k) =>
    split ? clampU64((emissionRao * BigInt(split[k] ?? 0)) / SPLIT_WHOLE) : emissionRao / BigInt(count),
  );
  const rest = clampU64(emissionRao - parts.reduce((sum, part) => sum + part, 0n));
  if (parts.length > 0) parts[0] = clampU64(parts[0]! + rest);
  return parts;
}

/** ω: what part of the whole each mechanism is, U64F64 bits; all of it mechanism 0 if there is nothing to share. */
function mechanismWeights(emissions: readonly bigint[], emissionRao: bigint): bigint[] {
  if (emissionRao === 0n) return emissions.map((_, k) => (k === 0 ? U64F64.one : 0n));
  const whole = U64F64.fromInteger(emissionRao);
  return emissions.map((part) => U64F64.div(U64F64.fromInteger(part), whole));
}

/**
 * The subnet's output from its mechanisms' outputs, in their order.
 * QUIRK: weighted sums are floored after every mechanism, and `emission` is weighted although each mechanism's part
 * already was its share (spec yuma §12.8).
 */
export function aggregateMechanisms(
  outputs: readonly EpochOutput[],
  emissions: readonly bigint[],
  emissionRao: bigint,
): SubnetEpochOutput {
  const n = outputs[0]?.active.length ?? 0;
  const weights = mechanismWeights(emissions, emissionRao);

  /** Σ ω_k·value_k, floored after every mechanism. */
  const weightedSum = (amountOf: (output: EpochOutput) => bigint): bigint =>
    outputs.reduce((sum, output, k) => {
      const product = U64F64.mul(U64F64.fromInteger(amountOf(output)), weights[k]!);
      return U64F64.floor(U64F64.add(U64F64.fromInteger(sum), product));
    }, 0n);
  const weightedU16 = (column: (output: EpochOutput) => Uint16Array): Uint16Array =>
    Uint16Array.from({ length: n }, (_, uid) =>
      Math.min(Number(weightedSum((output) => BigInt(column(output)[uid]!))), U16_MAX),
    );
  const summedU64 = (column: (output: EpochOutput) => BigUint64Array): BigUint64Array =>
    BigUint64Array.from({ length: n }, (_, uid) =>
      outputs.reduce((sum, output) => clampU64(sum + column(output)[uid]!), 0n),
    );
  const anyOf = (column: (output: EpochOutput) => readonly boolean[]): boolean[] =>
    Array.from({ length: n }, (_, uid) => outputs.some((output) => column(output)[uid]));

  return {
    stakeWeight: weightedU16((output) => output.stakeWeight),
    active: anyOf((output) => output.active),
    consensus: weightedU16((output) => output.consensus),
    validatorTrust: weightedU16((output) => output.validatorTrust),
    dividend: weightedU16((output) => output.dividend),
    serverEmission: summedU64((output) => output.serverEmission),
    validatorEmission: summedU64((output) => output.validatorEmission),
    emission: BigUint64Array.from({ length: n }, (_, uid) => weightedSum((output) => output.emission[uid]!)),
    validatorPermit: anyOf((output) => output.validatorPermit),
    mechanismEmission: BigUint64Array.from(emissions),
    incentive: outputs.map((output) => output.incentive),
    bonds: outputs.map((output) => output.bonds),
  };
}
