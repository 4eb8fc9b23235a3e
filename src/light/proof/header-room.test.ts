import { describe, expect, it, vi } from 'vitest';
import { auraPreRuntime, sealHeader } from '../../chain/aura.ts';
import type { Bytes } from '../../chain/bytes.ts';
import type { Header } from '../../chain/header.ts';
import { decodeHeader, encodeHeader, headerHash } from '../../chain/header.ts';
import type * as keys from '../../chain/keys.ts';
import { auraPairs, FakeProofChain } from '../testing/fake-proof-chain.ts';
import { verdictOn } from './blame.ts';
import { HeaderChain, MAX_OPEN_HEADERS } from './header-chain.ts';

/** Thousands of seals: here it is not about them. */
vi.mock('../../chain/keys.ts', async (original) => ({
  ...(await original<typeof keys>()),
  sr25519Sign: () => new Uint8Array(64),
  sr25519Verify: () => true,
}));

const { headerBytes: GENESIS, grandpa, auraAuthorities } = new FakeProofChain().checkpoint();
const child = (parent: Bytes, change: Partial<Header> = {}): Bytes => {
  const { number, ...rest } = decodeHeader(parent);
  const digest = [auraPreRuntime(BigInt(number + 1))];
  return encodeHeader(
    sealHeader({ ...rest, parentHash: headerHash(parent), number: number + 1, digest, ...change }, auraPairs[0]!),
  );
};
const fork = (parent: Bytes, i: number) => child(parent, { stateRoot: new Uint8Array(32).fill(i).with(0, i >> 8) });

describe('room for headers', () => {
  it('is made by dropping forks, so that a flood of them does not keep the best chain from growing', () => {
    const headers = new HeaderChain(GENESIS, grandpa, auraAuthorities);
    const first = child(GENESIS);
    headers.add(first, 0);
    for (let i = 0; i < MAX_OPEN_HEADERS + 10; i++) headers.add(fork(GENESIS, i), 0);
    const second = child(first);
    expect(headers.add(second, 0)).toBe(true);
    expect(headers.best.number).toBe(2);
  });

  it('ends without anybody being to blame on a chain that has no votes for long', () => {
    const headers = new HeaderChain(GENESIS, grandpa, auraAuthorities);
    let last = GENESIS;
    for (let i = 1; i < MAX_OPEN_HEADERS; i++) {
      last = child(last);
      headers.add(last, 0);
    }
    expect(headers.isFull).toBe(true);
    let error: unknown;
    try {
      headers.add(child(last), 0);
    } catch (caught) {
      error = caught;
    }
    expect(error).toMatchObject({ code: 'proof/too-many-headers' });
    expect(verdictOn(error)).toBe('cannot');
    expect(headers.best.number).toBe(MAX_OPEN_HEADERS - 1);
  });
});
