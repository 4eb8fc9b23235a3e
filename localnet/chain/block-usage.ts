/**
 * How full a block is: normal extrinsics may take three quarters of its time and length (spec storage §5).
 */
import { constants } from '../../src/chain/schema/index.ts';
import type { CallInfo } from '../pallets/index.ts';

const { base_block, per_class } = constants.System.BlockWeights.value;
const MAX_NORMAL_BYTES = constants.System.BlockLength.value.max.normal;
const MAX_NORMAL_REF_TIME = per_class.normal.max_total!.ref_time;
const BASE_EXTRINSIC_REF_TIME = per_class.normal.base_extrinsic.ref_time;

/** Whether a normal extrinsic is too heavy for every block (`CheckWeight`): waiting would not help it. */
export const exceedsAnyBlock = ({ refTime }: CallInfo): boolean => refTime > per_class.normal.max_extrinsic!.ref_time;

interface Candidate {
  readonly info: CallInfo;
  readonly bytes: Uint8Array;
}

export class BlockUsage {
  #normalRefTime = 0n;
  #normalBytes = 0;

  fits({ info, bytes }: Candidate): boolean {
    const refTime = this.#normalRefTime + BASE_EXTRINSIC_REF_TIME + info.refTime;
    return refTime <= MAX_NORMAL_REF_TIME && this.#normalBytes + bytes.length <= MAX_NORMAL_BYTES;
  }

  add({ info, bytes }: Candidate): void {
    this.#normalRefTime += BASE_EXTRINSIC_REF_TIME + info.refTime;
    this.#normalBytes += bytes.length;
  }

  /** `System.BlockWeight`, given the one inherent that every block has. */
  weights(inherent: CallInfo) {
    const weight = (refTime: bigint) => ({ ref_time: refTime, proof_size: 0n });
    return {
      normal: weight(this.#normalRefTime),
      operational: weight(0n),
      mandatory: weight(base_block.ref_time + BASE_EXTRINSIC_REF_TIME + inherent.refTime),
    };
  }
}
