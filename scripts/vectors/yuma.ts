/**
 * Runs documents of schema `yuma-vector/1` (test/vectors/yuma/README.md): functions, epochs, subnet epochs, scenarios.
 *
 * The engine computes the cores of all epochs of a document at once; preparing and finishing is code that all engines
 * share. Every listed output must be equal, and nothing may be listed that we do not compute.
 */
import { ChainError } from '../../src/chain/error.ts';
import { JsonPlace } from '../../src/chain/json.ts';
import {
  decodeEpochInput,
  type EpochCore,
  type EpochCoreResult,
  encodeEpochOutput,
  encodeSubnetEpochOutput,
  finishEpoch,
  finishSubnetEpoch,
  type Json,
  prepareEpoch,
  prepareSubnetEpoch,
} from '../../src/chain/yuma/index.ts';
import { checkAssert } from './asserts.ts';
import { differences, isObject, own } from './difference.ts';
import type { VectorEngine } from './engine.ts';
import type { CaseResult, Mismatch } from './types.ts';
import { referenceFunction, SHARED_FUNCTIONS } from './yuma-functions.ts';

/** Where function cases ran, over all documents. */
export interface FunctionTally {
  onEngine: number;
  /** In the code before and after the core of an epoch, which every engine shares. */
  inSharedCode: number;
  /** Stages that the engine has only inside whole epochs: checked in the reference engine. Name → cases. */
  readonly inReference: Map<string, number>;
}

/** @throws ChainError if the document as a whole cannot be understood. */
export async function runYumaDocument(
  document: unknown,
  engine: VectorEngine,
  tally: FunctionTally,
): Promise<CaseResult[]> {
  const place = JsonPlace.of(document);
  const kind = place.get('kind').text();
  const name = place.get('name').text();
  switch (kind) {
    case 'functions':
      return runFunctions(place.get('cases').list(), engine, tally);
    case 'epoch':
    case 'subnet_epoch':
      return runSteps([{ id: name, kind, place }], engine);
    case 'scenario': {
      const steps = place.get('steps').list();
      return runSteps(
        steps.map((step, k) => ({ id: `${name}/${k}`, kind: step.get('kind').text(), place: step })),
        engine,
      );
    }
    default:
      throw place.get('kind').error('out-of-range', 'functions, epoch, subnet_epoch or scenario');
  }
}

/** A case that could not be run is a failure that says why. */
export function cannotRun(id: string, error: unknown): CaseResult {
  const reason = error instanceof Error ? error.message : String(error);
  return { id, mismatches: [{ field: 'case', expected: 'a result', got: `cannot run: ${reason}` }] };
}

async function runFunctions(cases: JsonPlace[], engine: VectorEngine, tally: FunctionTally): Promise<CaseResult[]> {
  const results: CaseResult[] = [];
  for (const place of cases) {
    const id = place.get('id').text();
    try {
      const got = await runFunction(place, engine, tally);
      results.push({ id, mismatches: differences('out', place.get('out').raw, got) });
    } catch (error) {
      results.push(cannotRun(id, error));
    }
  }
  return results;
}

async function runFunction(place: JsonPlace, engine: VectorEngine, tally: FunctionTally): Promise<Json> {
  const fn = place.get('fn').text();
  const input = place.get('in');
  const reference = referenceFunction(fn);
  if (!reference) throw new ChainError('vectors/unknown-function', `no function is called ${JSON.stringify(fn)}`);
  if (engine.name !== 'reference') {
    const result = engine.runFunction(fn, input.raw);
    if (result) {
      const out = (await result) as Json;
      tally.onEngine++;
      return out;
    }
  }
  if (SHARED_FUNCTIONS.has(fn)) tally.inSharedCode++;
  else tally.inReference.set(fn, (tally.inReference.get(fn) ?? 0) + 1);
  return reference(input);
}

interface Step {
  readonly id: string;
  readonly kind: string;
  readonly place: JsonPlace;
}

