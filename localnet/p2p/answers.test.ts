/**
 * What the request protocols answer, without a network: bytes in, bytes out, over a fake chain.
 */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { concatBytes, utf8 } from '../../src/chain/bytes.ts';
import { ChainError } from '../../src/chain/error.ts';
import { authorityList, verifyJustification } from '../../src/chain/grandpa.ts';
import { decodeHeader, headerHash } from '../../src/chain/header.ts';
import { bytes, decode, encode, u32, vec } from '../../src/chain/scale/index.ts';
import type { VerifiedProof } from '../../src/chain/trie/index.ts';
import { verifyProof } from '../../src/chain/trie/index.ts';
import {
  decodeProtobuf,
  MAX_BLOCKS_PER_RESPONSE,
  MAX_KEYS_PER_READ,
  protobufBytes,
  protobufVarint,
} from '../../src/chain/wire/index.ts';
import { bulkKey, bulkValue, FAKE_METADATA, FakeChain, fakeExtrinsic, NUMBER_KEY } from '../fake-chain.ts';
import {
  AURA_AUTHORITIES_KEY,
  buildRuntime,
  CODE_KEY,
  GRANDPA_AUTHORITIES_KEY,
  RuntimeError,
} from '../runtime/index.ts';
import type { Lies } from '../types.ts';
import { P2pError } from './error.ts';
import { kademlia } from './kad.ts';
import { HONEST } from './lies.ts';
import { lightRequests } from './light.ts';
import type { RequestProtocol } from './requests.ts';
import { blockRequests } from './sync.ts';
import { warpProofs } from './warp.ts';

const HISTORY = 150;
let chain: FakeChain;

beforeAll(async () => {
  const code = await buildRuntime({
    metadata: FAKE_METADATA,
    specVersion: 1,
    transactionVersion: 1,
    slotDurationMs: 1000,
  });
  const entries = Array.from({ length: 50 }, (_, i) => [bulkKey(i), bulkValue(i)] as const);
  chain = new FakeChain({ code, slotDurationMs: 1000, history: HISTORY, entries });
  chain.submit(fakeExtrinsic('one'));
  chain.submit(fakeExtrinsic('two'));
  chain.finalize(chain.produce());
});

const HEADER = 1 << 24;
const BODY = 1 << 25;
const JUSTIFICATION = 1 << 28;
const DESCENDING = 1;

describe('sync/2', () => {
  const ask = (...fields: Uint8Array[]) => {
    const response = decodeProtobuf(blockRequests(chain).answer(concatBytes(...fields)));
    return response.all(1).map(decodeProtobuf);
  };
  const fromHash = (number: number) => protobufBytes(2, chain.byNumber(number)!.hash);
  const fromNumber = (number: number) => protobufBytes(3, encode(u32, number));
  const numbers = (blocks: ReturnType<typeof ask>) => blocks.map((block) => decodeHeader(block.bytes(2)!).number);

  it('serves headers up and down the chain', () => {
    const wanted = protobufVarint(1, HEADER);
    expect(numbers(ask(wanted, fromHash(10), protobufVarint(6, 3)))).toEqual([10, 11, 12]);
    const down = ask(wanted, fromNumber(2), protobufVarint(5, DESCENDING), protobufVarint(6, 9));
    expect(numbers(down)).toEqual([2, 1, 0]);
    for (const block of down) expect(headerHash(block.bytes(2)!)).toEqual(block.bytes(1));
  });

  it('serves bodies, and nothing that was not asked for', () => {
    const [block] = ask(protobufVarint(1, BODY), fromNumber(HISTORY + 1), protobufVarint(6, 1));
    expect(block!.all(3)).toEqual([fakeExtrinsic('one'), fakeExtrinsic('two')]);
    expect(block!.bytes(2)).toBeUndefined();
  });

  it('never attaches justifications: smoldot would ban us for them', () => {
    const [block] = ask(protobufVarint(1, HEADER | BODY | JUSTIFICATION), fromNumber(HISTORY + 1));
    expect(block!.bytes(8)).toBeUndefined();
    expect(block!.bytes(2)).toBeDefined();
  });

  it('serves at most so many blocks, however many are asked for', () => {
    expect(ask(protobufVarint(1, HEADER), fromNumber(0), protobufVarint(6, 10_000))).toHaveLength(
      MAX_BLOCKS_PER_RESPONSE,
    );
    expect(ask(protobufVarint(1, HEADER), fromNumber(0))).toHaveLength(MAX_BLOCKS_PER_RESPONSE);
  });

  it('answers with nothing for a block it does not know, and refuses a question without one', () => {
    expect(ask(protobufVarint(1, HEADER), protobufBytes(2, new Uint8Array(32)))).toEqual([]);
    expect(() => ask(protobufVarint(1, HEADER))).toThrow(expect.objectContaining({ code: 'wire/bad-request' }));
  });
});

