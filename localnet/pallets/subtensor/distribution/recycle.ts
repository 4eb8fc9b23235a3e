/** Alpha that leaves the supply (spec economy §10.3, §10.4): the emission curve of the subnet moves back by as much. */
import { larger } from '../../../../src/chain/fixed/index.ts';
import { storage } from '../../../../src/chain/schema/index.ts';
import type { State } from '../../../state.ts';

/** Takes `rao` that nobody holds out of `SubnetAlphaOut`. */
export function recycleAlpha(state: State, netuid: number, rao: bigint): void {
  if (rao === 0n) return;
  state.change(storage.SubtensorModule.SubnetAlphaOut, netuid, (alpha) => larger(alpha - rao, 0n));
}
