import { describe, expect, it } from 'vitest';
import { BufferPool, USAGE } from './buffers.ts';

const MIB = 2 ** 20;

/** Makes buffers that know whether they were destroyed. */
function fakeDevice() {
  const made: { size: number; isDestroyed: boolean }[] = [];
  const createBuffer = ({ size }: GPUBufferDescriptor) => {
    const buffer = { size, isDestroyed: false, destroy: () => (buffer.isDestroyed = true) };
    made.push(buffer);
    return buffer as unknown as GPUBuffer;
  };
  return { device: { createBuffer } as unknown as GPUDevice, made };
}

function job(pool: BufferPool, bytes: number): GPUBuffer {
  const buffer = pool.take('role', bytes, USAGE.STORAGE);
  pool.endJob();
  return buffer;
}

describe('BufferPool', () => {
  it('gives the same buffer again while it is large enough, with room for a little more', () => {
    const { device, made } = fakeDevice();
    const pool = new BufferPool(device, 256 * MIB);
    const first = job(pool, 10 * MIB);
    expect(job(pool, 11 * MIB)).toBe(first);
    expect(job(pool, 3 * MIB)).toBe(first);
    expect(job(pool, 40 * MIB)).not.toBe(first);
    expect(made.map(({ isDestroyed }) => isDestroyed)).toEqual([true, false]);
    expect(pool.bytes).toBe(50 * MIB);
  });

  it('makes none larger than the device allows, and none too small to bind', () => {
    const { device } = fakeDevice();
    const pool = new BufferPool(device, 12 * MIB);
    expect(pool.take('large', 11 * MIB, USAGE.STORAGE).size).toBe(12 * MIB);
    expect(pool.take('small', 0, USAGE.STORAGE).size).toBeGreaterThan(0);
  });

  it('gives back what is far larger than the last jobs needed, but not at once', () => {
    const { device, made } = fakeDevice();
    const pool = new BufferPool(device, 256 * MIB);
    job(pool, 100 * MIB);
    job(pool, MIB);
    expect(pool.bytes).toBe(125 * MIB);
    for (let k = 0; k < 10; k++) job(pool, MIB);
    expect(made[0]!.isDestroyed).toBe(true);
    expect(pool.bytes).toBeLessThan(2 * MIB);
  });

  it('gives back what jobs no longer ask for at all, and keeps what is small', () => {
    const { device } = fakeDevice();
    const pool = new BufferPool(device, 256 * MIB);
    pool.take('large', 50 * MIB, USAGE.STORAGE);
    pool.take('small', 1_000, USAGE.STORAGE);
    for (let k = 0; k < 20; k++) pool.endJob();
    expect(pool.bytes).toBe(1_252);
  });

  it('frees everything when it is closed', () => {
    const { device, made } = fakeDevice();
    const pool = new BufferPool(device, 256 * MIB);
    job(pool, 10 * MIB);
    pool.close();
    expect(pool.bytes).toBe(0);
    expect(made[0]!.isDestroyed).toBe(true);
  });
});
