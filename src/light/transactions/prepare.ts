/**
 * From a call to something that can be signed: terms from proved state, the fee, and the pre-flight's report.
 *
 *   finalized head ─▶ nonce, balance, runtime ─▶ fee ─▶ pre-flight ─▶ nonce taken ─▶ payload
 *
 * A refused pre-flight is no error: the report says so, and whoever prepares decides. Only what would make a wrong
 * signature stops here. The nonce is taken last; who does not submit gives it back (`NonceBook.release`).
 */

import type { Bytes } from '../../chain/bytes.ts';
import { fromHex } from '../../chain/bytes.ts';
import { read, readNamed } from '../../chain/economy/index.ts';
import { encodeCall } from '../../chain/extrinsic.ts';
import { U64_MAX } from '../../chain/fixed/index.ts';
import { PUBLIC_KEY_BYTES } from '../../chain/keys.ts';
import { weakestLabel } from '../../chain/label.ts';
import type { RuntimeCall } from '../../chain/schema/index.ts';
import { storage } from '../../chain/schema/index.ts';
import { LightError } from '../errors.ts';
import { readPlanAt } from '../readers/read-plan-at.ts';
import type { ChainEngine, ReadOptions } from '../types.ts';
import { eraFrom, lastValidBlock, periodFor } from './era.ts';
import { quoteFee } from './fee.ts';
import type { NonceBook } from './nonce-book.ts';
import { payloadOf, unsignedExtrinsicOf } from './payload.ts';
import { preflightPlan, toReport } from './preflight.ts';
import { transactionVersionOf } from './runtime.ts';
import type { TransactionTerms, UnsignedTransaction } from './types.ts';

export interface PrepareOptions extends ReadOptions {
  /** What this session has on its way; nonces are taken from it. */
  readonly nonces: NonceBook;
  /** Rao, u64. Default 0. */
  readonly tipRao?: bigint;
  /** Blocks for which it is valid, 4…2400. Default 64; 8 for `MevShield.submit_encrypted`. */
  readonly periodBlocks?: number;
  /** For a runtime that this version does not know; the caller answers for it. */
  readonly transactionVersion?: number;
}

/**
 * @throws LightError `transaction/not-following`, `transaction/unknown-runtime`, `transaction/bad-period`,
 *   `transaction/too-many-in-flight`, and what `ChainEngine.readStorage` throws.
 * @throws RangeError for a signer, a tip or an argument outside its type.
 */
export async function prepareTransaction(
  engine: ChainEngine,
  call: RuntimeCall,
  signer: Bytes,
  options: PrepareOptions,
): Promise<UnsignedTransaction> {
  const { nonces, tipRao = 0n } = options;
  if (signer.length !== PUBLIC_KEY_BYTES)
    throw new RangeError(`signer: ${PUBLIC_KEY_BYTES} bytes, got ${signer.length}`);
  if (tipRao < 0n || tipRao > U64_MAX) throw new RangeError(`tipRao: a u64, got ${tipRao}`);
  const period = periodFor(call, options.periodBlocks);
  const callBytes = encodeCall(call);
  const { finalized: at, genesisHash, label } = engine.status;
  if (!at || !genesisHash) {
    throw new LightError('transaction/not-following', 'No finalized block is known yet to build the transaction on.');
  }
  const readOptions: ReadOptions = options.signal ? { signal: options.signal } : {};
  const { account, runtime } = await readPlanAt(
    engine,
    readNamed({
      account: read(storage.System.Account, signer),
      runtime: read(storage.System.LastRuntimeUpgrade),
    }),
    at.hash,
    readOptions,
  );
  const specVersion = runtime?.spec_version ?? 0;
  const terms: TransactionTerms = {
    signer,
    nonce: account.nonce,
    tipRao,
    era: eraFrom(at, period),
    specVersion,
    transactionVersion: transactionVersionOf(specVersion, options.transactionVersion),
    genesisHash: fromHex(genesisHash),
  };
  const extrinsic = unsignedExtrinsicOf(callBytes, terms);
  const fee = await quoteFee(engine, { call, extrinsic, tipRao, at }, readOptions);
  const block = at.number + 1;
  const findings = await readPlanAt(
    engine,
    preflightPlan({ call, signer, account, feeRao: fee.rao, block }),
    at.hash,
    readOptions,
  );
  const signedTerms = { ...terms, nonce: nonces.take(signer, account.nonce) };
  return {
    call,
    callBytes,
    terms: signedTerms,
    payload: payloadOf(callBytes, signedTerms),
    fee,
    preflight: toReport(at, weakestLabel(label, engine.status.label), fee, findings),
    validUntilBlock: lastValidBlock(terms.era),
  };
}
