/**
 * How long the consensus-guarantees study takes: the example in studies/, 86 thousand networks of 64 × 512, on two threads of
 * the WebAssembly engine, with making up the networks and writing Parquet. And how far it is from the truth where that is
 * known: the same grid without spread against the closed form.
 */
import path from 'node:path';
import { openCalculator } from '../scripts/study/calculator.ts';
import { readPart } from '../scripts/study/part.ts';
import { computeParts } from '../scripts/study/pool.ts';
import { readStudy } from '../scripts/study/read-study.ts';
import { buildWasmKernels } from '../scripts/wasm-kernels.ts';
import {
  type AnalyticGame,
  analyticEmission,
  analyticRetention,
  type GuaranteesDescription,
  honestTeam,
  numbersOf,
  openStudy,
  pointsOfChunk,
  type Study,
  type Table,
} from '../src/gpu/sweep/index.ts';
import type { Figure } from './types.ts';

const STUDY = path.join(path.dirname(import.meta.dirname), 'studies', 'consensus-guarantees.json');
const THREADS = 2;
/** Asked of two threads for all networks, making them up included. */
const REACH_MS = 30_000;
/** The part of the study on which the shares of time are measured, in the calling thread. */
const SAMPLED_CHUNKS = [0, 10, 20];

type Part = readonly [chunk: number, bytes: Uint8Array<ArrayBuffer>];

export async function guarantees(): Promise<readonly Figure[]> {
  await buildWasmKernels();
  const study = await readStudy(STUDY);
  const description = study.description as GuaranteesDescription;
  const exact = openStudy({ ...description, spreads: [{ stake: 0, weight: 0 }] });
  const share = await generatorShare(study);
  const spread = await compute(study);
  const even = await compute(exact);
  const deviation = await deviations(exact, even.parts);
  const words = ({ ms, cpuMs }: Timing) =>
    `${((study.points / ms) * 1_000).toFixed(0)} networks/s, ${(cpuMs / 1_000).toFixed(1)} s of processor time`;
  const named = `${study.points} networks 64×512, ${THREADS} threads`;
  return [
    { what: `${named}, σ = 0.2`, value: spread.ms, unit: 'ms', note: words(spread), reach: REACH_MS },
    { what: `${named}, σ = 0`, value: even.ms, unit: 'ms', note: words(even) },
    { what: 'part of the time outside the engine', value: share, unit: 'ratio', note: `${(share * 100).toFixed(1)} %` },
    of('largest deviation of E_H from the closed form, whole grid', deviation.emission),
    of('largest deviation of the contour in W_C, in units of 1', deviation.distance),
    of('largest |E_H − S_H| of the closed form on the contour', deviation.excess),
  ];
}

const of = (what: string, value: number): Figure => ({ what, value, unit: 'ratio', note: value.toExponential(2) });

interface Timing {
  readonly ms: number;
  /** Of all threads: what the same work takes on a machine with nothing else to do, times the threads. */
  readonly cpuMs: number;
}

async function compute(study: Study): Promise<Timing & { readonly parts: readonly Part[] }> {
  const parts: Part[] = [];
  const chunks = Array.from({ length: study.chunks }, (_, chunk) => chunk);
  const before = process.cpuUsage();
  const startedMs = performance.now();
  await computeParts(study, chunks, {
    threads: THREADS,
    engine: 'wasm',
    onPart: async (chunk, bytes) => {
      parts.push([chunk, bytes]);
    },
  });
  const ms = performance.now() - startedMs;
  const { user, system } = process.cpuUsage(before);
  return { ms, cpuMs: (user + system) / 1_000, parts: parts.sort(([a], [b]) => a - b) };
}

/** What is not spent in the engine: rows, stakes, sums, tables. Chunks apart, so that each makes its games anew. */
async function generatorShare(study: Study): Promise<number> {
  const engine = await openCalculator('wasm');
  let engineMs = 0;
  const compute = study.open({
    computeSeries(series, output) {
      const startedMs = performance.now();
      const results = engine.computeSeries(series, output);
      engineMs += performance.now() - startedMs;
      return results;
    },
  });
  const startedMs = performance.now();
  for (const chunk of SAMPLED_CHUNKS.filter((one) => one < study.chunks)) {
    const { first, count } = pointsOfChunk(study, chunk);
    const work = compute(first, count);
    while (!work.next().done);
  }
  const allMs = performance.now() - startedMs;
  return (allMs - engineMs) / allMs;
}

interface Deviations {
  readonly emission: number;
  readonly distance: number;
  readonly excess: number;
}

async function deviations(study: Study, parts: readonly Part[]): Promise<Deviations> {
  const description = study.description as GuaranteesDescription;
  const contour = study.derived.contour!();
  let emission = 0;
  for (const [chunk, bytes] of parts) {
    const rows = await readPart(bytes.slice(), `chunk ${chunk}`, study, chunk);
    contour.add(rows);
    const computed = numbersOf(rows, 'honest_emission');
    for (const [k, { game, honestWeight, cabalWeight }] of pointsIn(rows, description).entries()) {
      emission = Math.max(emission, Math.abs(computed[k]! - analyticEmission(game, honestWeight, cabalWeight)));
    }
  }
  const step = 1 / (description.gridPoints - 1);
  let distance = 0;
  let excess = 0;
  for (const { game, honestWeight, cabalWeight } of pointsIn(contour.finish(), description)) {
    const off = analyticEmission(game, honestWeight, cabalWeight) - game.honestStake;
    excess = Math.max(excess, Math.abs(off));
    // Where the closed form only touches the line (both teams agree) it has no crossing to be far from.
    const around = [Math.max(0, cabalWeight - step), Math.min(1, cabalWeight + step)] as const;
    const exact = analyticRetention(game, honestWeight, around);
    if (exact !== undefined) distance = Math.max(distance, Math.abs(exact - cabalWeight));
  }
  return { emission, distance, excess };
}

interface Place {
  readonly game: AnalyticGame;
  readonly honestWeight: number;
  readonly cabalWeight: number;
}

function pointsIn(rows: Table, description: GuaranteesDescription): Place[] {
  const { neurons, validators } = description;
  const column = (name: string) => numbersOf(rows, name);
  const [stakes, penalties] = [column('honest_stake'), column('bonds_penalty')];
  const [honestWeights, cabalWeights] = [column('honest_self_weight'), column('cabal_self_weight')];
  return Array.from({ length: rows.rows }, (_, k) => {
    const honest = honestTeam(description, stakes[k]!);
    const cabal = { validators: validators - honest.validators, servers: neurons - validators - honest.servers };
    const rules = { ...description, bondsPenalty: penalties[k]! };
    const game = { honestStake: stakes[k]!, honest, cabal, rules };
    return { game, honestWeight: honestWeights[k]!, cabalWeight: cabalWeights[k]! };
  });
}
