/**
 * How long a signed extrinsic stays valid (`sp_runtime::generic::Era`).
 *
 *   immortal  one byte 0
 *   mortal    u16 LE = low | (phase / factor) << 4,  low = log2(period) − 1 in 1…15,  factor = max(period / 4096, 1)
 *
 * A mortal extrinsic is valid from the block `birth ≡ phase (mod period)` for `period` blocks; the hash of that block is
 * signed with it, so it cannot be replayed on another fork. The registry shows the first byte as one of 256 variants.
 */
import { ChainError } from '../../error.ts';
import type { Codec } from '../../scale/index.ts';
import { u8 } from '../../scale/index.ts';

export type Era =
  | { readonly type: 'Immortal' }
  /** `periodBlocks` is a power of two in 4…65536; `phase` is below it and a multiple of the factor. */
  | { readonly type: 'Mortal'; readonly periodBlocks: number; readonly phase: number };

export const IMMORTAL: Era = { type: 'Immortal' };

const MIN_PERIOD_BLOCKS = 4;
const MAX_PERIOD_BLOCKS = 65_536;
/** Twelve bits are left for the phase; longer periods know it only in steps. */
const phaseFactor = (periodBlocks: number): number => Math.max(periodBlocks / 4096, 1);

/**
 * An era that contains block `current` and lasts at least `periodBlocks` (rounded up to a power of two, 4…65536).
 * With periods above 4096 it begins up to 15 blocks before `current`.
 */
export function mortalEra(current: number, periodBlocks: number): Era {
  const period = Math.min(Math.max(2 ** Math.ceil(Math.log2(periodBlocks)), MIN_PERIOD_BLOCKS), MAX_PERIOD_BLOCKS);
  const factor = phaseFactor(period);
  return { type: 'Mortal', periodBlocks: period, phase: Math.floor((current % period) / factor) * factor };
}

/** The block whose hash is signed: the last one at or before `current` where the era begins; 0 (genesis) if immortal. */
export function eraBirth(era: Era, current: number): number {
  if (era.type === 'Immortal') return 0;
  const { periodBlocks, phase } = era;
  return Math.floor((Math.max(current, phase) - phase) / periodBlocks) * periodBlocks + phase;
}

/** The first block in which an extrinsic that was valid at `current` is not valid any more. */
export function eraDeath(era: Era, current: number): number {
  return era.type === 'Immortal' ? Number.POSITIVE_INFINITY : eraBirth(era, current) + era.periodBlocks;
}

export const era: Codec<Era> = {
  shape: () => ({
    kind: 'variant',
    path: ['sp_runtime', 'generic', 'era', 'Era'],
    variants: [
      { name: 'Immortal', index: 0, fields: [] },
      ...Array.from({ length: 255 }, (_, i) => ({ name: `Mortal${i + 1}`, index: i + 1, fields: [{ codec: u8 }] })),
    ],
  }),
  minBytes: 1,
  write(value, out) {
    if (value.type === 'Immortal') {
      out.push(Uint8Array.of(0));
      return;
    }
    const { periodBlocks, phase } = value;
    const low = Math.log2(periodBlocks) - 1;
    const steps = phase / phaseFactor(periodBlocks);
    if (
      !Number.isInteger(low) ||
      low < 1 ||
      low > 15 ||
      !Number.isInteger(steps) ||
      phase < 0 ||
      phase >= periodBlocks
    ) {
      throw new RangeError(`no era has period ${periodBlocks} and phase ${phase}`);
    }
    const encoded = low | (steps << 4);
    out.push(Uint8Array.of(encoded & 0xff, encoded >> 8));
  },
  read(input) {
    const offset = input.offset;
    const first = input.u8();
    if (first === 0) return IMMORTAL;
    const encoded = first | (input.u8() << 8);
    const periodBlocks = 2 << (encoded & 15);
    const phase = (encoded >> 4) * phaseFactor(periodBlocks);
    if (periodBlocks < MIN_PERIOD_BLOCKS || phase >= periodBlocks) {
      throw new ChainError('scale/bad-era', `no era has period ${periodBlocks} and phase ${phase}`, { offset });
    }
    return { type: 'Mortal', periodBlocks, phase };
  },
};
