/**
 * `transactions/1`: extrinsics from light clients into our pool.
 *
 *   notification = C(count) · extrinsic*      each extrinsic is C(length) · bytes, and keeps its length prefix
 *
 * We send none back: a light client does not keep a pool.
 */
import type { Bytes } from '../../src/chain/bytes.ts';
import { toHex } from '../../src/chain/bytes.ts';
import { bytes, encode, readCompactLength, ScaleReader } from '../../src/chain/scale/index.ts';
import type { ChainView } from '../types.ts';
import { P2pError } from './error.ts';
import type { GossipProtocol } from './gossip.ts';
import { MAX_EXTRINSICS_PER_NOTIFICATION } from './limits.ts';
import { protocolName } from './names.ts';
import { roleHandshake } from './role.ts';

export function transactions(chain: ChainView, log: (line: string) => void): GossipProtocol {
  return {
    ...roleHandshake,
    name: protocolName(chain.genesis.hash, 'transactions/1'),
    received(notification) {
      for (const extrinsic of decodeExtrinsics(notification)) {
        const result = chain.submit(extrinsic);
        log(result.ok ? `extrinsic ${toHex(result.hash)} queued` : `extrinsic refused: ${result.code}`);
      }
    },
  };
}

/** The extrinsics of a notification, each with its length prefix. @throws P2pError `p2p/bad-notification`, ChainError `scale/…`. */
export function decodeExtrinsics(notification: Uint8Array): Bytes[] {
  const input = new ScaleReader(notification);
  const count = readCompactLength(input, 1);
  if (count > MAX_EXTRINSICS_PER_NOTIFICATION) {
    throw new P2pError(
      'p2p/bad-notification',
      `${count} extrinsics at once, at most ${MAX_EXTRINSICS_PER_NOTIFICATION}`,
    );
  }
  const extrinsics = Array.from({ length: count }, () => encode(bytes, bytes.read(input)));
  input.expectEnd();
  return extrinsics;
}