describe('sync/warp', () => {
  const ask = (from: Uint8Array, lies: Lies = HONEST) => warpProofs(chain, lies).answer(Uint8Array.from(from));
  const read = (response: Uint8Array) => {
    const { block } = chain.lastFinality!;
    const justification = response.subarray(1 + block.headerBytes.length, -1);
    const authorities = decode(authorityList, block.state!.get(GRANDPA_AUTHORITIES_KEY)!);
    return verifyJustification(justification, { target: block, setId: 0n, authorities });
  };

  it('proves the finalized head in one finished fragment', () => {
    const response = ask(chain.genesis.hash);
    expect(response[0]).toBe(1 << 2);
    expect(response.at(-1)).toBe(1);
    expect(read(response).target.number).toBe(HISTORY + 1);
  });

  it('proves it wrongly when told to lie', () => {
    const lie = ask(chain.genesis.hash, { proof: false, signature: true });
    expect(() => read(lie)).toThrow(expect.objectContaining({ code: 'grandpa/bad-signature' }));
  });

  it('refuses where there is nothing to prove, rather than answer with nothing', () => {
    for (const from of [chain.finalized.hash, new Uint8Array(32)]) expect(() => ask(from)).toThrow(P2pError);
    expect(() => ask(new Uint8Array(31))).toThrow(ChainError);
  });
});

