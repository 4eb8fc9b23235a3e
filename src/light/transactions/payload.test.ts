/** Our bytes against polkadot-js: the same call, nonce, era and tip give the same payload and the same extrinsic. */
import { Metadata, TypeRegistry } from '@polkadot/types';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Bytes } from '../../chain/bytes.ts';
import { toHex } from '../../chain/bytes.ts';
import { blake2b256 } from '../../chain/hash.ts';
import type { RuntimeCall } from '../../chain/schema/index.ts';
import { finneyVersion, metadata } from '../../chain/schema/index.ts';
import { SIGNED_EXTENSIONS } from '../polkadot.ts';
import { blockRef } from '../testing/fake-state.ts';
import { eraFrom } from './era.ts';
import { payloadOf } from './payload.ts';
import { signTransaction } from './sign.ts';
import { keyringSigner } from './signers/keyring.ts';
import { signerPayload } from './signers/signer-payload.ts';
import { ALICE, BOB, prepared, remark, TAO, transfer } from './transactions.fixture.ts';
import type { UnsignedTransaction } from './types.ts';

const MAX_PLAIN_PAYLOAD_BYTES = 256;

function registryWithMetadata(): TypeRegistry {
  const registry = new TypeRegistry();
  const bytes = metadata({ version: finneyVersion() });
  registry.setMetadata(new Metadata(registry, toHex(bytes) as `0x${string}`), undefined, SIGNED_EXTENSIONS);
  return registry;
}

/** What a wallet signs that was given `signerPayload`: it knows the extensions' names and nothing of the chain. */
function walletPayload(transaction: UnsignedTransaction): Bytes {
  const shown = signerPayload(transaction);
  const registry = new TypeRegistry();
  registry.setSignedExtensions([...shown.signedExtensions]);
  const made = registry.createType('ExtrinsicPayload', shown as never, { version: shown.version });
  return hashed(made.toU8a({ method: true }));
}

const hashed = (payload: Uint8Array): Bytes =>
  payload.length > MAX_PLAIN_PAYLOAD_BYTES ? blake2b256(payload) : Uint8Array.from(payload);

const setWeights: RuntimeCall = {
  type: 'SubtensorModule',
  value: [{ type: 'set_weights', value: { netuid: 3, dests: [1, 2, 9], weights: [7, 8, 65_535], version_key: 12n } }],
};

// It tells the console of every extension that it does not know.
beforeEach(() => void vi.spyOn(console, 'warn').mockImplementation(() => undefined));
afterEach(() => void vi.restoreAllMocks());

describe('what is signed', () => {
  it.each<[string, RuntimeCall]>([
    ['a transfer', transfer(BOB.publicKey, 3n * TAO)],
    ['weights', setWeights],
    ['a call longer than 256 bytes', remark(500)],
    ['a call whose payload is just plain', remark(100)],
  ])('is what a wallet makes of its fields: %s', async (_, call) => {
    const transaction = await prepared(call, { tipRao: 77n, periodBlocks: 128 });
    expect(toHex(transaction.payload)).toBe(toHex(walletPayload(transaction)));
  });

  it('is so for any nonce, tip, period and birth', async () => {
    const base = await prepared(setWeights);
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 ** 32 - 1 }),
        fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
        fc.integer({ min: 4, max: 2400 }),
        fc.integer({ min: 0, max: 2 ** 32 - 1 }),
        (nonce, tipRao, period, birth) => {
          const terms = { ...base.terms, nonce, tipRao, era: eraFrom(blockRef(birth), period) };
          const transaction = { ...base, terms, payload: payloadOf(base.callBytes, terms) };
          expect(toHex(transaction.payload)).toBe(toHex(walletPayload(transaction)));
        },
      ),
      { seed: 5, numRuns: 60 },
    );
  });
});

describe('what is sent', () => {
  it('reads in polkadot-js as what was meant, and is written by it the same', async () => {
    const registry = registryWithMetadata();
    const signed = await signTransaction(
      await prepared(setWeights, { tipRao: 77n, periodBlocks: 64 }),
      keyringSigner(ALICE),
    );
    const extrinsic = registry.createType('Extrinsic', toHex(signed.bytes));
    expect(extrinsic.method.section).toBe('subtensorModule');
    expect(extrinsic.method.toHuman()).toMatchObject({
      args: { netuid: '3', dests: ['1', '2', '9'], version_key: '12' },
    });
    expect(extrinsic.nonce.toNumber()).toBe(7);
    expect(extrinsic.tip.toBigInt()).toBe(77n);
    expect(extrinsic.era.asMortalEra.period.toNumber()).toBe(64);
    expect(toHex(extrinsic.signer.toU8a())).toContain(toHex(ALICE.publicKey).slice(2));
    expect(toHex(extrinsic.toU8a())).toBe(toHex(signed.bytes));
    expect(extrinsic.hash.toHex()).toBe(toHex(signed.hash));
  });
});
