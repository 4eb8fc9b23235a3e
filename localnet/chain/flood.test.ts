/** Ten thousand transactions at once: what is taken, what is refused, and what it costs the blocks after it. */
import type { KeyObject } from 'node:crypto';
import { createPrivateKey, createPublicKey, sign as signNatively, verify as verifyNatively } from 'node:crypto';
import { expect, it, vi } from 'vitest';
import type { Bytes } from '../../src/chain/bytes.ts';
import { encodeCall, encodeExtrinsic, signingPayload } from '../../src/chain/extrinsic.ts';
import { ed25519FromSeed } from '../../src/chain/keys.ts';
import { IMMORTAL } from '../../src/chain/schema/index.ts';
import { endow, TAO } from '../pallets/execution.fixture.ts';
import { produceBlocks, remark, VERSION } from './chain.fixture.ts';
import type { Chain } from './chain.ts';
import { MAX_POOL_EXTRINSICS, MAX_WAITING_EXTRINSICS } from './pool.ts';
import { openStateChain } from './state-chain.fixture.ts';
import { MAX_NONCES_AHEAD } from './validate.ts';

const SENT = 10_000;
/** Far above what it takes, far below what work that grows with the square of what is held would take. */
const BLOCK_MS = 10_000;
const REFUSALS_MS = 5_000;

// Node's own signatures, many times as fast: this is about what the pool does with thousands of good ones.
const { SPKI_HEAD, PKCS8_HEAD } = vi.hoisted(() => ({
  /** What stands before an ed25519 public key, and before a seed (RFC 8410). */
  SPKI_HEAD: Buffer.from('302a300506032b6570032100', 'hex'),
  PKCS8_HEAD: Buffer.from('302e020100300506032b657004220420', 'hex'),
}));
vi.mock('../../src/chain/keys.ts', async (importOriginal) => {
  const ed25519Verify: typeof import('../../src/chain/keys.ts').ed25519Verify = (publicKey, message, signature) => {
    const key = Buffer.concat([SPKI_HEAD, publicKey]);
    return verifyNatively(null, message, createPublicKey({ key, format: 'der', type: 'spki' }), signature);
  };
  return { ...(await importOriginal<object>()), ed25519Verify };
});

interface NativePair {
  readonly publicKey: Bytes;
  readonly privateKey: KeyObject;
}
const pairs: readonly NativePair[] = Array.from({ length: MAX_POOL_EXTRINSICS / MAX_NONCES_AHEAD }, (_, i) => {
  const { publicKey, secretKey } = ed25519FromSeed(new Uint8Array(32).fill(i + 1));
  const key = Buffer.concat([PKCS8_HEAD, secretKey]);
  return { publicKey, privateKey: createPrivateKey({ key, format: 'der', type: 'pkcs8' }) };
});

function signed({ publicKey, privateKey }: NativePair, nonce: number, chain: Chain): Bytes {
  const call = encodeCall(remark());
  const extra = { era: IMMORTAL, nonce, tip: 0n, metadataHashMode: { type: 'Disabled', value: undefined } } as const;
  const genesisHash = chain.genesis.hash;
  const implicit = { ...VERSION, genesisHash, eraBlockHash: genesisHash, metadataHash: undefined };
  const signature = Uint8Array.from(signNatively(null, signingPayload({ call, extra, implicit }), privateKey));
  return encodeExtrinsic({
    call,
    signature: {
      address: { type: 'Id', value: [publicKey] },
      signature: { type: 'Ed25519', value: [signature] },
      extra,
    },
  });
}

async function openChainOfPairs(): Promise<Chain> {
  const chain = await openStateChain((founding) => {
    for (const { publicKey } of pairs) endow(founding, publicKey, TAO);
  });
  produceBlocks(chain, 1);
  return chain;
}

function outcomeOf(chain: Chain, extrinsic: Bytes): string {
  const result = chain.submit(extrinsic);
  return result.ok ? 'accepted' : result.code;
}

it('of ten thousand transactions as many wait as the pool holds, and all of those are in the next block', {
  timeout: 120_000,
}, async () => {
  const chain = await openChainOfPairs();
  const outcomes = new Map<string, number>();
  const submit = (extrinsic: Bytes) => {
    const outcome = outcomeOf(chain, extrinsic);
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  };
  for (const pair of pairs) for (let nonce = 0; nonce < MAX_NONCES_AHEAD; nonce++) submit(signed(pair, nonce, chain));
  expect(Object.fromEntries(outcomes)).toEqual({ accepted: MAX_POOL_EXTRINSICS });

  const more = signed(pairs[0]!, MAX_NONCES_AHEAD, chain);
  const refusing = performance.now();
  for (let i = MAX_POOL_EXTRINSICS; i < SENT; i++) submit(more);
  expect(performance.now() - refusing).toBeLessThan(REFUSALS_MS);
  expect(outcomes.get('pool/full')).toBe(SENT - MAX_POOL_EXTRINSICS);

  const making = performance.now();
  expect(produceBlocks(chain, 1).body).toHaveLength(MAX_POOL_EXTRINSICS + 1);
  expect(performance.now() - making).toBeLessThan(BLOCK_MS);
  expect(chain.pending()).toEqual([]);
});

it('what waits for a nonce that never comes leaves room for everybody else', { timeout: 60_000 }, async () => {
  const chain = await openChainOfPairs();
  const later = pairs.flatMap((pair) => Array.from({ length: 8 }, (_, i) => [pair, i + 1] as const));
  const outcomes = later.map(([pair, nonce]) => outcomeOf(chain, signed(pair, nonce, chain)));
  expect(outcomes.filter((outcome) => outcome === 'accepted')).toHaveLength(MAX_WAITING_EXTRINSICS);
  expect(outcomes.at(-1)).toBe('pool/full');
  // The first of an account is ready, and makes those that follow it ready: they leave the room of the waiting.
  const [first, last] = [pairs[0]!, pairs.at(-1)!];
  expect(outcomeOf(chain, signed(last, 0, chain))).toBe('accepted');
  expect(outcomeOf(chain, signed(last, 2, chain))).toBe('pool/full');
  expect(outcomeOf(chain, signed(first, 0, chain))).toBe('accepted');
  expect(chain.pending()).toHaveLength(1 + 9);
  expect(outcomeOf(chain, signed(last, 2, chain))).toBe('accepted');
});
