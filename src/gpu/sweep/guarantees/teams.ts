/**
 * The two teams of a game: who is who, what stake they have, and their rows of weights.
 *
 *   uid   0 ………… h−1 │ h ………… V−1 │ V ………… V+p−1 │ V+p ………… n−1
 *         honest      cabal        honest          cabal
 *         └── validators ──┘       └────── servers ──────┘
 *
 * A validator i gives server j its team's weight for j's team, times x_ij / Σ x_ij over j's team. Stakes are shared in a
 * team by x_i. All x = max(0, 1 + σz), z standard normal and drawn once for all points of a draw, whatever their
 * stake, spread and self-weights: points differ by their parameters, never by luck.
 */
import type { SparseRow } from '../../../chain/yuma/index.ts';
import { streamOf } from '../stream.ts';
import { upscaleShares } from '../upscale.ts';
import type { GuaranteesDescription, Spread } from './description.ts';

/** Sizes of the honest team: h validators, p servers. */
export interface TeamSizes {
  readonly validators: number;
  readonly servers: number;
}

/** z of one draw: one per validator, and validators × servers row-major. */
export interface Draw {
  readonly stake: Float64Array;
  readonly weight: Float64Array;
}

/** Enough digits that shares of it are exact to nine decimals, and below 2^53. */
const TOTAL_STAKE_RAO = 10 ** 15;

/** Nearest to the honest share of the stake, with at least one of each kind in either team. */
export function honestTeam({ neurons, validators }: GuaranteesDescription, honestStake: number): TeamSizes {
  const of = (all: number) => Math.min(all - 1, Math.max(1, Math.round(honestStake * all)));
  return { validators: of(validators), servers: of(neurons - validators) };
}

export function drawGame({ seed, neurons, validators }: GuaranteesDescription, draw: number): Draw {
  const stream = streamOf(seed, draw);
  return {
    stake: Float64Array.from({ length: validators }, stream.normal),
    weight: Float64Array.from({ length: validators * (neurons - validators) }, stream.normal),
  };
}

/** Rao per validator: the team's share of the whole, shared out within the team. */
export function teamStakes(draw: Draw, spread: Spread, honest: TeamSizes, honestStake: number): bigint[] {
  const shares = new Float64Array(draw.stake.length);
  shareOut(shares, draw.stake, 0, 0, honest.validators, spread.stake, honestStake);
  shareOut(shares, draw.stake, 0, honest.validators, shares.length, spread.stake, 1 - honestStake);
  return Array.from(shares, (share) => BigInt(Math.floor(share * TOTAL_STAKE_RAO)));
}

export interface RowMaker {
  /** Rows of the honest validators, which give `selfWeight` to the honest servers and the rest to the cabal's. */
  honestRows(selfWeight: number): readonly SparseRow[];
  /** Rows of the cabal's validators, which give `selfWeight` to the cabal's servers and the rest to the honest. */
  cabalRows(selfWeight: number): readonly SparseRow[];
}

export function rowMaker(draw: Draw, spread: Spread, honest: TeamSizes): RowMaker {
  const validators = draw.stake.length;
  const servers = draw.weight.length / validators;
  const columns = Uint16Array.from({ length: servers }, (_, server) => validators + server);
  const shares = new Float64Array(servers);
  const rows = (from: number, to: number, weightOnHonest: number, weightOnCabal: number): SparseRow[] =>
    Array.from({ length: to - from }, (_, k) => {
      const row = (from + k) * servers;
      shareOut(shares, draw.weight, row, 0, honest.servers, spread.weight, weightOnHonest);
      shareOut(shares, draw.weight, row, honest.servers, servers, spread.weight, weightOnCabal);
      return { columns, values: upscaleShares(shares) };
    });
  return {
    honestRows: (selfWeight) => rows(0, honest.validators, selfWeight, 1 - selfWeight),
    cabalRows: (selfWeight) => rows(honest.validators, validators, 1 - selfWeight, selfWeight),
  };
}

/** `total` over shares[from … to−1], by x = max(0, 1 + σ·z[offset + …]); evenly where every x is zero. */
function shareOut(
  shares: Float64Array,
  z: Float64Array,
  offset: number,
  from: number,
  to: number,
  sigma: number,
  total: number,
): void {
  let sum = 0;
  for (let k = from; k < to; k++) {
    const x = Math.max(0, 1 + sigma * z[offset + k]!);
    shares[k] = x;
    sum += x;
  }
  if (sum === 0) shares.fill(1, from, to);
  const factor = total / (sum || to - from);
  for (let k = from; k < to; k++) shares[k] = shares[k]! * factor;
}
