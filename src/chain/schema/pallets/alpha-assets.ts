/**
 * Supply of each subnet's alpha as an asset. (`pallet_alpha_assets`)
 *
 * Kept beside the pools' own counters; both grow and shrink together.
 */
import { u64 } from '../../scale/index.ts';
import { pallet } from '../pallet.ts';
import { item, twox } from '../storage-item.ts';
import { netuid } from '../types/basic.ts';

export const AlphaAssets = pallet({
  name: 'AlphaAssets',
  index: 31,
  storage: {
    TotalAlphaIssuance: item([twox(netuid)], u64, 0n, 'Alpha of a subnet in existence as an asset.', 'rao'),
    AlphaBurned: item([twox(netuid)], u64, 0n, 'Alpha of a subnet that was burned.', 'rao'),
    AlphaRecycled: item([twox(netuid)], u64, 0n, 'Alpha of a subnet that was recycled.', 'rao'),
  },
});
