/** Ten thousand transactions at once: what is taken, what is refused, and what it costs the blocks after it. */
import { expect, it } from 'vitest';
import type { Bytes } from '../../src/chain/bytes.ts';
import { encodeCall, encodeExtrinsic, signingPayload } from '../../src/chain/extrinsic.ts';
import type { KeyPair } from '../../src/chain/keys.ts';
import { ed25519FromSeed, ed25519Sign } from '../../src/chain/keys.ts';
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

const pairs = Array.from({ length: MAX_POOL_EXTRINSICS / MAX_NONCES_AHEAD }, (_, i) =>
  ed25519FromSeed(new Uint8Array(32).fill(i + 1)),
);

function signed({ publicKey, secretKey }: KeyPair, nonce: number, chain: Chain): Bytes {
  const call = encodeCall(remark());
  const extra = { era: IMMORTAL, nonce, tip: 0n, metadataHashMode: { type: 'Disabled', value: undefined } } as const;
  const genesisHash = chain.genesis.hash;
  const implicit = { ...VERSION, genesisHash, eraBlockHash: genesisHash, metadataHash: undefined };
  const signature = ed25519Sign(secretKey, signingPayload({ call, extra, implicit }));
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
