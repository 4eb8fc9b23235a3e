/**
 * Every message is read as it was written, and hostile bytes are refused and do nothing else.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Bytes } from '../bytes.ts';
import { concatBytes, fromHex, toHex, utf8 } from '../bytes.ts';
import { ChainError } from '../error.ts';
import { createFinality } from '../grandpa.ts';
import { header as anyHeader } from '../header.arbitrary.ts';
import { encodeHeader, headerHash } from '../header.ts';
import { ed25519FromSeed } from '../keys.ts';
import { bytes, encode, u32, vec } from '../scale/index.ts';
import * as wire from './index.ts';

const SEED = 6;
const code = (expected: string) => expect.objectContaining({ name: 'ChainError', code: expected });
const hash32 = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((it) => Uint8Array.from(it));
const someBytes = fc.uint8Array({ maxLength: 60 }).map((it) => Uint8Array.from(it));
const number32 = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const number64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
const extrinsic = someBytes.map((it) => encode(bytes, it));
const header = anyHeader.map(encodeHeader);

/** A header and votes for it. */
const fragment = fc.tuple(anyHeader, number64).map(([value, round]) => {
  const headerBytes = encodeHeader(value);
  const target = { hash: headerHash(headerBytes), number: value.number };
  const pairs = [ed25519FromSeed(new Uint8Array(32).fill(1))];
  return { headerBytes, justification: createFinality({ target, round, setId: 1n, pairs }).justification };
});

function roundTrips<T>(
  values: fc.Arbitrary<T>,
  write: (value: T) => Bytes,
  read: (message: Bytes) => T,
  numRuns = 200,
) {
  fc.assert(
    fc.property(values, (value) => {
      expect(read(write(value))).toEqual(value);
    }),
    { seed: SEED, numRuns },
  );
}

describe('block-announces/1', () => {
  const role = fc.constantFrom(1, 2, 4);
  it('is read as it was written', () => {
    const genesisHash = new Uint8Array(32).fill(3);
    const handshake = fc.record({ role, number: number32, hash: hash32, genesisHash: fc.constant(genesisHash) });
    roundTrips(handshake as fc.Arbitrary<wire.AnnounceHandshake>, wire.encodeAnnounceHandshake, (message) =>
      wire.decodeAnnounceHandshake(message, genesisHash),
    );
    roundTrips(
      fc.record({ headerBytes: header, isBest: fc.boolean() }),
      wire.encodeAnnouncement,
      wire.decodeAnnouncement,
    );
  });

  it('has a handshake of 69 bytes, as Substrate writes it', () => {
    const message = wire.encodeAnnounceHandshake({
      role: wire.ROLES.light,
      number: 0x01020304,
      hash: new Uint8Array(32).fill(0xaa),
      genesisHash: new Uint8Array(32).fill(0xbb),
    });
    expect(toHex(message)).toBe(`0x0204030201${'aa'.repeat(32)}${'bb'.repeat(32)}`);
  });

  it('refuses another genesis, no role, and bytes after the announcement', () => {
    const hash = new Uint8Array(32);
    const message = wire.encodeAnnounceHandshake({ role: 1, number: 0, hash, genesisHash: hash });
    expect(() =>
      wire.decodeAnnounceHandshake(
        message,
        hash.map(() => 1),
      ),
    ).toThrow(code('wire/wrong-genesis'));
    expect(() =>
      wire.decodeAnnounceHandshake(
        message.map((byte, i) => (i === 0 ? 3 : byte)),
        hash,
      ),
    ).toThrow(code('wire/bad-handshake'));
    const [headerBytes] = fc.sample(header, { seed: SEED, numRuns: 1 });
    const announcement = wire.encodeAnnouncement({ headerBytes: headerBytes!, isBest: true });
    expect(() => wire.decodeAnnouncement(concatBytes(announcement, Uint8Array.of(0)))).toThrow(
      code('scale/trailing-bytes'),
    );
    const withData = concatBytes(headerBytes!, Uint8Array.of(0), encode(bytes, utf8('babe')));
    expect(wire.decodeAnnouncement(withData)).toEqual({ headerBytes, isBest: false });
  });
});

describe('roles', () => {
  it('are one byte that is known', () => {
    for (const role of Object.values(wire.ROLES)) {
      expect(wire.decodeRoleHandshake(wire.encodeRoleHandshake(role))).toBe(role);
    }
    for (const bad of [[], [0], [3], [1, 1]]) {
      expect(() => wire.decodeRoleHandshake(Uint8Array.from(bad))).toThrow(code('wire/bad-handshake'));
    }
  });
});

