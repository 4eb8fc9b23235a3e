/**
 * What is said about a subnet's audit: one sentence for each of the states it can be in.
 */
import type { Failure } from '../../chain/failure.ts';
import type { Audit, ComputeEngineName, Snapshot } from '../../roles/index.ts';
import { formatBlockCount, formatBlocksAsTime, formatCount, formatMilliseconds, unbroken } from '../format/index.ts';
import type { SubnetState } from '../node/state.ts';
import type { EpochPosition } from './epoch-clock.ts';

/** `=` agrees everywhere, `≠` differs somewhere, `?` is not known because the list of differences was cut. */
export type FieldMark = '=' | '≠' | '?';

export interface AuditVerdict {
  readonly kind: 'equal' | 'differing';
  /** `256 / 256 equal`. */
  readonly verdict: string;
  /** `Epoch 13 249 recomputed on your GPU`. */
  readonly sentence: string;
  readonly fields: readonly { readonly name: string; readonly mark: FieldMark }[];
  /** `0.42 ms`. */
  readonly took: string;
  readonly audit: Audit;
  /** The next audit that is already under way; undefined while none is. */
  readonly running: string | undefined;
}

export type AuditWords =
  | AuditVerdict
  | { readonly kind: 'running'; readonly sentence: string; readonly detail: string }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly before: string | undefined }
  | { readonly kind: 'waiting'; readonly sentence: string; readonly detail: string };

const ENGINE_WORDS: Readonly<Record<ComputeEngineName, string>> = {
  gpu: 'on your GPU',
  wasm: 'on your CPU, in WebAssembly',
  reference: 'on your CPU, by the reference engine',
};

/** The chain's columns in the words of the table; a field of another version is shown by its own name. */
const FIELD_WORDS: Readonly<Record<string, string>> = {
  stakeWeight: 'stake weight',
  active: 'activity',
  validatorTrust: 'v-trust',
  dividend: 'dividends',
  validatorPermit: 'permits',
};

export function fieldWords(field: string): string {
  return FIELD_WORDS[field] ?? field;
}

export function describeAudit(state: SubnetState, epoch: EpochPosition, blockTimeMs: number): AuditWords {
  const { audit, auditing, auditFailure } = state;
  if (auditFailure) return { kind: 'failed', failure: auditFailure, before: audit && shortVerdict(audit.value) };
  if (audit) return describeVerdict(audit, auditing);
  if (auditing !== undefined) return { kind: 'running', sentence: 'Auditing the last epoch', detail: auditing };
  return describeWaiting(epoch, blockTimeMs);
}

function describeVerdict({ value }: Snapshot<Audit>, running: string | undefined): AuditVerdict {
  const isEqual = value.differenceCount === 0 && value.equalUids === value.uids;
  return {
    kind: isEqual ? 'equal' : 'differing',
    verdict: shortVerdict(value),
    sentence: `Epoch ${unbroken(formatCount(value.epochIndex))} recomputed ${ENGINE_WORDS[value.engine]}`,
    fields: value.fields.map((field) => ({ name: fieldWords(field), mark: markField(value, field) })),
    took: formatMilliseconds(value.computeMs),
    audit: value,
    running,
  };
}

/** `256 / 256 equal`, or `3 / 256 differ`. */
export function shortVerdict({ uids, equalUids, differenceCount }: Audit): string {
  const differing = uids - equalUids;
  if (differing > 0) return `${formatCount(differing)} / ${formatCount(uids)} differ`;
  return differenceCount > 0
    ? `${formatCount(differenceCount)} cells differ`
    : `${formatCount(equalUids)} / ${formatCount(uids)} equal`;
}

function markField(audit: Audit, name: string): FieldMark {
  if (audit.differences.some(({ field }) => field === name)) return '≠';
  return audit.differences.length === audit.differenceCount ? '=' : '?';
}

function describeWaiting(epoch: EpochPosition, blockTimeMs: number): AuditWords {
  if (epoch.kind === 'none') {
    return { kind: 'waiting', sentence: 'No epochs here', detail: 'There is nothing to recompute on this network.' };
  }
  const sentence = 'No epoch audited yet';
  const when =
    epoch.blocksLeft === 0
      ? 'now'
      : `in ${unbroken(formatBlockCount(epoch.blocksLeft))}, ${formatBlocksAsTime(epoch.blocksLeft, blockTimeMs)}`;
  return { kind: 'waiting', sentence, detail: `The next one ends ${when}; it is recomputed as soon as it has.` };
}
