/**
 * Signs with a key pair in memory. The secret stays in the closure: the signer can be logged and copied without it.
 */
import type { KeyPair } from '../../../chain/keys.ts';
import { sr25519Sign } from '../../../chain/keys.ts';
import type { Signer } from '../types.ts';

/** @param pair sr25519 */
export function keyringSigner(pair: KeyPair): Signer {
  const { publicKey, secretKey } = pair;
  return {
    account: publicKey,
    async sign({ payload }, options = {}) {
      options.signal?.throwIfAborted();
      return sr25519Sign(secretKey, payload);
    },
  };
}
