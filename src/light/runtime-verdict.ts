/**
 * Whether the types of a runtime are ours: its metadata is fetched once and compared with the declarations.
 *
 * Metadata is proved by smoldot (a call proof), and a claim where a server gives it. What went wrong, or a claim that
 * refuses, is not the last word: it is asked again after a while, and another server may answer.
 */
import type { BlockHash } from '../chain/block-ref.ts';
import type { Bytes } from '../chain/bytes.ts';
import { fromHex } from '../chain/bytes.ts';
import type { SchemaReport } from '../chain/schema/index.ts';
import { checkSchema, decodeMetadata, MAX_METADATA_BYTES, SCHEMA_SPEC_VERSIONS } from '../chain/schema/index.ts';
import type { Clock } from './clock.ts';
import { withDeadline } from './clock.ts';
import { isLightError, LightError } from './errors.ts';
import type { ChainEngine } from './types.ts';

/** 340 KB over a slow line. */
const METADATA_DEADLINE_MS = 20_000;
const RETRY_MS = 60_000;
/** Versions that are remembered; a chain has had a few hundred in its life, a session sees one or two. */
const MAX_VERSIONS = 16;

/**
 * How it is known what the runtime's types are:
 * - `declared`: the declarations were made for this runtime
 * - `proved`, `claimed`: by its metadata, proved or as a server says
 * - `unknown`: the version or its metadata is not known
 */
export type RuntimeBasis = 'declared' | 'proved' | 'claimed' | 'unknown';

export interface Verdict {
  readonly basis: RuntimeBasis;
  /** Undefined unless metadata was compared. */
  readonly report: SchemaReport | undefined;
  /** Wall-clock ms after which it is asked again; undefined = it stays. */
  readonly retryAtMs: number | undefined;
}

const DECLARED: Verdict = { basis: 'declared', report: undefined, retryAtMs: undefined };

/** True also for a chain that keeps no version: there is nothing to tell a change by. */
export const isDeclared = (version: number | undefined): boolean =>
  version === undefined || SCHEMA_SPEC_VERSIONS.has(version);

export interface RuntimeVerdicts {
  /** Never rejects; `at` is a block that this version made. */
  of(version: number, at: BlockHash): Promise<Verdict>;
  /** As `of`, but what is asked for again is not waited for: the last verdict stands meanwhile. */
  forRead(version: number, at: BlockHash): Promise<Verdict>;
  /** False once what was found for this version is to be asked again. */
  isCurrent(version: number): boolean;
}

export function runtimeVerdicts(engine: ChainEngine, clock: Clock, signal: AbortSignal): RuntimeVerdicts {
  const verdicts = new Map<number, Promise<Verdict>>();
  const retryAtMs = new Map<number, number | undefined>();
  const last = new Map<number, Verdict>();

  const isCurrent = (version: number) => {
    const retryMs = retryAtMs.get(version);
    return retryMs === undefined || clock.now() < retryMs;
  };

  async function compare(version: number, at: BlockHash): Promise<Verdict> {
    const basis = engine.kind === 'proof' ? 'claimed' : 'proved';
    const later = clock.now() + RETRY_MS;
    try {
      const answer = await withDeadline(clock, METADATA_DEADLINE_MS, tooLate, signal, (until) =>
        engine.request('state_getMetadata', [at], { signal: until }),
      );
      const report = checkSchema(decodeMetadata(metadataBytes(answer)));
      // Of another runtime than the proved one: it says nothing about this one.
      if (report.specVersion !== version) return { basis: 'unknown', report: undefined, retryAtMs: later };
      return { basis, report, retryAtMs: basis === 'claimed' && !report.fits ? later : undefined };
    } catch (error) {
      const isFinal = isLightError(error, 'light/unsupported');
      return { basis: 'unknown', report: undefined, retryAtMs: isFinal ? undefined : later };
    }
  }

  function of(version: number, at: BlockHash): Promise<Verdict> {
    if (isDeclared(version)) return Promise.resolve(DECLARED);
    const known = verdicts.get(version);
    if (known && isCurrent(version)) return known;
    if (verdicts.size >= MAX_VERSIONS) for (const map of [verdicts, retryAtMs, last]) map.clear();
    retryAtMs.delete(version);
    const verdict = compare(version, at);
    verdicts.set(version, verdict);
    void verdict.then((found) => {
      retryAtMs.set(version, found.retryAtMs);
      last.set(version, found);
    });
    return verdict;
  }

  return {
    isCurrent,
    of,
    async forRead(version, at) {
      const before = last.get(version);
      const verdict = of(version, at);
      return before ?? verdict;
    },
  };
}

/** @throws LightError `light/unexpected-answer`, ChainError `bytes/bad-hex` */
function metadataBytes(answer: unknown): Bytes {
  if (typeof answer !== 'string' || answer.length > 2 + 2 * MAX_METADATA_BYTES || !answer.startsWith('0x')) {
    throw new LightError('light/unexpected-answer', 'the metadata is no hex text, or too long');
  }
  return fromHex(answer);
}

const tooLate = () => new LightError('light/timeout', 'The metadata of the runtime did not come.');
