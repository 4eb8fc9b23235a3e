/**
 * The recorded subnet: who held how much and who weighed whom on finney's subnet 15 at block 4769998.
 * Provenance and what is missing stand in `subnet-15.json` itself.
 */
import { fromSs58 } from '../../src/chain/ss58.ts';
import type { Bytes } from '../../src/chain/bytes.ts';
import recorded from './subnet-15.json' with { type: 'json' };

/** `[uid, value]`, value 0…65535, in order of uid. */
export type WeightRow = readonly (readonly [uid: number, value: number])[];

export interface RecordedSubnet {
  /** By uid. */
  readonly hotkeys: readonly Bytes[];
  /** Rao by uid. */
  readonly alphaStake: readonly bigint[];
  /** The rows of those who had weights. */
  readonly weights: ReadonlyMap<number, WeightRow>;
}

export function recordedSubnet(): RecordedSubnet {
  const rows = Object.entries(recorded.weights).map(([uid, flat]) => [Number(uid), pairs(flat)] as const);
  return {
    hotkeys: recorded.hotkeys.map(fromSs58),
    alphaStake: recorded.alphaStakeRao.map(BigInt),
    weights: new Map(rows),
  };
}

function pairs(flat: readonly number[]): WeightRow {
  return Array.from({ length: flat.length / 2 }, (_, i) => [flat[2 * i]!, flat[2 * i + 1]!] as const);
}
