/**
 * Names of the protocols of one chain: `/<genesis hash without 0x>/<suffix>`.
 */
import { toHex } from '../bytes.ts';

export type ProtocolSuffix =
  | 'block-announces/1'
  | 'transactions/1'
  | 'grandpa/1'
  | 'sync/2'
  | 'sync/warp'
  | 'light/2'
  | 'kad';

export function protocolName(genesisHash: Uint8Array, suffix: ProtocolSuffix): string {
  return `/${toHex(genesisHash).slice(2)}/${suffix}`;
}
