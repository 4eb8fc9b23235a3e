/**
 * Contracts of `src/light/transactions`: a call on its way to the chain.
 *
 *   RuntimeCall ─ prepare ─▶ UnsignedTransaction ─ sign ─▶ SignedTransaction ─ submit, track ─▶ outcome
 *                 terms, fee, pre-flight          verified here
 *
 * Everything is plain data; nothing holds a secret. Amounts are rao.
 */
import type { BlockRef } from '../../chain/block-ref.ts';
import type { Bytes } from '../../chain/bytes.ts';
import type { Label } from '../../chain/label.ts';
import type { RuntimeCall } from '../../chain/schema/index.ts';

/** Under which conditions a transaction counts. All of it is signed. */
export interface TransactionTerms {
  /** The account that signs, 32 bytes. */
  readonly signer: Bytes;
  readonly nonce: number;
  /** Rao on top of the fee. It buys no priority on this chain. */
  readonly tipRao: bigint;
  readonly era: {
    /** The block in which the validity begins; its hash is signed. */
    readonly birth: BlockRef;
    /** Blocks: a power of two in 4…4096. */
    readonly periodBlocks: number;
  };
  readonly specVersion: number;
  readonly transactionVersion: number;
  /** Hash of the genesis block, 32 bytes. */
  readonly genesisHash: Bytes;
}

/** What a transaction will cost. */
export interface FeeQuote {
  /** Fee and tip. */
  readonly rao: bigint;
  readonly label: Label;
  /**
   * - `fee-less`: a call of the kind that pays nothing; only the tip is due
   * - `runtime`: the chain's own answer (`TransactionPaymentApi_query_info`)
   * - `estimate`: computed here, with weights that are of the right order
   */
  readonly source: 'fee-less' | 'runtime' | 'estimate';
  /** Why the chain could not be asked; empty unless `estimate`. */
  readonly detail: string;
}

/** An error by the chain's own names. */
export interface ErrorRef {
  /** Of a pallet: `SubtensorModule`, `Swap`, …; else the kind of error: `Token`, `Arithmetic`, `InvalidTransaction`. */
  readonly pallet: string;
  readonly name: string;
}

/** One thing that was looked at before anyone signs. */
export interface PreflightCheck {
  /** What was asked, stable: `fee`, `account`, `key-swap`, `safe-mode`, `batch`, `stake`, `weights`, … */
  readonly check: string;
  readonly ok: boolean;
  /** How sure that is: as sure as the state, and as the fee where it asks what the account has left after it. */
  readonly label: Label;
  /** Who would refuse: the pool (nothing is paid, nothing comes into a block), or the call when it runs. */
  readonly refusedBy?: 'pool' | 'dispatch';
  readonly error?: ErrorRef;
  /** One sentence. */
  readonly reason: string;
  /** What the person can do; empty where all is well. */
  readonly next: string;
}

/** What the chain would do with the call in the block after `at`, as far as that can be known before. */
export interface PreflightReport {
  /** The finalized block whose state was read, and how sure it is that it is the chain's. */
  readonly at: BlockRef;
  readonly label: Label;
  /** `SubtensorModule.add_stake`. */
  readonly call: string;
  /** False if any check failed. */
  readonly ok: boolean;
  /** In the order in which the chain asks: the first one that is not ok is what the chain would say. */
  readonly checks: readonly PreflightCheck[];
  /** What nobody can or does check beforehand, one sentence each. */
  readonly unchecked: readonly string[];
}

export interface UnsignedTransaction {
  readonly call: RuntimeCall;
  readonly callBytes: Bytes;
  readonly terms: TransactionTerms;
  /** What is signed: the payload, or its hash if it is longer than 256 bytes. */
  readonly payload: Bytes;
  readonly fee: FeeQuote;
  readonly preflight: PreflightReport;
  /** The last block that may contain it. */
  readonly validUntilBlock: number;
}

export interface SignedTransaction {
  /** With the length prefix: what is submitted, and what stands in a block's body. */
  readonly bytes: Bytes;
  /** BLAKE2b-256 of `bytes`. */
  readonly hash: Bytes;
  readonly call: RuntimeCall;
  readonly terms: TransactionTerms;
  /** The last block that may contain it. */
  readonly validUntilBlock: number;
}

export interface SignOptions {
  /** Stops waiting for the signer. */
  readonly signal?: AbortSignal;
}

/** Whoever holds the key. What comes back is checked against the payload before it counts. */
export interface Signer {
  /** The account, 32 bytes. */
  readonly account: Bytes;
  /**
   * A signature over `transaction.payload`: 64 bytes, sr25519.
   * @throws LightError `signer/rejected`, `signer/timeout`, `signer/unavailable`, `signer/bad-answer`,
   *   `signer/other-scheme`; the abort reason.
   */
  sign(transaction: UnsignedTransaction, options?: SignOptions): Promise<Bytes>;
}