/** A step ready for an engine. */
interface Plan {
  readonly cores: readonly EpochCore[];
  /** The encoded output, from one result per core. */
  readonly finish: (results: readonly EpochCoreResult[]) => { readonly [key: string]: Json };
}

/** All steps of a document in one call of the engine, which may compute them side by side. */
async function runSteps(steps: readonly Step[], engine: VectorEngine): Promise<CaseResult[]> {
  const plans = steps.map((step) => orError(() => planStep(step)));
  const cores = plans.flatMap((plan) => (plan instanceof Error ? [] : plan.cores));
  const computed = await engine.computeCores(cores).catch(asError);
  let used = 0;
  return steps.map((step, k) => {
    const plan = plans[k]!;
    if (plan instanceof Error) return cannotRun(step.id, plan);
    if (computed instanceof Error) return cannotRun(step.id, computed);
    const results = computed.slice(used, used + plan.cores.length);
    used += plan.cores.length;
    const mismatches = orError(() => checkStep(step, plan, results));
    return mismatches instanceof Error ? cannotRun(step.id, mismatches) : { id: step.id, mismatches };
  });
}

function orError<T>(compute: () => T): T | Error {
  try {
    return compute();
  } catch (error) {
    return asError(error);
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

function planStep({ kind, place }: Step): Plan {
  const input = decodeEpochInput(place.get('input').raw);
  switch (kind) {
    case 'epoch': {
      const mechanism =
        place
          .get('input')
          .optional('mechanism')
          ?.integer(0, input.mechanisms.length - 1) ?? 0;
      const prepared = prepareEpoch(input, mechanism);
      return {
        cores: [prepared.core],
        finish: ([result]) => encodeEpochOutput(finishEpoch(prepared, result!, input.raoEmission)),
      };
    }
    case 'subnet_epoch': {
      const prepared = prepareSubnetEpoch(input);
      return {
        cores: prepared.map((epoch) => epoch.core),
        finish: (results) => encodeSubnetEpochOutput(finishSubnetEpoch(input, prepared, results)),
      };
    }
    default:
      throw place.get('kind').error('out-of-range', 'epoch or subnet_epoch');
  }
}

function checkStep({ place }: Step, { cores, finish }: Plan, results: readonly EpochCoreResult[]): Mismatch[] {
  const output = finish(results);
  const asserts = place.optional('asserts')?.list() ?? [];
  return [
    ...outputDifferences(place.get('expected').raw, output),
    ...asserts.flatMap((assert) => checkAssert(assert, { output, cores })),
  ];
}

/** All that differs between a listed output and ours, with the uid. A row that is not listed is an empty one. */
function outputDifferences(expected: unknown, got: { readonly [key: string]: Json }): Mismatch[] {
  if (!isObject(expected)) return differences('expected', expected, got);
  const fields = new Set([...Object.keys(got), ...Object.keys(expected)]);
  return [...fields].flatMap((field) => columnDifferences(field, own(expected, field), own(got, field)));
}

function columnDifferences(field: string, expected: unknown, got: Json | undefined): Mismatch[] {
  if (Array.isArray(expected) && Array.isArray(got)) {
    const isPerMechanism = got.some((entry) => typeof entry === 'object');
    const length = Math.max(expected.length, got.length);
    return Array.from({ length }, (_, i) => {
      if (isPerMechanism) return columnDifferences(`${field}[${i}]`, expected[i], got[i]);
      return differences(field, expected[i], got[i]).map((mismatch) => ({ ...mismatch, uid: i }));
    }).flat();
  }
  if (isObject(expected) && isObject(got)) {
    const uids = new Set([...Object.keys(got), ...Object.keys(expected)]);
    return [...uids].flatMap((uid) =>
      differences(field, own(expected, uid) ?? [], own(got, uid) ?? []).map((mismatch) => ({
        ...mismatch,
        uid: Number(uid),
      })),
    );
  }
  return differences(field, expected, got);
}
