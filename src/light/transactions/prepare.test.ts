import { describe, expect, it } from 'vitest';
import { toHex } from '../../chain/bytes.ts';
import type { RuntimeCall } from '../../chain/schema/index.ts';
import { storage } from '../../chain/schema/index.ts';
import { FakeState } from '../testing/fake-state.ts';
import type { ChainEngine } from '../types.ts';
import { NonceBook } from './nonce-book.ts';
import { verdictOf } from './preflight.ts';
import { prepareTransaction } from './prepare.ts';
import {
  ALICE,
  accountWith,
  BOB,
  engineWith,
  HEAD,
  prepared,
  remark,
  stateWith,
  TAO,
  transfer,
} from './transactions.fixture.ts';

const code = (name: string) => expect.objectContaining({ name: 'LightError', code: name });

describe('preparing a transaction', () => {
  it('takes its terms from the finalized state', async () => {
    const { terms, validUntilBlock, preflight } = await prepared();
    expect(terms).toMatchObject({ nonce: 7, tipRao: 0n, specVersion: 424, transactionVersion: 1 });
    expect(terms.era).toEqual({ birth: HEAD, periodBlocks: 64 });
    expect(validUntilBlock).toBe(HEAD.number + 63);
    expect(preflight).toMatchObject({ at: HEAD, label: 'proved', call: 'Balances.transfer_keep_alive', ok: true });
  });

  it('gives several in flight nonces of their own', async () => {
    const nonces = new NonceBook();
    const made = await Promise.all([1, 2, 3].map(() => prepared(remark(1), { nonces })));
    expect(made.map(({ terms }) => terms.nonce).sort()).toEqual([7, 8, 9]);
    expect(new Set(made.map(({ payload }) => toHex(payload))).size).toBe(3);
  });

  it('reports what the chain would refuse, and prepares all the same', async () => {
    const { preflight, payload } = await prepared(transfer(BOB.publicKey, 1_000n * TAO));
    expect(preflight.ok).toBe(false);
    expect(verdictOf(preflight)).toMatchObject({
      check: 'transfer',
      refusedBy: 'dispatch',
      error: { pallet: 'Token', name: 'FundsUnavailable' },
      reason: 'The account has less than that.',
    });
    expect(payload.length).toBeGreaterThan(0);
  });

  it('stops at a runtime that it does not know, unless somebody answers for it', async () => {
    const engine = engineWith({ state: stateWith(500) });
    const nonces = new NonceBook();
    await expect(prepared(remark(1), { nonces }, engine)).rejects.toThrow(code('transaction/unknown-runtime'));
    expect(nonces.inFlight(ALICE.publicKey, 7)).toEqual([]);
    const { terms } = await prepared(remark(1), { transactionVersion: 2 }, engine);
    expect(terms).toMatchObject({ specVersion: 500, transactionVersion: 2 });
  });

  it('stops where the state does not name a runtime', async () => {
    const state = new FakeState().put(storage.System.Account, ALICE.publicKey, accountWith(TAO));
    await expect(prepared(remark(1), {}, engineWith({ state }))).rejects.toThrow(code('transaction/unknown-runtime'));
  });

  it('waits for a finalized block', async () => {
    const engine = { ...engineWith(), status: { label: 'proved' } } as unknown as ChainEngine;
    await expect(prepared(remark(1), {}, engine)).rejects.toThrow(code('transaction/not-following'));
  });

  it('refuses a period that the chain does not have, before it reads', async () => {
    await expect(prepared(remark(1), { periodBlocks: 5000 })).rejects.toThrow(code('transaction/bad-period'));
  });

  it('refuses a tip beyond u64 and a signer that is no account', async () => {
    await expect(prepared(remark(1), { tipRao: 1n << 64n })).rejects.toThrow(RangeError);
    const signer = new Uint8Array(31);
    await expect(prepareTransaction(engineWith(), remark(1), signer, { nonces: new NonceBook() })).rejects.toThrow(
      RangeError,
    );
  });

  it('is as sure as its engine', async () => {
    const { preflight } = await prepared(remark(1), {}, engineWith({ kind: 'proof', label: 'claimed' }));
    expect(preflight.label).toBe('claimed');
    expect(preflight.checks.some(({ label }) => label === 'proved')).toBe(false);
  });

  it('is as sure as the fee only where it asks what is left after it', async () => {
    const { fee, preflight } = await prepared(transfer(BOB.publicKey, TAO), {}, engineWith({ kind: 'proof' }));
    expect(fee.label).toBe('simulated');
    expect(preflight.label).toBe('proved');
    const sure = preflight.checks.filter(({ label }) => label === 'proved').map(({ check }) => check);
    expect(sure).toEqual(['account', 'key-swap', 'safe-mode', 'batch']);
  });

  it('is not less sure because a call pays nothing', async () => {
    const setWeights: RuntimeCall = {
      type: 'SubtensorModule',
      value: [{ type: 'set_weights', value: { netuid: 1, dests: [], weights: [], version_key: 0n } }],
    };
    const { fee, preflight } = await prepared(setWeights);
    expect(fee.source).toBe('fee-less');
    expect(new Set(preflight.checks.map(({ label }) => label))).toEqual(new Set(['proved']));
  });

  it('does not call proved what was read while the engine was less sure', async () => {
    const engine = engineWith({ label: 'claimed' });
    const { readStorage } = engine;
    const surer: ChainEngine = {
      ...engine,
      readStorage: (keys, at, options) => {
        Object.assign(surer, { status: { ...engine.status, label: 'proved' } });
        return readStorage(keys, at, options);
      },
    };
    expect((await prepared(remark(1), {}, surer)).preflight.label).toBe('claimed');
  });
});
