import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes, fromHex, toHex, utf8 } from '../bytes.ts';
import type { ChainError } from '../error.ts';
import { blake2b64 } from '../hash.ts';
import { AURA_API, apisOfAnswer, apisOfCode, BABE_API, finneyVersion, isSmoldotCompatible } from './index.ts';

const HEADER = fromHex('0x0061736d01000000');
/** A section whose sizes take one byte. */
const section = (kind: number, body: Uint8Array) => concatBytes(Uint8Array.of(kind, body.length), body);
const custom = (name: string, body: Uint8Array) =>
  section(0, concatBytes(Uint8Array.of(name.length), utf8(name), body));
const api = (id: string, version: number) => concatBytes(fromHex(id), Uint8Array.of(version, 0, 0, 0));

const refusal = (run: () => unknown): string => {
  try {
    run();
    return 'read';
  } catch (error) {
    return (error as ChainError).code;
  }
};

describe('the list of APIs of a runtime', () => {
  it('names them by the hash of their trait', () => {
    expect(toHex(blake2b64(utf8('AuraApi')))).toBe(AURA_API);
    expect(toHex(blake2b64(utf8('BabeApi')))).toBe(BABE_API);
  });

  it('is found in the custom section of a module, wherever that stands', () => {
    const apis = concatBytes(api(AURA_API, 1), api(BABE_API, 2));
    const code = concatBytes(
      HEADER,
      section(1, Uint8Array.of(0)),
      custom('name', utf8('x')),
      custom('runtime_apis', apis),
    );
    expect(apisOfCode(code)).toEqual(
      new Map([
        [AURA_API, 1],
        [BABE_API, 2],
      ]),
    );
    expect(apisOfCode(concatBytes(HEADER, section(1, Uint8Array.of(0))))).toBeUndefined();
  });

  it('is read from what a node answers', () => {
    const apis = finneyVersion().apis.map(([id, version]) => [toHex(id), version]);
    expect(apisOfAnswer({ specVersion: 424, apis }).get(AURA_API)).toBe(1);
    for (const bad of [undefined, [], {}, { apis: [['0x12', 1]] }, { apis: [[AURA_API]] }, { apis: Array(2000) }]) {
      expect(refusal(() => apisOfAnswer(bad))).toBe('runtime/bad-answer');
    }
  });

  it('is refused where the bytes are no module, and never read past their end', () => {
    expect(refusal(() => apisOfCode(utf8('no wasm at all')))).toBe('runtime/bad-code');
    expect(refusal(() => apisOfCode(concatBytes(HEADER, Uint8Array.of(0, 0xff, 0xff, 0xff, 0xff, 0x0f))))).toBe(
      'runtime/bad-code',
    );
    expect(refusal(() => apisOfCode(concatBytes(HEADER, Uint8Array.of(0, 1, 9))))).toBe('runtime/bad-code');
    expect(refusal(() => apisOfCode(concatBytes(HEADER, custom('runtime_apis', new Uint8Array(13)))))).toBe(
      'runtime/bad-code',
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        expect(refusal(() => apisOfCode(concatBytes(HEADER, bytes)))).toMatch(/^(read|runtime\/bad-code)$/);
      }),
      { seed: 41, numRuns: 500 },
    );
  });
});

describe('whether smoldot can follow', () => {
  it('follows a chain of one consensus, and gives up where two are listed', () => {
    expect(isSmoldotCompatible(new Map([[AURA_API, 1]]))).toBe(true);
    expect(isSmoldotCompatible(new Map([[BABE_API, 2]]))).toBe(true);
    expect(isSmoldotCompatible(apisOfAnswer({ apis: finneyVersion().apis.map(([id, n]) => [toHex(id), n]) }))).toBe(
      false,
    );
  });
});
