/**
 * `author_*`: transactions into the pool, and what becomes of them.
 */
import { equalBytes, toHex } from '../../src/chain/bytes.ts';
import { blake2b256 } from '../../src/chain/hash.ts';
import type { ChainView, ExtrinsicStatus } from '../types.ts';
import type { RpcContext } from './context.ts';
import { poolError } from './error.ts';
import type { Methods } from './json-rpc.ts';
import type { Stop } from './subscriptions.ts';

const FAMILY = 'Extrinsic';
/** Nothing more happens to an extrinsic after these. */
const LAST_STATUSES: readonly ExtrinsicStatus['type'][] = ['finalized', 'dropped', 'invalid'];

export function authorMethods({ chain, node }: RpcContext): Methods {
  return {
    author_submitExtrinsic: (params) => toHex(submit(chain, params.bytes(0, 'extrinsic'))),
    author_submitAndWatchExtrinsic: (params, subscriptions) => {
      const extrinsic = params.bytes(0, 'extrinsic');
      return subscriptions.open(FAMILY, 'author_extrinsicUpdate', (send, end) =>
        submitAndWatch(chain, extrinsic, (status) => {
          send(statusJson(status, [node.peerId]));
          if (LAST_STATUSES.includes(status.type)) end();
        }),
      );
    },
    author_unwatchExtrinsic: (params, subscriptions) => subscriptions.close(FAMILY, params.text(0, 'subscription')),
    author_pendingExtrinsics: () => chain.pending().map(toHex),
  };
}

/** @throws RpcError 1001…1016 if the pool refuses. */
function submit(chain: ChainView, extrinsic: Uint8Array): Uint8Array {
  const result = chain.submit(extrinsic);
  if (!result.ok) throw poolError(result);
  return result.hash;
}

/** Watches from before the submission on, so that nothing is missed. */
function submitAndWatch(chain: ChainView, extrinsic: Uint8Array, tell: (status: ExtrinsicStatus) => void): Stop {
  const hash = blake2b256(extrinsic);
  const stop = chain.subscribe((event) => {
    if (event.type === 'extrinsic' && equalBytes(event.hash, hash)) tell(event.status);
  });
  try {
    submit(chain, extrinsic);
  } catch (error) {
    stop();
    throw error;
  }
  return stop;
}

/** `peers`: to whom it was broadcast; our own authorities make the blocks. */
function statusJson(status: ExtrinsicStatus, peers: readonly string[]): unknown {
  switch (status.type) {
    case 'broadcast':
      return { broadcast: peers };
    case 'in-block':
      return { inBlock: toHex(status.block) };
    case 'finalized':
      return { finalized: toHex(status.block) };
    default:
      return status.type;
  }
}
