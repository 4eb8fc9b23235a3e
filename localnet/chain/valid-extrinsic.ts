/** Extrinsics that were found valid: read once, so that nobody reads them again. */
import type { Bytes } from '../../src/chain/bytes.ts';
import type { RuntimeCall } from '../../src/chain/schema/index.ts';
import type { CallInfo } from '../pallets/index.ts';
import type { State } from '../state.ts';
import type { Block } from '../types.ts';

interface ReadExtrinsic {
  readonly bytes: Bytes;
  readonly hash: Bytes;
  readonly call: RuntimeCall;
  readonly info: CallInfo;
  /** First block in which it is not valid any more; infinite for an immortal one. */
  readonly diesAt: number;
}

export interface SignedExtrinsic extends ReadExtrinsic {
  readonly type: 'signed';
  readonly signer: Bytes;
  readonly nonce: number;
  /** With the tip. */
  readonly feeRao: bigint;
  readonly tipRao: bigint;
  /** Of the runtime that it is signed for. */
  readonly specVersion: number;
}

/** A pulse of the beacon: the only thing that outsiders may bring without signing. */
export interface UnsignedExtrinsic extends ReadExtrinsic {
  readonly type: 'unsigned';
  /** Of the pulse; the pool holds one per round. */
  readonly round: bigint;
}

export type ValidExtrinsic = SignedExtrinsic | UnsignedExtrinsic;

/** The chain at the moment of asking. */
export interface ValidationContext {
  readonly best: Block;
  /** State after the best block. */
  readonly state: State;
  readonly genesisHash: Bytes;
  readonly specVersion: number;
  readonly transactionVersion: number;
}

/** What the pool can still take. */
export interface PoolRoom {
  /** Whether there is none for an extrinsic of this account and nonce. */
  isFullFor(signer: Bytes, nonce: number): boolean;
  /** The beacon's pulses have room of their own. */
  readonly isFullOfPulses: boolean;
  hasRound(round: bigint): boolean;
}
