/** How long a slot of the chain is, from the runtime (`AuraApi_slot_duration`, a u64 of ms). Only used to tell a stall. */
import { fromHex } from '../chain/bytes.ts';
import { decode, u64 } from '../chain/scale/index.ts';
import { LightError } from './errors.ts';
import type { JsonRpc } from './json-rpc.ts';

/** Outside of these no chain runs. */
const MIN_SLOT_MS = 50n;
const MAX_SLOT_MS = 600_000n;

export async function readSlotMs(rpc: JsonRpc, signal: AbortSignal): Promise<number> {
  const answer = await rpc.request('state_call', ['AuraApi_slot_duration', '0x'], { signal });
  const slotMs = typeof answer === 'string' ? decode(u64, fromHex(answer), 'AuraApi_slot_duration') : 0n;
  if (slotMs < MIN_SLOT_MS || slotMs > MAX_SLOT_MS) {
    throw new LightError('light/unexpected-answer', `AuraApi_slot_duration is ${slotMs} ms`);
  }
  return Number(slotMs);
}
