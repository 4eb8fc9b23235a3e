/** A check of a signature that answers the same question only once. */
import { toHex } from '../../src/chain/bytes.ts';

export type Verify = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array) => boolean;

export function remembered(verify: Verify): Verify {
  const known = new Map<string, boolean>();
  return (publicKey, message, signature) => {
    const question = [publicKey, message, signature].map(toHex).join();
    const answer = known.get(question) ?? verify(publicKey, message, signature);
    known.set(question, answer);
    return answer;
  };
}