describe('grandpa/1', () => {
  it('is read as it was written', () => {
    const packet = fc.record({ round: number64, setId: number64, finalizedNumber: number32 });
    roundTrips(
      packet.map((it) => ({ kind: 'neighbour' as const, ...it })),
      wire.encodeNeighbourPacket,
      wire.decodeGrandpaMessage as (message: Bytes) => { kind: 'neighbour' } & wire.NeighbourPacket,
    );
    const commit = someBytes.filter((it) => it.length > 0);
    roundTrips(commit, wire.encodeCommitMessage, (message) => {
      const read = wire.decodeGrandpaMessage(message);
      return read.kind === 'commit' ? read.commit : new Uint8Array();
    });
  });

  it('has the packet that Substrate writes', () => {
    const packet = wire.encodeNeighbourPacket({ round: 2n, setId: 17n, finalizedNumber: 5 });
    expect(toHex(packet)).toBe('0x02010200000000000000110000000000000005000000');
  });

  it('knows what voters say to each other, and nothing else', () => {
    const kinds = [0, 3, 4].map((kind) => wire.decodeGrandpaMessage(Uint8Array.of(kind, 1, 2)).kind);
    expect(kinds).toEqual(['vote', 'catch-up-request', 'catch-up']);
    for (const bad of [[], [5], [255, 1]]) {
      expect(() => wire.decodeGrandpaMessage(Uint8Array.from(bad))).toThrow(code('wire/bad-notification'));
    }
    const newer = wire.encodeNeighbourPacket({ round: 0n, setId: 0n, finalizedNumber: 0 });
    newer[1] = 2;
    expect(() => wire.decodeGrandpaMessage(newer)).toThrow(code('wire/bad-notification'));
  });
});

describe('transactions/1', () => {
  it('is read as it was written', () => {
    roundTrips(fc.array(extrinsic, { maxLength: 5 }), wire.encodeTransactions, wire.decodeTransactions);
  });

  it('refuses more than a notification may hold', () => {
    const many = Array.from({ length: wire.MAX_EXTRINSICS_PER_NOTIFICATION + 1 }, () => Uint8Array.of(0));
    expect(() => wire.decodeTransactions(wire.encodeTransactions(many))).toThrow(code('wire/bad-notification'));
    expect(wire.decodeTransactions(wire.encodeTransactions(many.slice(1)))).toHaveLength(many.length - 1);
  });
});

