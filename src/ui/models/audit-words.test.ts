import { describe, expect, it } from 'vitest';
import type { Audit } from '../../roles/index.ts';
import type { SubnetState } from '../node/state.ts';
import { UNKNOWN_SUBNET } from '../node/state.ts';
import { sampleAudit } from '../testing/samples.ts';
import type { AuditWords } from './audit-words.ts';
import { describeAudit } from './audit-words.ts';

const EPOCH = { kind: 'ticking', nextBlock: 1100, blocksLeft: 34, share: 0.5 } as const;
const BLOCK_TIME_MS = 12_000;
const FAILURE = { code: 'audit/state-pruned', reason: 'Gone.', next: 'Next time.' };
const plain = (text: string) => text.replace(/\s/g, ' ');

const words = (change: Partial<SubnetState>) => describeAudit({ ...UNKNOWN_SUBNET, ...change }, EPOCH, BLOCK_TIME_MS);
const verdict = (change: Partial<Audit>) => {
  const said: AuditWords = words({ audit: sampleAudit(change) });
  if (said.kind !== 'equal' && said.kind !== 'differing') throw new Error(`expected a verdict, got ${said.kind}`);
  return said;
};
const difference = { field: 'dividend', mechanism: undefined, uid: 7, expected: '1', got: '2' };

describe('the audit sentence', () => {
  it('says how many are equal, which epoch, and where it was computed', () => {
    const said = verdict({ epochIndex: 13_249n });
    expect(said.kind).toBe('equal');
    expect(said.verdict).toBe('256 / 256 equal');
    expect(plain(said.sentence)).toBe('Epoch 13 249 recomputed on your GPU');
    expect(said.fields.every(({ mark }) => mark === '=')).toBe(true);
  });

  it('never says GPU when the CPU computed', () => {
    expect(verdict({ engine: 'wasm' }).sentence).toMatch(/CPU, in WebAssembly/);
    expect(verdict({ engine: 'reference' }).sentence).toMatch(/CPU, by the reference engine/);
  });

  it('counts who differs and marks the fields', () => {
    const said = verdict({ equalUids: 255, differences: [difference], differenceCount: 1 });
    expect(said.kind).toBe('differing');
    expect(said.verdict).toBe('1 / 256 differ');
    expect(said.fields.find(({ name }) => name === 'dividends')?.mark).toBe('≠');
    expect(said.fields.find(({ name }) => name === 'consensus')?.mark).toBe('=');
  });

  it('does not call a field equal when the list of differences was cut', () => {
    const said = verdict({ equalUids: 0, differences: [difference], differenceCount: 900 });
    expect(said.fields.find(({ name }) => name === 'consensus')?.mark).toBe('?');
  });

  it('keeps the last verdict while the next audit runs', () => {
    const said = words({ audit: sampleAudit(), auditing: 'recomputing epoch 14' });
    expect(said).toMatchObject({ kind: 'equal', running: 'recomputing epoch 14' });
  });

  it('says what a first audit is doing', () => {
    expect(words({ auditing: 'reading the inputs' })).toMatchObject({ kind: 'running', detail: 'reading the inputs' });
  });

  it('tells the failure, and what the audit before had found', () => {
    expect(words({ auditFailure: FAILURE, audit: sampleAudit() })).toEqual({
      kind: 'failed',
      failure: FAILURE,
      before: '256 / 256 equal',
    });
  });

  it('says when the first epoch will end', () => {
    const said = words({});
    expect(said.kind === 'waiting' && said.detail).toMatch(/in 34 blocks, 6 min/);
  });

  it('waits for nothing where there are no epochs', () => {
    expect(describeAudit(UNKNOWN_SUBNET, { kind: 'none' }, BLOCK_TIME_MS)).toMatchObject({
      sentence: 'No epochs here',
    });
  });
});
