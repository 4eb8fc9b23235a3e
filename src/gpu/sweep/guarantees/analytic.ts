/**
 * The two-team game without spread, in closed form: what the study must give at σ = 0 but for the roundings of u16 weights
 * and I32F32.
 *
 * Team H has stake S, h validators and p servers; team C has s = 1 − S, c and q. Equal validators, equal servers, so a
 * column is known by its side k (1 = H's servers, 2 = C's servers) and a matrix by four numbers: what a row of each team
 * gives to a whole side.
 *
 *   a₁ = W_H, a₂ = 1 − W_H   rows of H          b₁ = 1 − W_C, b₂ = W_C   rows of C
 *
 * Consensus. Two scores stand in a column, with stakes S and s. The stake-weighted median is the lower score if its stake
 * exceeds the minority m = 1 − κ, else the higher (spec yuma §3.7): c_k. It is linear in a side's 1/p or 1/q, so it may be
 * taken on side totals. Clipping gives ā_k = min(a_k, c_k), b̄_k = min(b_k, c_k).
 * Incentive. Rank of a side R_k = S·ā_k + s·b̄_k; I_k = R_k / (R₁ + R₂).
 * Weights for bonds. ã = a + β·(ā − a), b̃ alike.
 * Bonds, first epoch, none before. Every new bond is α times the observation; normalising the column removes an α that all
 * its cells share, and 1/p or 1/q:
 *   classic  observation = stake × weight; H's part of a column of side k is u_k = S·ã_k / (S·ã_k + s·b̃_k).
 *            Dividends D_H = Σ I_k·u_k, of Σ I_k over the sides that have bonds.
 *   Yuma3    observation = weight; one validator of H has N_k = ã_k / (h·ã_k + c·b̃_k) of a column, one of C
 *            b̃_k / (same). Stake enters with q·A, A = S/h or s/c: D_H = S·q_H / (S·q_H + s·q_C), q = Σ I_k·N_k.
 *   liquid   as Yuma3 with α(w̃ − c) per cell in place of α, on values per server:
 *            α(d) = clamp(lo + (hi − lo) / (1 + exp(−st/100·(d − ½))), lo, hi), d = clamp(w̃ − c, 0, 1). With no old bond
 *            w̃ ≥ b, so the buying difference always decides.
 * Emission. E_H = (I₁ + D_H) / 2, since incentive and dividends each sum to one. With nothing earned, E_H = S.
 */
import type { Rules } from '../rules.ts';

export interface AnalyticGame {
  /** S, 0 … 1. */
  readonly honestStake: number;
  readonly honest: { readonly validators: number; readonly servers: number };
  readonly cabal: { readonly validators: number; readonly servers: number };
  readonly rules: Rules;
}

interface Side {
  readonly servers: number;
  /** c_k and rank R_k of the side. */
  readonly consensus: number;
  readonly rank: number;
  /** ã_k and b̃_k. */
  readonly honest: number;
  readonly cabal: number;
}

const U16_MAX = 65_535;

/** E_H, 0 … 1, for W_H = `honestWeight` and W_C = `cabalWeight`. One epoch without old bonds. */
export function analyticEmission(game: AnalyticGame, honestWeight: number, cabalWeight: number): number {
  const sides = [
    sideOf(game, game.honest.servers, honestWeight, 1 - cabalWeight),
    sideOf(game, game.cabal.servers, 1 - honestWeight, cabalWeight),
  ] as const;
  const rank = sides[0].rank + sides[1].rank;
  if (rank === 0) return game.honestStake;
  return (sides[0].rank / rank + honestDividends(game, sides)) / 2;
}

function sideOf({ honestStake, rules }: AnalyticGame, servers: number, honest: number, cabal: number): Side {
  const lowerStake = honest <= cabal ? honestStake : 1 - honestStake;
  const minority = 1 - rules.kappa / U16_MAX;
  const consensus = lowerStake > minority ? Math.min(honest, cabal) : Math.max(honest, cabal);
  const clippedHonest = Math.min(honest, consensus);
  const clippedCabal = Math.min(cabal, consensus);
  const penalty = rules.bondsPenalty / U16_MAX;
  return {
    servers,
    consensus,
    rank: honestStake * clippedHonest + (1 - honestStake) * clippedCabal,
    honest: honest + penalty * (clippedHonest - honest),
    cabal: cabal + penalty * (clippedCabal - cabal),
  };
}

/** D_H. */
function honestDividends(game: AnalyticGame, sides: readonly Side[]): number {
  const { honestStake, honest, cabal, rules } = game;
  const cabalStake = 1 - honestStake;
  let ofHonest = 0;
  let ofCabal = 0;
  for (const side of sides) {
    if (rules.version === 'classic') {
      const column = honestStake * side.honest + cabalStake * side.cabal;
      if (column === 0) continue;
      ofHonest += (side.rank * honestStake * side.honest) / column;
      ofCabal += (side.rank * cabalStake * side.cabal) / column;
    } else {
      const honestBond = bond(rules, side, side.honest);
      const cabalBond = bond(rules, side, side.cabal);
      const column = honest.validators * honestBond + cabal.validators * cabalBond;
      if (column === 0) continue;
      ofHonest += (honestStake * side.rank * honestBond) / column;
      ofCabal += (cabalStake * side.rank * cabalBond) / column;
    }
  }
  return ofHonest / (ofHonest + ofCabal);
}

/** A Yuma3 bond in the first epoch, on any scale that its column shares. */
function bond(rules: Rules, { servers, consensus }: Side, weight: number): number {
  if (rules.version !== 'liquid') return weight;
  const low = rules.alphaLow / U16_MAX;
  const high = rules.alphaHigh / U16_MAX;
  const difference = Math.min(Math.max((weight - consensus) / servers, 0), 1);
  const sigmoid = 1 / (1 + Math.exp((-rules.alphaSigmoidSteepness / 100) * (difference - 0.5)));
  return weight * Math.max(Math.min(low + sigmoid * (high - low), high), low);
}

/** Halvings after which an interval of W_C is as narrow as doubles get. */
const HALVINGS = 50;

/**
 * W_C between `from` and `to` at which E_H = S, for a W_H; undefined unless E_H − S has opposite signs at the ends.
 * By bisection, so the closed form is asked and nothing is assumed of its shape.
 */
export function analyticRetention(
  game: AnalyticGame,
  honestWeight: number,
  [from, to]: readonly [from: number, to: number],
): number | undefined {
  const excess = (cabalWeight: number) => analyticEmission(game, honestWeight, cabalWeight) - game.honestStake;
  const sign = Math.sign(excess(from));
  if (sign === 0) return from;
  if (sign === Math.sign(excess(to))) return undefined;
  let near = from;
  let far = to;
  for (let k = 0; k < HALVINGS; k++) {
    const middle = (near + far) / 2;
    if (Math.sign(excess(middle)) === sign) near = middle;
    else far = middle;
  }
  return (near + far) / 2;
}
