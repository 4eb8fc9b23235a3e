/** Four voters, a short chain with a fork, and votes on it, for tests of finality. */
import { expect } from 'vitest';
import type { BlockTarget, FinalityExpectation, Precommit } from './grandpa.ts';
import { justificationCodec, votePayload } from './grandpa.ts';
import type { Header } from './header.ts';
import { headerHash } from './header.ts';
import type { KeyPair } from './keys.ts';
import { ed25519FromUri, ed25519Sign } from './keys.ts';
import { encode } from './scale/index.ts';

export const pairs = ['//Alice', '//Bob', '//Charlie', '//Dave'].map(ed25519FromUri);
export const [alice, bob, charlie, dave] = pairs as [KeyPair, KeyPair, KeyPair, KeyPair];
export const eve = ed25519FromUri('//Eve');
export const authorities = pairs.map(({ publicKey }) => ({ publicKey, weight: 1n }));
export const round = 17n;
export const setId = 3n;
export const known: FinalityExpectation = { setId, authorities };
export const code = (name: string) => expect.objectContaining({ name: 'ChainError', code: name });

/** A chain of five blocks from `number` 100 on, and a fork of its last two. */
export function extend(parent: Header, fill: number): Header {
  const root = new Uint8Array(32).fill(fill);
  return {
    parentHash: headerHash(parent),
    number: parent.number + 1,
    stateRoot: root,
    extrinsicsRoot: root,
    digest: [],
  };
}
export const start: Header = {
  parentHash: new Uint8Array(32),
  number: 100,
  stateRoot: new Uint8Array(32),
  extrinsicsRoot: new Uint8Array(32),
  digest: [],
};
export const chain = [start];
for (let i = 1; i < 5; i++) chain.push(extend(chain[i - 1]!, i));
export const fork = extend(chain[2]!, 77);
export const block = (header: Header): BlockTarget => ({ hash: headerHash(header), number: header.number });
export const target = block(chain[2]!);

export function vote(pair: KeyPair, forBlock: BlockTarget, at = { round, setId }): Precommit {
  const payload = votePayload(forBlock, at.round, at.setId);
  return { target: forBlock, signature: ed25519Sign(pair.secretKey, payload), voter: pair.publicKey };
}

export function justify(precommits: readonly Precommit[], ancestry: readonly Header[] = [], of = target) {
  return encode(justificationCodec, { round, target: of, precommits, ancestry });
}
