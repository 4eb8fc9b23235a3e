import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../chain/bytes.ts';
import { decodeExtrinsic } from '../../chain/extrinsic.ts';
import { sr25519Sign } from '../../chain/keys.ts';
import { assembleTransaction, signTransaction } from './sign.ts';
import { exportPayload, importSignature } from './signers/external.ts';
import { keyringSigner } from './signers/keyring.ts';
import { ALICE, BOB, prepared, remark } from './transactions.fixture.ts';

const code = (name: string) => expect.objectContaining({ name: 'LightError', code: name });

describe('signing with a key pair', () => {
  it('gives an extrinsic of the same call and terms', async () => {
    const transaction = await prepared(remark(4), { tipRao: 3n });
    const signed = await signTransaction(transaction, keyringSigner(ALICE));
    const { signature, call } = decodeExtrinsic(signed.bytes);
    expect(call).toEqual(transaction.callBytes);
    expect(signature?.extra).toMatchObject({ nonce: 7, tip: 3n, era: { type: 'Mortal', periodBlocks: 64 } });
    expect(signature?.address).toEqual({ type: 'Id', value: [ALICE.publicKey] });
    expect(signed.validUntilBlock).toBe(transaction.validUntilBlock);
  });

  it('refuses a signer of another account', async () => {
    await expect(signTransaction(await prepared(), keyringSigner(BOB))).rejects.toThrow(code('signer/bad-answer'));
  });

  it('refuses a signature by another key, of something else, or of another length', async () => {
    const transaction = await prepared();
    const signedBy = (secretKey: Uint8Array, message: Uint8Array) => sr25519Sign(secretKey, message);
    for (const signature of [
      signedBy(BOB.secretKey, transaction.payload),
      signedBy(ALICE.secretKey, transaction.callBytes),
      signedBy(ALICE.secretKey, transaction.payload).slice(1),
      new Uint8Array(64),
    ]) {
      expect(() => assembleTransaction(transaction, signature)).toThrow(code('signer/bad-signature'));
    }
  });

  it('shows no secret', () => {
    expect(JSON.stringify(keyringSigner(ALICE))).not.toContain(toHex(ALICE.secretKey).slice(2, 20));
    expect(Object.keys(keyringSigner(ALICE))).toEqual(['account', 'sign']);
  });

  it('stops when it is told to', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(signTransaction(await prepared(), keyringSigner(ALICE), { signal })).rejects.toThrow('enough');
  });
});

describe('signing elsewhere', () => {
  it('carries the payload out and the signature back', async () => {
    const transaction = await prepared();
    const { json, payloadHex } = exportPayload(transaction);
    const exported = JSON.parse(json) as { payload: string; signerPayload: { nonce: string } };
    expect(exported.payload).toBe(payloadHex);
    expect(exported.signerPayload.nonce).toBe('0x00000007');
    const signature = toHex(sr25519Sign(ALICE.secretKey, fromHex(payloadHex)));
    const prefixed = `0x01${signature.slice(2)}`;
    for (const text of [signature, ` ${signature}\n`, signature.slice(2), prefixed, JSON.stringify({ signature })]) {
      expect(importSignature(transaction, text).terms.nonce).toBe(7);
    }
  });

  it.each([
    ['', 'signer/bad-answer'],
    ['not hex', 'signer/bad-answer'],
    ['0x1234', 'signer/bad-answer'],
    ['{"signature":5}', 'signer/bad-answer'],
    ['{"signature"', 'signer/bad-answer'],
    ['{}', 'signer/bad-answer'],
    [`0x${'00'.repeat(65)}`, 'signer/other-scheme'],
    [`0x02${'11'.repeat(65)}`, 'signer/other-scheme'],
    [`0x${'11'.repeat(64)}`, 'signer/bad-signature'],
    ['1'.repeat(1 << 20), 'signer/bad-answer'],
  ])('refuses %.20s', async (text, expected) => {
    const transaction = await prepared();
    expect(() => importSignature(transaction, text)).toThrow(code(expected));
  });
});
