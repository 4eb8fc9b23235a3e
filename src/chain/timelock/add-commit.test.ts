import { describe, expect, it } from 'vitest';
import type { Bytes } from '../bytes.ts';
import type { TimelockedCommit } from './index.ts';
import { hasTooManyCommits, MAX_TIMELOCKED_COMMITS } from './index.ts';

const key = (byte: number): Bytes => new Uint8Array(32).fill(byte);
const commits = (count: number, hotkey: Bytes): TimelockedCommit[] =>
  Array.from({ length: count }, () => [hotkey, 1n, key(0), 1n]);

describe('a queue of time-locked commits', () => {
  it('is full for a hotkey with ten commits in it, whoever else is there', () => {
    const others = commits(30, key(2));
    expect(hasTooManyCommits([...commits(MAX_TIMELOCKED_COMMITS - 1, key(1)), ...others], key(1))).toBe(false);
    expect(hasTooManyCommits([...commits(MAX_TIMELOCKED_COMMITS, key(1)), ...others], key(1))).toBe(true);
  });
});
