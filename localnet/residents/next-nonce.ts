/** Which nonce comes next for an account that may have extrinsics waiting. */
import type { Bytes } from '../../src/chain/bytes.ts';
import { toHex } from '../../src/chain/bytes.ts';
import { decodeExtrinsic } from '../../src/chain/extrinsic.ts';
import { storage } from '../../src/chain/schema/index.ts';
import { State } from '../state.ts';
import type { ChainView } from '../types.ts';

/** The account's nonce in the best state, past those that its waiting extrinsics take. */
export function nextNonce(chain: Pick<ChainView, 'best' | 'pending'>, account: Bytes): number {
  const taken = new Set(chain.pending().map((extrinsic) => nonceOf(extrinsic, account)));
  let { nonce } = new State(chain.best.state!).get(storage.System.Account, account);
  while (taken.has(nonce)) nonce++;
  return nonce;
}

function nonceOf(extrinsic: Bytes, account: Bytes): number | undefined {
  const { signature } = decodeExtrinsic(extrinsic);
  if (signature?.address.type !== 'Id' || toHex(signature.address.value[0]) !== toHex(account)) return undefined;
  return signature.extra.nonce;
}
