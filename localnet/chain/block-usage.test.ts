import { describe, expect, it } from 'vitest';
import { BlockUsage, exceedsAnyBlock } from './block-usage.ts';

const extrinsic = (refTime: bigint, length = 0) => ({
  info: { refTime, class: 'Normal', paysFee: true } as const,
  bytes: new Uint8Array(length),
});

describe('a block', () => {
  it('has room for normal extrinsics of three seconds of work in all, their base weight included', () => {
    const usage = new BlockUsage();
    const most = 3_000_000_000_000n - 108_157_000n;
    expect(usage.fits(extrinsic(most + 1n))).toBe(false);
    expect(usage.fits(extrinsic(most))).toBe(true);
    usage.add(extrinsic(most));
    expect(usage.fits(extrinsic(0n))).toBe(false);
  });

  it('is never as empty as an extrinsic needs it that weighs more than 65 % of it, base weight included', () => {
    const most = 2_600_000_000_000n - 108_157_000n;
    expect(exceedsAnyBlock(extrinsic(most).info)).toBe(false);
    expect(exceedsAnyBlock(extrinsic(most + 1n).info)).toBe(true);
    expect(new BlockUsage().fits(extrinsic(most))).toBe(true);
  });

  it('has room for 7.5 MiB of normal extrinsics', () => {
    const usage = new BlockUsage();
    usage.add(extrinsic(1n, 7_864_320));
    expect(usage.fits(extrinsic(1n, 1))).toBe(false);
    expect(usage.fits(extrinsic(1n, 0))).toBe(true);
  });

  it('weighs what its extrinsics and its own work weigh', () => {
    const usage = new BlockUsage();
    usage.add(extrinsic(5n));
    const { normal, mandatory } = usage.weights({ refTime: 7n, class: 'Mandatory', paysFee: true });
    expect(normal.ref_time).toBe(108_157_000n + 5n);
    expect(mandatory.ref_time).toBe(431_614_000n + 108_157_000n + 7n);
  });
});
