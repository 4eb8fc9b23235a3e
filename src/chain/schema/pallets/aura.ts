/**
 * Who makes blocks: authorities take turns by slot. (`pallet_aura`)
 *
 * A slot lasts 12 s on finney; a chain of ours states its own (`metadata`).
 */
import { u64 } from '../../scale/index.ts';
import { constant, pallet } from '../pallet.ts';
import { item } from '../storage-item.ts';
import { auraKey, boundedVec, slot } from '../types/basic.ts';

export const Aura = pallet({
  name: 'Aura',
  index: 3,
  storage: {
    Authorities: item([], boundedVec(auraKey), [], 'Keys that take turns in making blocks: author = slot mod length.'),
    CurrentSlot: item([], slot, 0n, 'Slot of this block.', 'slots'),
  },
  constants: {
    SlotDuration: constant(u64, 12_000n),
  },
});
