/**
 * Whose root dividends a block claims by itself: places in the list of staking coldkeys (spec economy §11; the pallet's
 * `block_hash_to_indices`).
 *
 *   last = H[0..8] · for i < count: last := (last + H[8·(i mod 4)..+8]) mod coldkeys        u64 big-endian, saturating +
 *
 * H is the hash of the parent block. The four steps repeat, so with few coldkeys the same ones come up again and fewer
 * than `count` are claimed.
 */
import { ascending, clampU64 } from '../fixed/index.ts';

const HASH_BYTES = 32;
const WORD_BYTES = 8;

/**
 * Distinct indices 0…coldkeys−1, ascending. `count` = `NumRootClaim` (the chain allows up to 50), `coldkeys` =
 * `NumStakingColdkeys`.
 * QUIRK: without coldkeys the only index is 0, which nobody has.
 * @throws RangeError for a hash that has not 32 bytes.
 */
export function rootClaimIndices(parentHash: Uint8Array, count: number, coldkeys: bigint): bigint[] {
  if (parentHash.length !== HASH_BYTES) {
    throw new RangeError(`parentHash: expected ${HASH_BYTES} bytes, got ${parentHash.length}`);
  }
  const view = new DataView(parentHash.buffer, parentHash.byteOffset, HASH_BYTES);
  const indices = new Set<bigint>();
  let last = view.getBigUint64(0);
  for (let i = 0; i < count; i++) {
    const step = view.getBigUint64((i * WORD_BYTES) % HASH_BYTES);
    last = coldkeys === 0n ? 0n : clampU64(last + step) % coldkeys;
    indices.add(last);
  }
  return [...indices].sort(ascending);
}
