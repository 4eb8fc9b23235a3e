import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../bytes.ts';
import { ChainError } from '../error.ts';
import { sr25519FromUri, sr25519Sign, sr25519Verify } from '../keys.ts';
import { toSs58 } from '../ss58.ts';
import { axonMessage, bodyHash, dendriteMessage, isNonceAccepted, type PythonValue, pythonStr } from './index.ts';

const NOW_NS = 1_782_000_000_123_456_789n;
const S = 1_000_000_000n;
const first = { nowNs: NOW_NS, lastNonce: undefined, timeoutS: 12, dendriteVersion: 10_002_000 };

describe('body hash', () => {
  it('of no required hash field is the hash of nothing', () => {
    expect(bodyHash([])).toBe('a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a');
  });

  it('depends on the order of fields and on where one ends', () => {
    const hashes = [['ab', 'c'], ['a', 'bc'], ['c', 'ab'], ['abc']].map(bodyHash);
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it('refuses text that has no bytes', () => {
    expect(() => bodyHash(['a', '\ud800'])).toThrow(expect.objectContaining({ code: 'axon/bad-text' }));
  });
});

describe('message', () => {
  const alice = sr25519FromUri('//Alice');
  const request = {
    nonce: NOW_NS,
    dendriteHotkey: toSs58(alice.publicKey),
    axonHotkey: toSs58(sr25519FromUri('//Bob').publicKey),
    uuid: '6f1c2a3e-3d0b-11ef-9c5a-0242ac120002',
  };

  it('of a request is that of a response and the body hash', () => {
    expect(dendriteMessage({ ...request, bodyHash: 'ff' })).toBe(`${axonMessage(request)}.ff`);
    expect(axonMessage(request).split('.').length).toBe(4);
  });

  it('signed for one axon does not verify at another', () => {
    const message = (axonHotkey: string) => utf8(dendriteMessage({ ...request, axonHotkey, bodyHash: bodyHash([]) }));
    const signature = sr25519Sign(alice.secretKey, message(request.axonHotkey), new Uint8Array(32));
    expect(sr25519Verify(alice.publicKey, message(request.axonHotkey), signature)).toBe(true);
    expect(sr25519Verify(alice.publicKey, message(request.dendriteHotkey), signature)).toBe(false);
  });
});

describe('nonce', () => {
  it.each([
    ['now', NOW_NS, true],
    ['a millisecond inside the window', NOW_NS - 16n * S + 1_000_000n, true],
    ['a millisecond before the window', NOW_NS - 16n * S - 1_000_000n, false],
    ['years ahead', NOW_NS * 2n, true],
    ['zero', 0n, false],
  ])('%s, seen first: accepted is %s', (_, nonce, accepted) => {
    expect(isNonceAccepted({ ...first, nonce })).toBe(accepted);
  });

  it('without a timeout the window ends on the nanosecond', () => {
    const check = { ...first, timeoutS: 0 };
    expect(isNonceAccepted({ ...check, nonce: NOW_NS - 4n * S })).toBe(false);
    expect(isNonceAccepted({ ...check, nonce: NOW_NS - 4n * S + 1n })).toBe(true);
  });

  it('rounds the window as doubles do when there is a timeout', () => {
    // Python: float(1782000000123456789 - 4000000000) - 12.0 * 1e9 = 1781999984123456768.0
    expect(isNonceAccepted({ ...first, nonce: 1_781_999_984_123_456_768n })).toBe(false);
    expect(isNonceAccepted({ ...first, nonce: 1_781_999_984_123_456_769n })).toBe(true);
  });

  it('of an older or unknown version is accepted first, whatever it is', () => {
    expect(isNonceAccepted({ ...first, nonce: 0n, dendriteVersion: 7_001_999 })).toBe(true);
    expect(isNonceAccepted({ ...first, nonce: 0n, dendriteVersion: undefined })).toBe(true);
    expect(isNonceAccepted({ ...first, nonce: 0n, dendriteVersion: 7_002_000 })).toBe(false);
  });

  it('must grow from then on, for every version, and only that', () => {
    const nonces = fc.bigInt({ min: 0n, max: (1n << 64n) - 1n });
    fc.assert(
      fc.property(nonces, nonces, nonces, fc.option(fc.nat(11_000_000), { nil: undefined }), (nonce, last, now, v) => {
        const check = { nonce, lastNonce: last, nowNs: now, timeoutS: 12, dendriteVersion: v };
        expect(isNonceAccepted(check)).toBe(nonce > last);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('is refused with a timeout that is no number', () => {
    expect(isNonceAccepted({ ...first, nonce: NOW_NS, timeoutS: Number.NaN })).toBe(false);
  });
});

describe('Python text', () => {
  const cases = JSON.parse(readFileSync(new URL('python-str.fixture.json', import.meta.url), 'utf8')) as {
    floats: [number | string, string][];
    texts: [string, string][];
  };

  it.each(cases.floats)('writes the float %s as %s', (value, text) => {
    expect(pythonStr(Number(value))).toBe(text);
  });

  it.each(cases.texts)('writes a list with %j as %s', (value, text) => {
    expect(pythonStr([value])).toBe(text);
    expect(pythonStr(value)).toBe(value);
  });

  it('writes what JSON can hold', () => {
    const value: PythonValue = [
      'a',
      1n,
      1,
      true,
      null,
      new Map<string, PythonValue>([
        ['10', []],
        ['2', new Map()],
      ]),
    ];
    expect(pythonStr(value)).toBe("['a', 1, 1.0, True, None, {'10': [], '2': {}}]");
    expect([null, false, 7n].map(pythonStr)).toEqual(['None', 'False', '7']);
  });

  it('refuses values nested without end', () => {
    let value: PythonValue = 1n;
    for (let i = 0; i < 10_000; i++) value = [value];
    expect(() => pythonStr(value)).toThrow(ChainError);
  });
});
