import { describe, expect, it } from 'vitest';
import { toHex } from '../../../chain/bytes.ts';
import { sr25519Sign } from '../../../chain/keys.ts';
import { toSs58 } from '../../../chain/ss58.ts';
import { FakeClock } from '../../testing/fake-clock.ts';
import { signTransaction } from '../sign.ts';
import { ALICE, BOB, prepared } from '../transactions.fixture.ts';
import type { UnsignedTransaction } from '../types.ts';
import { injectedSigner } from './injected.ts';
import { connectInjected, injectedNames } from './injected-extension.ts';

const ADDRESS = toSs58(ALICE.publicKey);
const ORIGIN = 'Yumalight';
const code = (name: string) => expect.objectContaining({ name: 'LightError', code: name });
const prefixed = (secretKey: Uint8Array, message: Uint8Array) =>
  `0x01${toHex(sr25519Sign(secretKey, message)).slice(2)}`;

type SignPayload = (payload: Record<string, unknown>) => unknown;
const wallet = (
  signPayload: SignPayload,
  accounts: unknown = [{ address: ADDRESS, type: 'sr25519', name: 'Alice' }],
) => ({
  good: { version: '1', enable: async () => ({ accounts: { get: async () => accounts }, signer: { signPayload } }) },
});

async function signWith(
  signPayload: (transaction: UnsignedTransaction) => SignPayload,
  transaction?: UnsignedTransaction,
) {
  const unsigned = transaction ?? (await prepared());
  const extension = await connectInjected(wallet(signPayload(unsigned)), 'good', ORIGIN);
  return signTransaction(unsigned, injectedSigner(extension, ADDRESS));
}

describe('a wallet extension', () => {
  it('signs what it is shown', async () => {
    const seen: Record<string, unknown>[] = [];
    const signed = await signWith(({ payload }) => async (shown) => {
      seen.push(shown);
      return { id: 1, signature: prefixed(ALICE.secretKey, payload) };
    });
    expect(signed.terms.nonce).toBe(7);
    expect(seen[0]).toMatchObject({ address: ADDRESS, version: 4, mode: 0, nonce: '0x00000007' });
    expect(seen[0]!.signedExtensions).toHaveLength(13);
  });

  it.each<[string, (transaction: UnsignedTransaction) => unknown, string]>([
    ['something else', ({ callBytes }) => prefixed(ALICE.secretKey, callBytes), 'signer/bad-signature'],
    ['with another key', ({ payload }) => prefixed(BOB.secretKey, payload), 'signer/bad-signature'],
    ['without naming the scheme', ({ payload }) => toHex(sr25519Sign(ALICE.secretKey, payload)), 'signer/bad-answer'],
    ['by ed25519', () => `0x00${'11'.repeat(64)}`, 'signer/other-scheme'],
    ['by ECDSA', () => `0x02${'11'.repeat(65)}`, 'signer/other-scheme'],
    ['with nothing', () => undefined, 'signer/bad-answer'],
    ['with a number', () => 5, 'signer/bad-answer'],
    ['with an endless text', () => `0x${'1'.repeat(1 << 20)}`, 'signer/bad-answer'],
  ])('that signs %s is not believed', async (_, signatureOf, expected) => {
    const signing = signWith((transaction) => async () => ({ id: 1, signature: signatureOf(transaction) }));
    await expect(signing).rejects.toThrow(code(expected));
  });

  it.each<[string, SignPayload]>([
    ['an error', () => Promise.reject(new Error('Cancelled'))],
    ['a text', () => Promise.reject('Cancelled')],
    ['nothing', () => Promise.reject(undefined)],
    [
      'a throw',
      () => {
        throw new Error('Cancelled');
      },
    ],
    [
      'an error without words',
      () =>
        Promise.reject({
          get message() {
            return { toString: () => 'x' };
          },
        }),
    ],
  ])('that refuses with %s has refused', async (_, refuse) => {
    await expect(signWith(() => refuse)).rejects.toThrow(code('signer/rejected'));
  });

  it('says no more than a line', async () => {
    const refuse = () => Promise.reject(new Error(`no\u202e\n${'!'.repeat(10_000)}`));
    const error: unknown = await signWith(() => refuse).catch((reason: unknown) => reason);
    expect((error as Error).message).toHaveLength('The wallet refused: '.length + 64);
    expect((error as Error).message).not.toMatch(/[\u202e\n]/);
  });

  it('that throws at every touch is unreadable, not fatal', async () => {
    const thorny: unknown = new Proxy(
      {},
      {
        get: () => {
          throw new Error('boo');
        },
        ownKeys: () => {
          throw new Error('boo');
        },
        getOwnPropertyDescriptor: () => {
          throw new Error('boo');
        },
      },
    );
    expect(() => injectedNames(thorny)).toThrow(code('signer/bad-answer'));
    await expect(connectInjected(thorny, 'good', ORIGIN)).rejects.toThrow(code('signer/bad-answer'));
    const enables = { good: { enable: async () => ({ accounts: { get: async () => [thorny] }, signer: {} }) } };
    await expect(connectInjected(enables, 'good', ORIGIN)).rejects.toThrow(code('signer/bad-answer'));
    const answers = signWith(() => async () => ({
      get signature() {
        throw new Error('boo');
      },
    }));
    await expect(answers).rejects.toThrow(code('signer/bad-answer'));
  });

  it('that is silent is left alone after five minutes', async () => {
    const clock = new FakeClock();
    const transaction = await prepared();
    const extension = await connectInjected(
      wallet(() => new Promise(() => {})),
      'good',
      ORIGIN,
      { clock },
    );
    const signing = signTransaction(transaction, injectedSigner(extension, ADDRESS, { clock }));
    const refused = expect(signing).rejects.toThrow(code('signer/timeout'));
    await clock.advance(300_000);
    await refused;
  });

  it('is not waited for after an abort', async () => {
    const controller = new AbortController();
    const transaction = await prepared();
    const extension = await connectInjected(
      wallet(() => new Promise(() => {})),
      'good',
      ORIGIN,
    );
    const options = { signal: controller.signal };
    const signing = signTransaction(transaction, injectedSigner(extension, ADDRESS), options);
    controller.abort(new Error('enough'));
    await expect(signing).rejects.toThrow('enough');
  });
});

