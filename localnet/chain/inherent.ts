/** The extrinsic that no one signs: the author sets the time, first in every block. */
import type { Bytes } from '../../src/chain/bytes.ts';
import { encodeCall, encodeExtrinsic } from '../../src/chain/extrinsic.ts';

export function timestampInherent(nowMs: bigint): Bytes {
  const call = encodeCall({ type: 'Timestamp', value: [{ type: 'set', value: { now: nowMs } }] });
  return encodeExtrinsic({ signature: undefined, call });
}
