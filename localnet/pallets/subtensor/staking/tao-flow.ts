/**
 * TAO that stakers brought into a subnet and took out (`SubnetTaoFlow`, i64 rao). The chain keeps counting it, though emission
 * no longer follows it (spec economy §7.2).
 */
import { storage } from '../../../../src/chain/schema/index.ts';
import type { State } from '../../../state.ts';

const I64_BITS = 63n;
const I64_MAX = (1n << I64_BITS) - 1n;

/** `rao` is negative for what goes out. */
export function noteTaoFlow(state: State, netuid: number, rao: bigint): void {
  state.change(storage.SubtensorModule.SubnetTaoFlow, netuid, (flow) => clampI64(flow + rao));
}

const clampI64 = (x: bigint): bigint => (x > I64_MAX ? I64_MAX : x < -I64_MAX - 1n ? -I64_MAX - 1n : x);
