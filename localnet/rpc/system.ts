/**
 * `system_*`: who this node is, how it is, and what nonce an account's next transaction has.
 */
import { equalBytes } from '../../src/chain/bytes.ts';
import { ChainError } from '../../src/chain/error.ts';
import { decodeExtrinsic } from '../../src/chain/extrinsic.ts';
import { decode, u32 } from '../../src/chain/scale/index.ts';
import { CHAIN_TYPE, callRuntime, TOKEN_PROPERTIES } from '../runtime/index.ts';
import type { ChainView } from '../types.ts';
import type { RpcContext } from './context.ts';
import { stateOf } from './context.ts';
import type { Methods } from './json-rpc.ts';

const NODE_NAME = 'Yumalight Localnet Node';
const NODE_VERSION = '0.1.0';

export function systemMethods({ chain, chainName, node }: RpcContext): Methods {
  const accountNextIndex: Methods[string] = (params) => nextNonce(chain, params.account(0, 'account'));
  return {
    system_name: () => NODE_NAME,
    system_version: () => NODE_VERSION,
    system_chain: () => chainName,
    system_chainType: () => CHAIN_TYPE,
    system_properties: () => TOKEN_PROPERTIES,
    system_health: () => ({ peers: node.peers(), isSyncing: false, shouldHavePeers: false }),
    system_nodeRoles: () => ['Authority'],
    system_localPeerId: () => node.peerId,
    system_localListenAddresses: () => [node.multiaddr],
    system_syncState: () => ({ startingBlock: 0, currentBlock: chain.best.number, highestBlock: chain.best.number }),
    system_accountNextIndex: accountNextIndex,
    account_nextIndex: accountNextIndex,
  };
}

/** The account's nonce in the best state, past those that its waiting transactions take. */
function nextNonce(chain: ChainView, account: Uint8Array): number {
  const { output } = callRuntime(stateOf(chain.best), 'AccountNonceApi_account_nonce', account);
  const taken = new Set(chain.pending().flatMap((extrinsic) => nonceOf(extrinsic, account)));
  let nonce = decode(u32, output, 'nonce');
  while (taken.has(nonce)) nonce++;
  return nonce;
}

/** The nonce of an extrinsic that `account` has signed. */
function nonceOf(extrinsic: Uint8Array, account: Uint8Array): number[] {
  try {
    const { signature } = decodeExtrinsic(extrinsic);
    const isTheirs = signature?.address.type === 'Id' && equalBytes(signature.address.value[0], account);
    return isTheirs ? [signature.extra.nonce] : [];
  } catch (error) {
    // The pool may hold kinds of extrinsics that nobody signs in this way.
    if (error instanceof ChainError) return [];
    throw error;
  }
}
