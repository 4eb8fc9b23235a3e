/** Signs a call as a wallet does: mortal, for one chain, for one nonce. */
import type { Bytes } from '../../src/chain/bytes.ts';
import { encodeCall, encodeSignedExtrinsic, signingPayload } from '../../src/chain/extrinsic.ts';
import type { KeyPair } from '../../src/chain/keys.ts';
import { sr25519Sign } from '../../src/chain/keys.ts';
import type { RuntimeCall } from '../../src/chain/schema/index.ts';
import { mortalEra } from '../../src/chain/schema/index.ts';
import type { ChainView } from '../types.ts';

/** Blocks for which a signed call is valid: what has not come into a block by then never will. */
export const ERA_BLOCKS = 16;

export interface SigningVersion {
  readonly specVersion: number;
  readonly transactionVersion: number;
}

/** An extrinsic, valid from the block after `chain.best` on. */
export function signCall(
  chain: Pick<ChainView, 'best' | 'genesis'>,
  version: SigningVersion,
  pair: KeyPair,
  nonce: number,
  runtimeCall: RuntimeCall,
): Bytes {
  const { number, hash } = chain.best;
  const call = encodeCall(runtimeCall);
  const extra = {
    era: mortalEra(number, ERA_BLOCKS),
    nonce,
    tip: 0n,
    metadataHashMode: { type: 'Disabled', value: undefined },
  } as const;
  const implicit = { ...version, genesisHash: chain.genesis.hash, eraBlockHash: hash, metadataHash: undefined };
  const signature = sr25519Sign(pair.secretKey, signingPayload({ call, extra, implicit }));
  return encodeSignedExtrinsic({ signer: pair.publicKey, sr25519Signature: signature, extra, call });
}
