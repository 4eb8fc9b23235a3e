import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toHex } from '../../chain/bytes.ts';
import type { Header } from '../../chain/header.ts';
import { encodeHeader, headerHash } from '../../chain/header.ts';
import { isLightError } from '../errors.ts';
import type { Checkpoint } from './checkpoint.ts';
import {
  assertForChain,
  checkpointAge,
  decodeCheckpoint,
  encodeCheckpoint,
  MAX_CHECKPOINT_CHARS,
} from './checkpoint-text.ts';

const key = (fill: number) => new Uint8Array(32).fill(fill);
const HEADER: Header = { parentHash: key(1), number: 700, stateRoot: key(2), extrinsicsRoot: key(3), digest: [] };
const HASH = toHex(headerHash(HEADER));
const GENESIS = toHex(key(9));

const CHECKPOINT: Checkpoint = {
  chainId: 'finney',
  genesisHash: GENESIS,
  headerBytes: encodeHeader(HEADER),
  grandpa: {
    setId: 2n ** 64n - 1n,
    authorities: [
      { publicKey: key(4), weight: 1n },
      { publicKey: key(5), weight: 2n ** 64n - 1n },
    ],
  },
  auraAuthorities: [key(6), key(7)],
  takenAtMs: 1_790_000_000_000,
  anchor: {
    kind: 'servers',
    block: { number: 600, hash: toHex(key(8)) },
    takenAtMs: 1_780_000_000_000,
    sources: ['wss://a.example', '/dns/b.example/tcp/30333/ws'],
    isConfirmed: false,
  },
};

const JSON_OF_IT: Readonly<Record<string, unknown>> = JSON.parse(encodeCheckpoint(CHECKPOINT));
/** The text with another value at this path (`anchor.kind`). */
function broken(path: string, value: unknown): string {
  const put = (json: unknown, [name = '', ...rest]: readonly string[]): unknown => {
    const record = json as Readonly<Record<string, unknown>>;
    return { ...record, [name]: rest.length === 0 ? value : put(record[name], rest) };
  };
  return JSON.stringify(put(JSON_OF_IT, path.split('.')));
}
const VOTER = toHex(key(4));
const ANCHOR = JSON_OF_IT.anchor as Readonly<Record<string, unknown>>;
const HEADER_HEX = toHex(CHECKPOINT.headerBytes);
const malformed = expect.objectContaining({ name: 'LightError', code: 'checkpoint/malformed' });