describe('light/2', () => {
  const CALL = 1;
  const READ = 2;
  const ask = (kind: number, message: Uint8Array, lies: Lies = HONEST) => {
    const response = decodeProtobuf(lightRequests(chain, lies).answer(protobufBytes(kind, message)));
    return decode(vec(bytes), decodeProtobuf(response.bytes(kind)!).bytes(2)!);
  };
  const read = (hash: Uint8Array, keys: readonly Uint8Array[], lies?: Lies) =>
    ask(READ, concatBytes(protobufBytes(2, hash), ...keys.map((key) => protobufBytes(3, key))), lies);
  const call = (method: string, args = new Uint8Array()) =>
    ask(CALL, concatBytes(protobufBytes(2, chain.best.hash), protobufBytes(3, utf8(method)), protobufBytes(4, args)));
  const verified = (entries: readonly Uint8Array[]): VerifiedProof => verifyProof(chain.best.header.stateRoot, entries);

  it('proves values and their absence', () => {
    const proof = verified(read(chain.best.hash, [bulkKey(1), bulkKey(77), NUMBER_KEY]));
    expect(proof.get(bulkKey(1))).toEqual(bulkValue(1));
    expect(proof.get(bulkKey(77))).toBeUndefined();
    expect(proof.get(NUMBER_KEY)).toEqual(encode(u32, HISTORY + 1));
  });

  it('proves the blob with the keys that a client asks together with it', () => {
    const proof = verified(read(chain.best.hash, [':code', ':heappages', ':cod'].map(utf8)));
    expect(proof.get(CODE_KEY)).toEqual(chain.best.state!.get(CODE_KEY));
    expect(proof.get(utf8(':heappages'))).toBeUndefined();
  });

  it('proves what a call reads, and just the root for one that reads nothing', () => {
    const proof = verified(call('AuraApi_authorities'));
    expect(proof.get(AURA_AUTHORITIES_KEY)).toEqual(chain.best.state!.get(AURA_AUTHORITIES_KEY));
    expect(() => proof.get(bulkKey(1))).toThrow(expect.objectContaining({ code: 'trie/not-covered' }));
    expect(call('AuraApi_slot_duration')).toHaveLength(1);
  });

  it('has no entries for a state that is gone, or never was', () => {
    chain.prune(7);
    expect(read(chain.byNumber(7)!.hash, [NUMBER_KEY])).toEqual([]);
    expect(read(new Uint8Array(32), [NUMBER_KEY])).toEqual([]);
  });

  it('lies about values when told to, but not about its runtime', () => {
    const lies = { proof: true, signature: false };
    expect(() => verified(read(chain.best.hash, [bulkKey(1)], lies)).get(bulkKey(1))).toThrow(ChainError);
    expect(verified(read(chain.best.hash, [CODE_KEY], lies)).get(CODE_KEY)).toBeDefined();
  });

  it('refuses calls that the runtime does not have, too many keys, and child tries', () => {
    expect(() => call('Core_execute_block')).toThrow(expect.objectContaining({ code: 'runtime/unknown-method' }));
    const keys = Array.from({ length: MAX_KEYS_PER_READ + 1 }, () => Uint8Array.of(1));
    expect(() => read(chain.best.hash, keys)).toThrow(ChainError);
    expect(() => read(chain.best.hash, [new Uint8Array(2000)])).toThrow(ChainError);
    expect(() => ask(4, protobufBytes(2, chain.best.hash))).toThrow(ChainError);
  });
});

describe('kad', () => {
  it('says that it knows nobody', () => {
    const response = decodeProtobuf(kademlia(chain).answer(protobufVarint(1, 4)));
    expect([response.u32(1), response.u32(10), response.all(3)]).toEqual([4, 0, []]);
  });
});

describe('every request protocol', () => {
  it('answers or refuses whatever is asked, and does nothing else', () => {
    const protocols: RequestProtocol[] = [
      blockRequests(chain),
      warpProofs(chain, HONEST),
      lightRequests(chain, HONEST),
      kademlia(chain),
    ];
    const { hash } = chain.best;
    const valid = [
      concatBytes(protobufVarint(1, HEADER | BODY), protobufBytes(2, hash), protobufVarint(6, 2)),
      protobufBytes(2, concatBytes(protobufBytes(2, hash), protobufBytes(3, NUMBER_KEY))),
      protobufBytes(1, concatBytes(protobufBytes(2, hash), protobufBytes(3, utf8('AccountNonceApi_account_nonce')))),
      hash,
    ];
    const mutated = fc
      .tuple(fc.constantFrom(...valid), fc.nat(), fc.nat({ max: 255 }), fc.nat())
      .map(([message, at, byte, cut]) => {
        const copy = message.slice(0, 1 + (cut % message.length));
        copy[at % copy.length] = byte;
        return copy;
      });
    const request = fc.oneof(fc.uint8Array({ maxLength: 80 }), mutated, fc.constantFrom(...valid));
    fc.assert(
      fc.property(fc.constantFrom(...protocols), request, (protocol, message) => {
        try {
          expect(protocol.answer(Uint8Array.from(message))).toBeInstanceOf(Uint8Array);
        } catch (error) {
          const isRefusal = [P2pError, ChainError, RuntimeError].some((kind) => error instanceof kind);
          if (!isRefusal) throw error;
        }
      }),
      { seed: 4, numRuns: 1500 },
    );
  });
});