describe('sync/2', () => {
  const parts = fc.subarray<wire.BlockPart>(['header', 'body', 'justifications']);
  const from = fc.oneof(fc.record({ hash: hash32 }), fc.record({ number: number32 }));

  it('has requests that are read as they were written', () => {
    const maxBlocks = fc.option(fc.integer({ min: 1, max: 2 ** 32 - 1 }), { nil: undefined });
    roundTrips(
      fc.record({ parts, from, isDescending: fc.boolean(), maxBlocks }),
      wire.encodeBlockRequest,
      wire.decodeBlockRequest,
    );
  });

  it('has responses that are read as they were written', () => {
    const block: fc.Arbitrary<wire.BlockData> = fc.record({
      hash: hash32,
      headerBytes: fc.option(header, { nil: undefined }),
      body: fc.array(extrinsic, { maxLength: 4 }),
      justification: fc.option(someBytes, { nil: undefined }),
    });
    roundTrips(
      fc.array(block, { maxLength: 4 }),
      (blocks) => concatBytes(...blocks.map(wire.encodeBlockData)),
      (message) => [...wire.decodeBlockResponse(message)],
    );
  });

  it('asks for what Substrate calls header, body and justifications', () => {
    const ask = (...asked: wire.BlockPart[]) =>
      wire.decodeProtobuf(
        wire.encodeBlockRequest({ parts: asked, from: { number: 7 }, isDescending: true, maxBlocks: 2 }),
      );
    expect([ask('header').u32(1), ask('body').u32(1), ask('justifications').u32(1)]).toEqual([
      1 << 24,
      1 << 25,
      1 << 28,
    ]);
    const all = ask('header');
    expect([toHex(all.bytes(3)!), all.u32(5), all.u32(6), all.u32(7)]).toEqual(['0x07000000', 1, 2, 1]);
  });

  it("finds GRANDPA's votes among those of other engines", () => {
    const votes = (...engines: string[]) =>
      concatBytes(
        Uint8Array.of(engines.length << 2),
        ...engines.map((engine) => concatBytes(utf8(engine), encode(bytes, utf8(`votes of ${engine}`)))),
      );
    const block = (justifications: Uint8Array) =>
      wire.protobufBytes(
        1,
        concatBytes(wire.protobufBytes(1, new Uint8Array(32)), wire.protobufBytes(8, justifications)),
      );
    const read = (...engines: string[]) => wire.decodeBlockResponse(block(votes(...engines)))[0]!.justification;
    expect(read('BEEF', 'FRNK')).toEqual(utf8('votes of FRNK'));
    expect(read('BEEF')).toBeUndefined();
    expect(() => read(...Array(9).fill('BEEF'))).toThrow(code('wire/bad-response'));
    expect(() => wire.decodeBlockResponse(block(Uint8Array.of(0xff, 0xff)))).toThrow(ChainError);
  });

  it('refuses a question without a block, too many blocks, and a block without its hash', () => {
    expect(() => wire.decodeBlockRequest(wire.protobufVarint(1, 1 << 24))).toThrow(code('wire/bad-request'));
    const nothing = { headerBytes: undefined, body: [], justification: undefined };
    const block = wire.encodeBlockData({ hash: new Uint8Array(32), ...nothing });
    const many = concatBytes(...Array.from({ length: wire.MAX_BLOCKS_PER_RESPONSE + 1 }, () => block));
    expect(() => wire.decodeBlockResponse(many)).toThrow(code('wire/bad-response'));
    const nameless = wire.encodeBlockData({ hash: new Uint8Array(31), ...nothing });
    expect(() => wire.decodeBlockResponse(nameless)).toThrow(code('wire/bad-response'));
    const body = Array.from({ length: wire.MAX_EXTRINSICS_PER_BLOCK + 1 }, () => Uint8Array.of(0));
    const crowded = wire.encodeBlockData({ hash: new Uint8Array(32), ...nothing, body });
    expect(() => wire.decodeBlockResponse(crowded)).toThrow(code('wire/bad-response'));
  });
});

describe('sync/warp', () => {
  it('is read as it was written', () => {
    roundTrips(
      fc.record({ fragments: fc.array(fragment, { maxLength: 3 }), isFinished: fc.boolean() }),
      wire.encodeWarpResponse,
      (message) => wire.decodeWarpResponse(message) as { fragments: wire.WarpFragment[]; isFinished: boolean },
      30,
    );
    roundTrips(hash32, (it) => it, wire.decodeWarpRequest);
  });

  it('refuses what is no hash, and more fragments than there are bytes for', () => {
    expect(() => wire.decodeWarpRequest(new Uint8Array(33))).toThrow(code('wire/bad-request'));
    expect(() => wire.decodeWarpResponse(Uint8Array.of(0xfe, 0xff, 0xff, 0xff, 1))).toThrow(
      code('scale/length-exceeds-input'),
    );
    expect(() => wire.decodeWarpResponse(fromHex('0x0002'))).toThrow(code('scale/bad-bool'));
  });
});

