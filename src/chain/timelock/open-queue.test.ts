import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Bytes } from '../bytes.ts';
import type { TimelockedCommit } from './index.ts';
import {
  beaconFromSeed,
  encodePayload,
  encryptToRound,
  hasTooManyCommits,
  MAX_TIMELOCKED_COMMITS,
  openTimelockedQueue,
  signRound,
} from './index.ts';

const beacon = beaconFromSeed(new Uint8Array(32).fill(9));
const secrets = { K: new Uint8Array(32).fill(1), sigma: new Uint8Array(32).fill(2), nonce: new Uint8Array(12) };
const key = (byte: number): Bytes => new Uint8Array(32).fill(byte);
const SIGNATURES = new Map([7n, 8n].map((round) => [round, signRound(beacon.secretKey, round)]));
const signatureOf = (round: bigint) => SIGNATURES.get(round);

/** Committed by `hotkey` for `round`; `inside` is the hotkey in the message. */
const commit = (hotkey: Bytes, round: bigint, value: number, inside = hotkey): TimelockedCommit => [
  hotkey,
  50n,
  encryptToRound(beacon, round, encodePayload({ hotkey: inside, uids: [1], values: [value], versionKey: 3n }), secrets),
  round,
];

describe('a queue of time-locked commits', () => {
  it('opens what has its pulse, in its order, and keeps the rest', () => {
    const late = commit(key(2), 9n, 5);
    const { opened, kept, dropped } = openTimelockedQueue(
      [commit(key(1), 7n, 3), late, commit(key(3), 8n, 4)],
      signatureOf,
    );
    expect(opened).toEqual([
      { hotkey: key(1), uids: [1], values: [3], versionKey: 3n },
      { hotkey: key(3), uids: [1], values: [4], versionKey: 3n },
    ]);
    expect(kept).toEqual([late]);
    expect(dropped).toEqual([]);
  });

  it('gives several weights of one hotkey in the order of commitment, so that the last one stays', () => {
    const { opened } = openTimelockedQueue([commit(key(1), 8n, 3), commit(key(1), 7n, 4)], signatureOf);
    expect(opened.map(({ values }) => values[0])).toEqual([3, 4]);
  });

  it('drops what does not open, with the reason', () => {
    const truncated: TimelockedCommit = [key(3), 50n, commit(key(3), 7n, 1)[2].slice(0, 100), 7n];
    const { opened, kept, dropped } = openTimelockedQueue(
      [commit(key(1), 7n, 3, key(2)), [key(2), 50n, commit(key(2), 7n, 1)[2], 8n], truncated],
      signatureOf,
    );
    expect([opened, kept]).toEqual([[], []]);
    expect(dropped).toEqual([
      { hotkey: key(1), code: 'timelock/wrong-hotkey' },
      { hotkey: key(2), code: 'timelock/wrong-round' },
      { hotkey: key(3), code: 'timelock/malformed' },
    ]);
  });

  it('survives hostile messages and hostile pulses', () => {
    const noise = fc.array(fc.tuple(fc.uint8Array({ maxLength: 400 }), fc.bigInt(5n, 9n)), { maxLength: 4 });
    fc.assert(
      fc.property(noise, fc.uint8Array({ maxLength: 60 }), (messages, pulse) => {
        const queue = messages.map(([bytes, round]): TimelockedCommit => [key(1), 1n, bytes as Bytes, round]);
        const { opened, kept, dropped } = openTimelockedQueue(queue, (round) =>
          round === 6n ? (pulse as Bytes) : signatureOf(round),
        );
        expect(opened).toEqual([]);
        expect(kept.length + dropped.length).toBe(queue.length);
      }),
      { seed: 31, numRuns: 200 },
    );
  });

  it('is full for a hotkey with ten commits in it, whoever else is there', () => {
    const mine = Array.from({ length: MAX_TIMELOCKED_COMMITS - 1 }, (): TimelockedCommit => [key(1), 1n, key(0), 1n]);
    const others = Array.from({ length: 30 }, (): TimelockedCommit => [key(2), 1n, key(0), 1n]);
    expect(hasTooManyCommits([...mine, ...others], key(1))).toBe(false);
    expect(hasTooManyCommits([...mine, ...others, mine[0]!], key(1))).toBe(true);
  });
});
