import { describe, expect, it } from 'vitest';
import { encodeScheduledChange, GRANDPA_ENGINE } from '../../chain/grandpa.ts';
import type { DigestItem, Header } from '../../chain/header.ts';
import { FakeProofChain, grandpaPairs } from '../testing/fake-proof-chain.ts';
import type { Voters } from './voters.ts';
import { announcedChange, votersAfter } from './voters.ts';

const set = (...indices: number[]) => indices.map((i) => ({ publicKey: grandpaPairs[i]!.publicKey, weight: 1n }));
const OLD: Voters = { setId: 3n, authorities: set(0, 1) };
const { header: PLAIN } = new FakeProofChain().best;
const header = (number: number, ...digest: DigestItem[]): Header => ({ ...PLAIN, number, digest });
const announcing = (number: number, delay = 0, who = set(2, 3)) => header(number, encodeScheduledChange(who, delay));
/** Kind 2, median 0, no voters, delay 0. */
const forcing: DigestItem = { type: 'Consensus', value: [GRANDPA_ENGINE, Uint8Array.of(2, 0, 0, 0, 0, 0, 0, 0, 0, 0)] };
const codeOf = (work: () => unknown) => {
  try {
    work();
    return 'nothing';
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('the voters after a proof', () => {
  it('are the same where nobody announced a change', () => {
    expect(votersAfter(OLD, [header(5), header(6)])).toBe(OLD);
  });

  it('are the next set once the proof is for the block of the change', () => {
    expect(votersAfter(OLD, [header(5), announcing(6)])).toEqual({ setId: 4n, authorities: set(2, 3) });
  });

  it('wait with a change whose block has not come, over several proofs', () => {
    const waiting = votersAfter(OLD, [announcing(5, 3), header(6)]);
    expect(waiting).toEqual({ ...OLD, change: { at: 8, authorities: set(2, 3) } });
    expect(votersAfter(waiting, [header(7)])).toEqual(waiting);
    expect(votersAfter(waiting, [header(7), header(8)])).toEqual({ setId: 4n, authorities: set(2, 3) });
    expect(codeOf(() => votersAfter(waiting, [header(9)]))).toBe('proof/set-change-skipped');
  });

  it('are not taken from a second change while the first one waits', () => {
    const waiting = votersAfter(OLD, [announcing(5, 3), announcing(6, 0, set(4))]);
    expect(waiting.change).toEqual({ at: 8, authorities: set(2, 3) });
  });

  it('do not change twice by one proof', () => {
    expect(codeOf(() => votersAfter(OLD, [announcing(5), announcing(6)]))).toBe('proof/set-change-skipped');
  });

  it('cannot be followed over a change by force, which has a code of its own', () => {
    expect(codeOf(() => votersAfter(OLD, [header(5), header(6, forcing)]))).toBe('proof/forced-change');
    expect(codeOf(() => announcedChange(header(6, forcing)))).toBe('proof/forced-change');
    expect(announcedChange(header(6))).toBeUndefined();
  });
});
