/**
 * How much a block may hold, as the runtime publishes it (`frame_system::limits`).
 *
 * A block has 4·10^12 ps of computation; ordinary extrinsics may use 75 % of it, a single one 65 % (urgent ones 90 %)
 * less its base weight. Proof size is not limited.
 */
import type { Value } from '../../scale/index.ts';
import { option, struct, u32, u64 } from '../../scale/index.ts';
import { weight } from '../types/basic.ts';
import { perDispatchClass } from '../types/dispatch.ts';

const limits = (name: string) => ['frame_system', 'limits', name];

const weightsPerClass = struct(limits('WeightsPerClass'), {
  base_extrinsic: weight,
  max_extrinsic: option(weight),
  max_total: option(weight),
  reserved: option(weight),
});
export const blockWeights = struct(limits('BlockWeights'), {
  base_block: weight,
  max_block: weight,
  per_class: perDispatchClass(weightsPerClass),
});
export const blockLength = struct(limits('BlockLength'), { max: perDispatchClass(u32) });
export const runtimeDbWeight = struct(['sp_weights', 'RuntimeDbWeight'], { read: u64, write: u64 });

type Weight = Value<typeof weight>;
const MAX_BLOCK: Weight = { ref_time: 4_000_000_000_000n, proof_size: (1n << 64n) - 1n };
const BASE_EXTRINSIC: Weight = { ref_time: 108_157_000n, proof_size: 0n };

/** Rounded to the nearest, as the runtime's `Perbill` does. */
const share = (percent: bigint): Weight => ({
  ref_time: (MAX_BLOCK.ref_time * percent + 50n) / 100n,
  proof_size: (MAX_BLOCK.proof_size * percent + 50n) / 100n,
});
const minus = (a: Weight, b: Weight): Weight => ({
  ref_time: a.ref_time - b.ref_time,
  proof_size: a.proof_size - b.proof_size,
});

const NORMAL_TOTAL = share(75n);
export const BLOCK_WEIGHTS: Value<typeof blockWeights> = {
  base_block: { ref_time: 431_614_000n, proof_size: 0n },
  max_block: MAX_BLOCK,
  per_class: {
    normal: {
      base_extrinsic: BASE_EXTRINSIC,
      max_extrinsic: minus(share(65n), BASE_EXTRINSIC),
      max_total: NORMAL_TOTAL,
      reserved: { ref_time: 0n, proof_size: 0n },
    },
    operational: {
      base_extrinsic: BASE_EXTRINSIC,
      max_extrinsic: minus(share(90n), BASE_EXTRINSIC),
      max_total: MAX_BLOCK,
      reserved: minus(MAX_BLOCK, NORMAL_TOTAL),
    },
    mandatory: {
      base_extrinsic: BASE_EXTRINSIC,
      max_extrinsic: undefined,
      max_total: undefined,
      reserved: undefined,
    },
  },
};

const MAX_LENGTH_BYTES = 10 * 1024 * 1024;
export const BLOCK_LENGTH: Value<typeof blockLength> = {
  max: { normal: (MAX_LENGTH_BYTES * 3) / 4, operational: MAX_LENGTH_BYTES, mandatory: MAX_LENGTH_BYTES },
};