describe('the accounts of a wallet', () => {
  const accountsOf = async (accounts: unknown) =>
    (
      await connectInjected(
        wallet(() => undefined, accounts),
        'good',
        ORIGIN,
      )
    ).accounts;

  it('are those that this chain can use', async () => {
    const accounts = await accountsOf([
      { address: ADDRESS, name: 'Al\u0000ice'.repeat(100) },
      { address: toSs58(BOB.publicKey), type: 'ed25519' },
      { address: '0x0000000000000000000000000000000000000000', type: 'ethereum' },
      { address: '15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5', type: 'sr25519' },
      { address: 'x'.repeat(100_000) },
      {},
      undefined,
    ]);
    expect(accounts.map(({ address }) => address)).toEqual([ADDRESS]);
    expect(accounts[0]!.name).toHaveLength(64);
    expect(accounts[0]!.account).toEqual(ALICE.publicKey);
  });

  it('are at most 256', async () => {
    expect(await accountsOf(Array.from({ length: 5000 }, () => ({ address: ADDRESS })))).toHaveLength(256);
  });

  it.each([[undefined], [{}], ['text'], [null]])('cannot be %s', async (accounts) => {
    await expect(accountsOf(accounts ?? null)).rejects.toThrow(code('signer/bad-answer'));
  });

  it('are asked of a wallet that is there', async () => {
    await expect(connectInjected(undefined, 'good', ORIGIN)).rejects.toThrow(code('signer/unavailable'));
    await expect(connectInjected({}, 'constructor', ORIGIN)).rejects.toThrow(code('signer/unavailable'));
    await expect(connectInjected({ good: {} }, 'good', ORIGIN)).rejects.toThrow(code('signer/unavailable'));
    const extension = await connectInjected(
      wallet(() => undefined),
      'good',
      ORIGIN,
    );
    expect(() => injectedSigner(extension, toSs58(BOB.publicKey))).toThrow(code('signer/unavailable'));
  });

  it('come from wallets with names that can be shown', () => {
    expect(injectedNames({ good: {}, 'b\u202ead': {}, '': {}, ['x'.repeat(200)]: {} })).toEqual(['good']);
    expect(injectedNames(undefined)).toEqual([]);
    const many = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`w${i}`, {}]));
    expect(injectedNames(many)).toHaveLength(32);
  });
});
