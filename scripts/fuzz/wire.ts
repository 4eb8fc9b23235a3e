/**
 * Messages of the p2p protocols. Truth: what is read can be written again and reads the same; where SCALE leaves one way
 * to write a thing, the very bytes come back. Frames cut out of a stream do not depend on how the stream arrived.
 */
import { equalBytes, toHex, utf8 } from '../../src/chain/bytes.ts';
import { createFinality } from '../../src/chain/grandpa.ts';
import { blake2b256 } from '../../src/chain/hash.ts';
import { encodeHeader, headerHash } from '../../src/chain/header.ts';
import { ed25519FromUri } from '../../src/chain/keys.ts';
import { encode, bytes as scaleBytes } from '../../src/chain/scale/index.ts';
import * as wire from '../../src/chain/wire/index.ts';
import type { SeededRandom } from '../../src/gpu/random.ts';
import { mutate } from './mutate.ts';
import type { FuzzTarget, Outcome } from './target.ts';
import { insist, unlessRefused } from './target.ts';

const hash = blake2b256(utf8('a block'));
const header = { parentHash: hash, number: 70_000, stateRoot: hash, extrinsicsRoot: hash, digest: [] };
const headerBytes = encodeHeader(header);
const pairs = ['//Alice', '//Bob'].map(ed25519FromUri);
const finality = createFinality({
  target: { hash: headerHash(header), number: header.number },
  round: 1n,
  setId: 0n,
  pairs,
});
const extrinsics = ['one', 'another'].map((text) => encode(scaleBytes, utf8(text)));
const block = { hash, headerBytes, body: extrinsics, justification: finality.justification };

/** A message: valid bytes of it, how it is read, and how what was read is written. */
interface Message {
  readonly valid: readonly Uint8Array[];
  readonly reading: (bytes: Uint8Array) => unknown;
  /** Left out: what comes out is as good as anything. */
  readonly writing?: (value: never) => Uint8Array;
  /** There is one way to write it. */
  readonly isCanonical?: boolean;
}

function message<T>(
  valid: readonly Uint8Array[],
  reading: (bytes: Uint8Array) => T,
  writing?: (value: T) => Uint8Array,
  isCanonical = false,
): Message {
  return { valid, reading, isCanonical, ...(writing ? { writing: writing as (value: never) => Uint8Array } : {}) };
}

const MESSAGES: readonly Message[] = [
  message(
    [wire.encodeAnnounceHandshake({ role: wire.ROLES.full, number: 7, hash, genesisHash: hash })],
    (bytes) => wire.decodeAnnounceHandshake(bytes, hash),
    wire.encodeAnnounceHandshake,
    true,
  ),
  message([wire.encodeRoleHandshake(wire.ROLES.light)], wire.decodeRoleHandshake, wire.encodeRoleHandshake, true),
  message([wire.encodeAnnouncement({ headerBytes, isBest: true })], wire.decodeAnnouncement, wire.encodeAnnouncement),
  message(
    [
      wire.encodeNeighbourPacket({ round: 1n, setId: 2n, finalizedNumber: 3 }),
      wire.encodeCommitMessage(finality.commit),
    ],
    wire.decodeGrandpaMessage,
  ),
  message([wire.encodeTransactions(extrinsics)], wire.decodeTransactions, wire.encodeTransactions, true),
  message(
    [
      wire.encodeBlockRequest({ parts: ['header', 'body'], from: { hash }, isDescending: true, maxBlocks: 64 }),
      wire.encodeBlockRequest({ parts: ['justifications'], from: { number: 9 }, isDescending: false, maxBlocks: 1 }),
    ],
    wire.decodeBlockRequest,
    wire.encodeBlockRequest,
  ),
  message(
    [wire.encodeBlockData(block), wire.encodeBlockData({ ...block, justification: undefined })],
    wire.decodeBlockResponse,
    (blocks) => Uint8Array.from(blocks.flatMap((one) => [...wire.encodeBlockData(one)])),
  ),
  message(
    [
      wire.encodeWarpResponse({
        fragments: [1, 2].map(() => ({ headerBytes, justification: finality.justification })),
        isFinished: true,
      }),
    ],
    wire.decodeWarpResponse,
    wire.encodeWarpResponse,
    true,
  ),
  message([hash], wire.decodeWarpRequest, (same) => same, true),
  message(
    [
      wire.encodeLightRequest({ kind: 'read', block: hash, keys: [hash, utf8('key')] }),
      wire.encodeLightRequest({ kind: 'call', block: hash, method: 'Core_version', args: utf8('x') }),
    ],
    wire.decodeLightRequest,
    wire.encodeLightRequest,
  ),
  message(
    [wire.encodeLightResponse('read', [headerBytes, utf8('node')])],
    (bytes) => wire.decodeLightResponse('read', bytes),
    (entries) => wire.encodeLightResponse('read', entries),
  ),
  message([wire.encodeFindNode(hash)], wire.answerWithNobody),
  message([wire.answerWithNobody(wire.encodeFindNode(hash))], wire.countCloserPeers),
];

export function wireMessages(): FuzzTarget {
  return {
    name: 'p2p messages',
    share: 12,
    tryOne(random): Outcome {
      const { valid, reading, writing, isCanonical } = random.pick(MESSAGES);
      const bytes = mutate(random.pick(valid), random, random.pick(random.pick(MESSAGES).valid));
      const read = unlessRefused(() => reading(bytes));
      if (!read) return 'refused';
      if (!writing) return 'read';
      const written = writing(read.value as never);
      if (isCanonical) insist(equalBytes(written, bytes), 'a message was read that is not written so');
      insist(textOf(reading(written)) === textOf(read.value), 'what was read and written reads otherwise');
      return 'read';
    },
  };
}

/** Frames of the stream may be this long. */
const MAX_FRAME_BYTES = 200;

export function wireFrames(): FuzzTarget {
  const stream = Uint8Array.from(
    [0, 1, 100, 127, 128, 200].flatMap((size) => [...wire.encodeFrame(new Uint8Array(size).fill(size))]),
  );
  return {
    name: 'p2p frames',
    share: 4,
    tryOne(random): Outcome {
      const bytes = mutate(stream, random, stream);
      const whole = framesOf([bytes]);
      const pieces = framesOf(cut(bytes, random));
      insist(textOf(whole) === textOf(pieces), 'frames depend on how they arrive');
      return whole.trouble === undefined ? 'read' : 'refused';
    },
  };
}

/** The frames before the first trouble, and its code. */
function framesOf(chunks: readonly Uint8Array[]) {
  const decoder = new wire.FrameDecoder();
  const frames: string[] = [];
  for (const chunk of chunks) {
    decoder.append(chunk);
    const read = unlessRefused(() => {
      for (let frame = decoder.next(MAX_FRAME_BYTES); frame; frame = decoder.next(MAX_FRAME_BYTES)) {
        insist(frame.length <= MAX_FRAME_BYTES, 'a frame is longer than may be');
        frames.push(toHex(frame));
      }
    });
    if (!read) return { frames, trouble: 'refused' };
  }
  return { frames, trouble: undefined };
}

function cut(bytes: Uint8Array, random: SeededRandom): readonly Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = 1 + random.below(70);
    pieces.push(bytes.subarray(at, at + length));
    at += length;
  }
  return pieces;
}

function textOf(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'bigint' ? `${part}n` : part instanceof Uint8Array ? toHex(part) : part,
  );
}
