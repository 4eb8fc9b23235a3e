import { Keyring } from '@polkadot/keyring';
import { cryptoWaitReady, mnemonicToMiniSecret, signatureVerify } from '@polkadot/util-crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { toHex, utf8 } from './bytes.ts';
import {
  ed25519FromSeed,
  ed25519FromUri,
  ed25519Sign,
  ed25519Verify,
  sr25519FromSeed,
  sr25519FromUri,
  sr25519Sign,
  sr25519Verify,
} from './keys.ts';
import { parseSecretUri } from './secret-uri.ts';

const PHRASE = 'bottom drive obey lake curtain smoke basket hold race lonely fit walk';
const message = utf8('proved');
const sr25519Keyring = new Keyring({ type: 'sr25519' });
const ed25519Keyring = new Keyring({ type: 'ed25519' });

beforeAll(async () => {
  await cryptoWaitReady();
});

describe('secret URIs', () => {
  it('mean the development phrase where no seed is given', () => {
    expect(parseSecretUri('')).toEqual({ seed: Uint8Array.from(mnemonicToMiniSecret(PHRASE)), junctions: [] });
  });

  it.each([
    '//Alice',
    '//Alice//stash',
    '//Alice/soft//hard/0',
    '//42/007',
    '//18446744073709551615',
    '//a junction that is far longer than the chain code of 32 bytes',
    '//Ünïcode/😀',
    `0x${'5a'.repeat(32)}`,
    `0x${'5A'.repeat(32)}//hard/soft`,
  ])('give the sr25519 key that polkadot-js gives for %s', (uri) => {
    const theirs = sr25519Keyring.createFromUri(uri.startsWith('0x') ? uri : PHRASE + uri);
    expect(toHex(sr25519FromUri(uri).publicKey)).toBe(toHex(theirs.publicKey));
  });

  it.each(['//Alice', '//Alice//stash//7', `0x${'5a'.repeat(32)}//hard`])(
    'give the ed25519 key that polkadot-js gives for %s',
    (uri) => {
      const theirs = ed25519Keyring.createFromUri(uri.startsWith('0x') ? uri : PHRASE + uri);
      expect(toHex(ed25519FromUri(uri).publicKey)).toBe(toHex(theirs.publicKey));
    },
  );

  it('give the well-known Alice', () => {
    const alice = '0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d';
    expect(toHex(sr25519FromUri('//Alice').publicKey)).toBe(alice);
  });

  it.each([
    ['keys/bad-uri', 'Alice'],
    ['keys/bad-uri', '//Alice///password'],
    ['keys/bad-uri', '//'],
    ['keys/bad-uri', '0x1234//Alice'],
    ['keys/ambiguous-junction', '//0x12'],
    ['keys/ambiguous-junction', '//18446744073709551616'],
  ])('are refused with %s: %s', (code, uri) => {
    expect(() => sr25519FromUri(uri)).toThrow(expect.objectContaining({ code }));
  });

  it('with soft junctions are refused for ed25519', () => {
    expect(() => ed25519FromUri('//Alice/soft')).toThrow(expect.objectContaining({ code: 'keys/soft-junction' }));
  });
});

describe.each([
  {
    scheme: 'sr25519',
    keyring: sr25519Keyring,
    fromUri: sr25519FromUri,
    fromSeed: sr25519FromSeed,
    sign: (secret: Uint8Array, text: Uint8Array) => sr25519Sign(secret, text),
    verify: sr25519Verify,
  },
  {
    scheme: 'ed25519',
    keyring: ed25519Keyring,
    fromUri: ed25519FromUri,
    fromSeed: ed25519FromSeed,
    sign: ed25519Sign,
    verify: ed25519Verify,
  },
])('$scheme signatures', ({ keyring, fromUri, fromSeed, sign, verify }) => {
  const { publicKey, secretKey } = fromUri('//Alice');
  const signature = sign(secretKey, message);

  it('are accepted here and by polkadot-js, and theirs here', () => {
    const theirs = keyring.createFromUri('//Alice');
    expect(verify(publicKey, message, signature)).toBe(true);
    expect(signatureVerify(message, signature, publicKey).isValid).toBe(true);
    expect(verify(publicKey, message, theirs.sign(message))).toBe(true);
  });

  it('of soft and hard children are valid too', () => {
    const child = fromUri('//Alice//child');
    expect(verify(child.publicKey, message, sign(child.secretKey, message))).toBe(true);
  });

  it('are not valid for another message, another key, or with any byte changed', () => {
    expect(verify(publicKey, utf8('claimed'), signature)).toBe(false);
    expect(verify(fromUri('//Bob').publicKey, message, signature)).toBe(false);
    for (let at = 0; at < signature.length; at++) {
      const changed = signature.slice();
      changed[at]! ^= 1 << (at % 8);
      expect(verify(publicKey, message, changed)).toBe(false);
    }
  });

  it('that are malformed, or of malformed keys, are not valid and throw nothing', () => {
    for (const fill of [0x00, 0x01, 0x7f, 0x80, 0xff]) {
      expect(verify(publicKey, message, new Uint8Array(64).fill(fill))).toBe(false);
      expect(verify(new Uint8Array(32).fill(fill | 2), message, signature)).toBe(false);
    }
    expect(verify(publicKey, message, signature.slice(1))).toBe(false);
    expect(verify(publicKey.slice(1), message, signature)).toBe(false);
  });

  it('need a seed of 32 bytes', () => {
    expect(() => fromSeed(new Uint8Array(31))).toThrow();
  });
});

describe('sr25519', () => {
  it('signs the same way twice with the same randomness', () => {
    const { secretKey, publicKey } = sr25519FromUri('//Alice');
    const random = new Uint8Array(32).fill(3);
    expect(sr25519Sign(secretKey, message, random)).toEqual(sr25519Sign(secretKey, message, random));
    expect(sr25519Verify(publicKey, message, sr25519Sign(secretKey, message, random))).toBe(true);
  });

  it('has valid signatures below a soft junction', () => {
    const { secretKey, publicKey } = sr25519FromUri('//Alice/soft');
    expect(sr25519Verify(publicKey, message, sr25519Sign(secretKey, message))).toBe(true);
  });
});
