import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes } from '../bytes.ts';
import { encodeFrame, FrameDecoder } from './frames.ts';
import { encodeVarint, readVarint } from './varint.ts';

const MAX = 1000;

describe('varints', () => {
  it('are read back as they were written', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (value) => {
        const bytes = encodeVarint(value);
        expect(readVarint(bytes, 0)).toEqual({ value: BigInt(value), width: bytes.length });
      }),
      { seed: 1 },
    );
  });

  it('are not guessed from their beginning', () => {
    expect(readVarint(Uint8Array.of(0x80, 0x80), 0)).toBeUndefined();
    expect(readVarint(new Uint8Array(11).fill(0x80), 0)).toBe('too-long');
  });
});

describe('FrameDecoder', () => {
  it('gives out the same frames however the bytes are cut', () => {
    const frames = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 8 });
    fc.assert(
      fc.property(frames, fc.array(fc.integer({ min: 1, max: 50 })), (payloads, cuts) => {
        const stream = concatBytes(...payloads.map(encodeFrame));
        const decoder = new FrameDecoder();
        const received: Uint8Array[] = [];
        for (let at = 0, i = 0; at < stream.length; i++) {
          const length = cuts[i % Math.max(cuts.length, 1)] ?? stream.length;
          decoder.append(stream.subarray(at, at + length));
          at += length;
          for (let frame = decoder.next(MAX); frame; frame = decoder.next(MAX)) received.push(frame);
        }
        expect(received).toEqual(payloads.map((payload) => Uint8Array.from(payload)));
        expect(decoder.held).toBe(0);
      }),
      { seed: 2, numRuns: 300 },
    );
  });

  it('refuses an announced length beyond the limit before the frame comes', () => {
    const decoder = new FrameDecoder();
    decoder.append(encodeVarint(2 ** 40));
    expect(() => decoder.next(MAX)).toThrow(expect.objectContaining({ code: 'wire/frame-too-long' }));
    const [atLimit, beyond] = [new FrameDecoder(), new FrameDecoder()];
    atLimit.append(encodeVarint(MAX));
    beyond.append(encodeVarint(MAX + 1));
    expect(atLimit.next(MAX)).toBeUndefined();
    expect(() => beyond.next(MAX)).toThrow(expect.objectContaining({ code: 'wire/frame-too-long' }));
  });

  it('refuses a length that never ends', () => {
    const decoder = new FrameDecoder();
    decoder.append(new Uint8Array(20).fill(0xff));
    expect(() => decoder.next(MAX)).toThrow(expect.objectContaining({ code: 'wire/bad-length' }));
  });
});