describe('light/2', () => {
  const key = someBytes;
  it('is read as it was written', () => {
    const read = fc.record({
      kind: fc.constant('read' as const),
      block: hash32,
      keys: fc.array(key, { maxLength: 5 }),
    });
    const method = fc.constantFrom('AuraApi_authorities', 'Core_version');
    const call = fc.record({ kind: fc.constant('call' as const), block: hash32, method, args: someBytes });
    roundTrips<wire.LightRequest>(fc.oneof(read, call), wire.encodeLightRequest, wire.decodeLightRequest);
    for (const kind of ['read', 'call'] as const) {
      roundTrips(
        fc.array(someBytes, { maxLength: 5 }),
        (entries) => wire.encodeLightResponse(kind, entries),
        (message) => [...wire.decodeLightResponse(kind, message)],
      );
    }
  });

  it('has no entries where the state is not there, however that is said', () => {
    const proofless = wire.protobufBytes(2, new Uint8Array());
    const empty = wire.protobufBytes(2, wire.protobufBytes(2, new Uint8Array()));
    for (const response of [proofless, empty, wire.encodeLightResponse('read', [])]) {
      expect(wire.decodeLightResponse('read', response)).toEqual([]);
    }
  });

  it('refuses too many keys, keys that are too long, and the answer to another question', () => {
    const block = new Uint8Array(32);
    const ask = (keys: readonly Bytes[]) =>
      wire.decodeLightRequest(wire.encodeLightRequest({ kind: 'read', block, keys }));
    const many = Array.from({ length: wire.MAX_KEYS_PER_READ + 1 }, () => Uint8Array.of(1));
    expect(() => ask(many)).toThrow(code('wire/bad-request'));
    expect(ask(many.slice(1))).toHaveProperty('keys.length', wire.MAX_KEYS_PER_READ);
    expect(() => ask([new Uint8Array(1025)])).toThrow(code('wire/bad-request'));
    expect(() => wire.decodeLightRequest(wire.protobufBytes(4, block))).toThrow(code('wire/bad-request'));
    expect(() => wire.decodeLightRequest(wire.protobufBytes(2, new Uint8Array()))).toThrow(code('wire/bad-request'));
    const answer = wire.encodeLightResponse('call', []);
    expect(() => wire.decodeLightResponse('read', answer)).toThrow(code('wire/bad-response'));
  });

  it('refuses more entries than a proof may have', () => {
    const entries = Array.from({ length: 1 + (1 << 16) }, () => new Uint8Array());
    const response = wire.protobufBytes(2, wire.protobufBytes(2, encode(vec(bytes), entries)));
    expect(() => wire.decodeLightResponse('read', response)).toThrow(code('wire/bad-response'));
  });
});

describe('kad', () => {
  it('answers a question of any kind with nobody', () => {
    const answer = wire.answerWithNobody(wire.encodeFindNode(utf8('key')));
    expect(toHex(answer)).toBe('0x08045000');
    expect(wire.countCloserPeers(answer)).toBe(0);
    expect(wire.countCloserPeers(concatBytes(answer, wire.protobufBytes(8, utf8('peer'))))).toBe(1);
  });
});

describe('hostile bytes', () => {
  const genesisHash = new Uint8Array(32);
  const decoders: readonly ((message: Bytes) => unknown)[] = [
    (message) => wire.decodeAnnounceHandshake(message, genesisHash),
    wire.decodeAnnouncement,
    wire.decodeRoleHandshake,
    wire.decodeGrandpaMessage,
    wire.decodeTransactions,
    wire.decodeBlockRequest,
    wire.decodeBlockResponse,
    wire.decodeWarpRequest,
    wire.decodeWarpResponse,
    wire.decodeLightRequest,
    (message) => wire.decodeLightResponse('read', message),
    wire.answerWithNobody,
    wire.countCloserPeers,
  ];
  const [one] = fc.sample(fragment, { seed: SEED, numRuns: 1 });
  const hash = new Uint8Array(32);
  const block = { hash, ...one!, body: [encode(bytes, utf8('extrinsic'))] };
  const valid: readonly Bytes[] = [
    wire.encodeAnnounceHandshake({ role: 1, number: 3, hash, genesisHash }),
    wire.encodeAnnouncement({ headerBytes: one!.headerBytes, isBest: true }),
    wire.encodeNeighbourPacket({ round: 1n, setId: 2n, finalizedNumber: 3 }),
    wire.encodeTransactions(block.body),
    wire.encodeBlockRequest({ parts: ['body'], from: { number: 3 }, isDescending: false, maxBlocks: 1 }),
    wire.encodeBlockData(block),
    wire.encodeWarpResponse({ fragments: [one!], isFinished: true }),
    wire.encodeLightRequest({ kind: 'read', block: hash, keys: [utf8('key')] }),
    wire.encodeLightResponse('read', [encode(u32, 1)]),
  ];

  it('are read or refused, whatever they are taken for', () => {
    const mutated = fc
      .tuple(fc.constantFrom(...valid), fc.nat(), fc.nat({ max: 255 }), fc.nat())
      .map(([message, at, byte, cut]) => {
        const copy = message.slice(0, 1 + (cut % message.length));
        copy[at % copy.length] = byte;
        return copy;
      });
    const messages = fc.oneof(fc.uint8Array({ maxLength: 80 }), mutated, fc.constantFrom(...valid));
    fc.assert(
      fc.property(fc.constantFrom(...decoders), messages, (read, message) => {
        try {
          read(Uint8Array.from(message));
        } catch (error) {
          expect(error).toBeInstanceOf(ChainError);
        }
      }),
      { seed: SEED, numRuns: 4000 },
    );
  });
});
