/**
 * `transactions/1`: extrinsics from light clients into our pool. Bytes: `chain/wire/transactions.ts`.
 *
 * We send none back: a light client does not keep a pool.
 */
import { toHex } from '../../src/chain/bytes.ts';
import { decodeTransactions, protocolName } from '../../src/chain/wire/index.ts';
import type { ChainView } from '../types.ts';
import type { GossipProtocol } from './gossip.ts';
import { roleHandshake } from './role.ts';

export function transactions(chain: ChainView, log: (line: string) => void): GossipProtocol {
  return {
    ...roleHandshake,
    name: protocolName(chain.genesis.hash, 'transactions/1'),
    received(notification) {
      for (const extrinsic of decodeTransactions(notification)) {
        const result = chain.submit(extrinsic);
        log(result.ok ? `extrinsic ${toHex(result.hash)} queued` : `extrinsic refused: ${result.code}`);
      }
    },
  };
}