describe('a checkpoint as text', () => {
  it('reads as what was written', () => {
    expect(decodeCheckpoint(encodeCheckpoint(CHECKPOINT))).toEqual(CHECKPOINT);
  });

  it('reads at its largest', () => {
    const many = (fill: number) =>
      Array.from({ length: 1024 }, (_, i) =>
        new Uint8Array(32)
          .fill(fill)
          .fill(i >> 8, 0, 1)
          .fill(i & 255, 1, 2),
      );
    const large: Checkpoint = {
      ...CHECKPOINT,
      grandpa: { setId: 1n, authorities: many(1).map((publicKey) => ({ publicKey, weight: 1n })) },
      auraAuthorities: many(2),
    };
    expect(encodeCheckpoint(large).length).toBeLessThan(MAX_CHECKPOINT_CHARS);
    expect(decodeCheckpoint(encodeCheckpoint(large))).toEqual(large);
  });

  it('is refused in a version that is not known, whatever else is in it', () => {
    for (const version of [0, 2, 4_000_000_000]) {
      expect(() => decodeCheckpoint(JSON.stringify({ format: 'yumalight-checkpoint', version }))).toThrow(
        expect.objectContaining({ code: 'checkpoint/other-version', data: { version } }),
      );
    }
  });

  it.each<[string, string]>([
    ['no text', ''],
    ['no JSON', '{'],
    ['null', 'null'],
    ['a list', '[]'],
    ['more characters than any has', `"${'x'.repeat(MAX_CHECKPOINT_CHARS)}"`],
    ['another format', broken('format', 'lightSyncState')],
    ['a version that is text', broken('version', '1')],
    ['no chain', broken('chain', undefined)],
    ['a chain with a path in it', broken('chain', '../x')],
    ['a short genesis hash', broken('genesisHash', '0x12')],
    ['a header that is none', broken('header', '0x1234')],
    ['a header with more behind it', broken('header', `${HEADER_HEX}00`)],
    ['bare hex', broken('header', HEADER_HEX.slice(2))],
    ['a set id that is a number', broken('grandpa.setId', 7)],
    ['a set id beyond u64', broken('grandpa.setId', String(2n ** 64n))],
    ['a negative set id', broken('grandpa.setId', '-1')],
    ['no voters', broken('grandpa.authorities', [])],
    ['more voters than a set has', broken('grandpa.authorities', new Array(1025).fill([]))],
    [
      'a voter twice',
      broken('grandpa.authorities', [
        [VOTER, '1'],
        [VOTER, '1'],
      ]),
    ],
    ['a voter without weight', broken('grandpa.authorities', [[VOTER, '0']])],
    ['a weight beyond u64', broken('grandpa.authorities', [[VOTER, String(2n ** 64n)]])],
    ['a voter of three', broken('grandpa.authorities', [[VOTER, '1', '1']])],
    ['a long key', broken('grandpa.authorities', [[`${VOTER}00`, '1']])],
    ['no authors', broken('aura', [])],
    ['an author that is no key', broken('aura', ['0x'])],
    ['a time that is text', broken('takenAtMs', '1')],
    ['a negative time', broken('takenAtMs', -1)],
    ['an anchor of no known kind', broken('anchor.kind', 'friend')],
    ['an anchor after the header', broken('anchor.number', 701)],
    ['an anchor at the header that is another', broken('anchor.number', 700)],
    ['an anchor at zero that is not the genesis', broken('anchor.number', 0)],
    ['a genesis anchor higher up', broken('anchor', { ...ANCHOR, kind: 'genesis', isConfirmed: true })],
    ['an unconfirmed anchor that nobody will confirm', broken('anchor.kind', 'imported')],
    ['too many sources', broken('anchor.sources', new Array(65).fill('wss://x'))],
    ['a source that is a page long', broken('anchor.sources', ['x'.repeat(257)])],
    ['a source with a line break', broken('anchor.sources', ['wss://x\nwss://y'])],
    ['an answer neither yes nor no', broken('anchor.isConfirmed', 1)],
  ])('is refused with %s', (_, text) => {
    expect(() => decodeCheckpoint(text)).toThrow(malformed);
  });

  it('is refused at height zero with another header than the genesis', () => {
    const headerBytes = encodeHeader({ ...HEADER, number: 0 });
    const block = { number: 0, hash: GENESIS };
    expect(() =>
      decodeCheckpoint(encodeCheckpoint({ ...CHECKPOINT, headerBytes, anchor: { ...CHECKPOINT.anchor, block } })),
    ).toThrow(/another genesis/);
  });

  it('accepts the header that its anchor names', () => {
    const text = broken('anchor', { ...ANCHOR, number: 700, hash: HASH });
    expect(decodeCheckpoint(text).anchor.block).toEqual({ number: 700, hash: HASH });
  });

  it('never fails with anything but its own errors', () => {
    const text = encodeCheckpoint(CHECKPOINT);
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.nat(20), fc.string({ maxLength: 8 }), (at, cut, put) => {
        try {
          decodeCheckpoint(text.slice(0, at) + put + text.slice(at + cut));
        } catch (error) {
          expect(isLightError(error, 'checkpoint/malformed', 'checkpoint/other-version')).toBe(true);
        }
      }),
      { seed: 7, numRuns: 2000 },
    );
  });
});

describe('the age of a checkpoint', () => {
  const DAY_MS = 86_400_000;
  it.each([
    [-1, 'fresh'],
    [14, 'fresh'],
    [14.01, 'old'],
    [90, 'old'],
    [90.01, 'too-old'],
  ] as const)('after %d days is %s', (days, age) => {
    expect(checkpointAge(CHECKPOINT, CHECKPOINT.takenAtMs + days * DAY_MS)).toBe(age);
  });
});

describe('a checkpoint of another chain', () => {
  it('is told by the genesis hash, whatever it is called', () => {
    expect(() => assertForChain(CHECKPOINT, { genesisHash: GENESIS, chainId: 'renamed' })).not.toThrow();
    expect(() => assertForChain(CHECKPOINT, { genesisHash: HASH, chainId: 'finney' })).toThrow(
      expect.objectContaining({ code: 'checkpoint/other-chain', data: { expected: HASH, got: GENESIS } }),
    );
  });

  it('is told by its name where no genesis is pinned', () => {
    expect(() => assertForChain(CHECKPOINT, { genesisHash: undefined, chainId: 'finney' })).not.toThrow();
    expect(() => assertForChain(CHECKPOINT, { genesisHash: undefined, chainId: 'localnet' })).toThrow(
      expect.objectContaining({ code: 'checkpoint/other-chain' }),
    );
  });
});
