import { describe, expect, it } from 'vitest';
import { blockRef } from '../testing/fake-state.ts';
import { trackableOf } from './trackable.ts';
import { trackedTransaction } from './tracked-transaction.ts';
import { SIGNER, transaction } from './tracker.fixture.ts';
import type { SignedTransaction } from './types.ts';

describe('trackableOf', () => {
  it('counts the last block that may contain a transaction into its window', () => {
    const { bytes, hash } = transaction(1);
    const signed: SignedTransaction = {
      bytes,
      hash,
      call: { type: 'System', value: [{ type: 'remark', value: { remark: bytes } }] },
      terms: {
        signer: SIGNER,
        nonce: 5,
        tipRao: 0n,
        era: { birth: blockRef(100), periodBlocks: 64 },
        specVersion: 424,
        transactionVersion: 1,
        genesisHash: hash,
      },
      validUntilBlock: 163,
    };
    expect(trackableOf(signed)).toEqual(transaction(1));
    expect(trackedTransaction(trackableOf(signed), 0)).toMatchObject({ validUntil: 164, search: { nextBlock: 101 } });
  });
});
