/**
 * TAO that came into a subnet and went out of it (i64 rao): by stakers (`SubnetTaoFlow`), and by the coinbase and claims of
 * root (`SubnetProtocolFlow`). The chain keeps counting it, though emission no longer follows it (spec economy §7.2).
 */
import { storage } from '../../../../src/chain/schema/index.ts';
import type { State } from '../../../state.ts';

const { SubnetProtocolFlow, SubnetTaoFlow } = storage.SubtensorModule;
const I64_BITS = 63n;
const I64_MAX = (1n << I64_BITS) - 1n;

/** `rao` is negative for what goes out. */
export function noteTaoFlow(state: State, netuid: number, rao: bigint): void {
  state.change(SubnetTaoFlow, netuid, (flow) => clampI64(flow + rao));
}

/** `rao` is negative for what goes out. */
export function noteProtocolFlow(state: State, netuid: number, rao: bigint): void {
  state.change(SubnetProtocolFlow, netuid, (flow) => clampI64(flow + rao));
}

const clampI64 = (x: bigint): bigint => (x > I64_MAX ? I64_MAX : x < -I64_MAX - 1n ? -I64_MAX - 1n : x);
