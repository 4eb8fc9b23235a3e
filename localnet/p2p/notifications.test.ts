/**
 * What the gossip protocols say and accept, without a network.
 */
import fc from 'fast-check';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { concatBytes, toHex } from '../../src/chain/bytes.ts';
import { ChainError } from '../../src/chain/error.ts';
import { authorityList, verifyCommit } from '../../src/chain/grandpa.ts';
import { decodeHeader } from '../../src/chain/header.ts';
import { compact, decode, encode, u32 } from '../../src/chain/scale/index.ts';
import { decodeTransactions, MAX_EXTRINSICS_PER_NOTIFICATION } from '../../src/chain/wire/index.ts';
import { FAKE_METADATA, FakeChain, fakeExtrinsic } from '../fake-chain.ts';
import { buildRuntime, GRANDPA_AUTHORITIES_KEY } from '../runtime/index.ts';
import { announcementOf, blockAnnounces } from './block-announces.ts';
import { commitMessageOf, grandpa, neighbourPacketOf } from './grandpa.ts';
import { HONEST } from './lies.ts';
import { transactions } from './transactions.ts';

let chain: FakeChain;

beforeAll(async () => {
  const code = await buildRuntime({
    metadata: FAKE_METADATA,
    specVersion: 1,
    transactionVersion: 1,
    slotDurationMs: 1000,
  });
  chain = new FakeChain({ code, slotDurationMs: 1000, history: 5 });
});

describe('block-announces/1', () => {
  it('shakes hands with role, best block and genesis', () => {
    const handshake = blockAnnounces(chain).handshake();
    expect(handshake).toHaveLength(69);
    expect(handshake[0]).toBe(4);
    expect(toHex(handshake.subarray(5, 37))).toBe(toHex(chain.best.hash));
    expect(toHex(handshake.subarray(37))).toBe(toHex(chain.genesis.hash));
    expect(() => blockAnnounces(chain).checkHandshake(handshake)).not.toThrow();
  });

  it('refuses peers of another chain, without a role, or with something else to say', () => {
    const { handshake, checkHandshake } = blockAnnounces(chain);
    const other = handshake();
    other[68] = other[68]! ^ 1;
    expect(() => checkHandshake(other)).toThrow(expect.objectContaining({ code: 'wire/wrong-genesis' }));
    const roleless = handshake();
    roleless[0] = 3;
    expect(() => checkHandshake(roleless)).toThrow(expect.objectContaining({ code: 'wire/bad-handshake' }));
    expect(() => checkHandshake(handshake().subarray(1))).toThrow(ChainError);
  });

  it('announces a block by its header', () => {
    const announcement = announcementOf(chain.best, true);
    expect(decodeHeader(announcement.subarray(0, -2)).number).toBe(5);
    expect([...announcement.subarray(-2)]).toEqual([1, 0]);
    expect(announcementOf(chain.best, false).at(-2)).toBe(0);
  });
});

describe('grandpa/1', () => {
  it('tells where it stands at once, and twice more soon after', () => {
    vi.useFakeTimers();
    try {
      const sent: string[] = [];
      grandpa(chain, HONEST).opened!((notification) => sent.push(toHex(notification)));
      expect(sent).toHaveLength(1);
      vi.advanceTimersByTime(50);
      expect(sent).toHaveLength(2);
      vi.advanceTimersByTime(100);
      // kind 2, version 1, round 2, set 0, number 5
      expect(sent).toEqual(Array(3).fill('0x02010200000000000000000000000000000005000000'));
      vi.advanceTimersByTime(10_000);
      expect(sent).toHaveLength(3);
    } finally {
      vi.useRealTimers();
    }
  });

  it('holds back what becomes final while a new peer warps, and sends it then', () => {
    vi.useFakeTimers();
    try {
      const sent: Uint8Array[] = [];
      const { opened, settleMs } = grandpa(chain, HONEST);
      opened!((notification) => sent.push(notification));
      vi.advanceTimersByTime(200);
      chain.produce();
      const finality = chain.finalize(chain.produce());
      expect(sent).toHaveLength(3);
      vi.advanceTimersByTime(settleMs! - 200);
      expect(sent.slice(3)).toEqual([commitMessageOf(finality, HONEST), neighbourPacketOf(chain)]);
    } finally {
      vi.useRealTimers();
    }
  });

  it('sends commits that verify, unless told to lie', () => {
    const authorities = decode(authorityList, chain.best.state!.get(GRANDPA_AUTHORITIES_KEY)!);
    const verify = (message: Uint8Array) => verifyCommit(message.subarray(1), { setId: 0n, authorities });
    const honest = commitMessageOf(chain.lastFinality!, HONEST);
    expect(honest[0]).toBe(1);
    expect(verify(honest).target.number).toBe(chain.finalized.number);
    const lie = commitMessageOf(chain.lastFinality!, { proof: false, signature: true });
    expect(() => verify(lie)).toThrow(expect.objectContaining({ code: 'grandpa/bad-signature' }));
    expect(neighbourPacketOf(chain)).toHaveLength(22);
  });

  it('shakes hands with one byte', () => {
    const { handshake, checkHandshake } = grandpa(chain, HONEST);
    expect([...handshake()]).toEqual([4]);
    expect(() => checkHandshake(Uint8Array.of(2))).not.toThrow();
    for (const bad of [[], [0], [2, 2]]) expect(() => checkHandshake(Uint8Array.from(bad))).toThrow(ChainError);
  });
});

describe('transactions/1', () => {
  it('puts the extrinsics of a notification into the pool, as they are', () => {
    const extrinsics = [fakeExtrinsic('a'), fakeExtrinsic('b'.repeat(100))];
    const lines: string[] = [];
    transactions(chain, (line) => lines.push(line)).received(concatBytes(encode(compact(u32), 2), ...extrinsics));
    expect(chain.pending()).toEqual(extrinsics);
    expect(lines).toHaveLength(2);
  });

  it('refuses too many at once, and bytes that are none', () => {
    const many = concatBytes(
      encode(compact(u32), MAX_EXTRINSICS_PER_NOTIFICATION + 1),
      new Uint8Array(MAX_EXTRINSICS_PER_NOTIFICATION + 1),
    );
    expect(() => decodeTransactions(many)).toThrow(expect.objectContaining({ code: 'wire/bad-notification' }));
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (notification) => {
        try {
          decodeTransactions(notification);
        } catch (error) {
          expect(error).toBeInstanceOf(ChainError);
        }
      }),
      { seed: 5, numRuns: 1000 },
    );
  });
});
