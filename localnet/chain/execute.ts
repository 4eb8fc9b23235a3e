/**
 * Executes a block on its parent's state, and seals it.
 *
 *   System ─▶ Aura ─▶ new code ─▶ Subtensor (coinbase, epochs), or the founding ─▶ Timestamp.set ─▶ extrinsics
 *          ─▶ GRANDPA ─▶ System ─▶ roots ─▶ seal
 *
 * The order is that of a Substrate runtime: pallets initialize by index, the time stands first in the body, and a signed
 * extrinsic pays its fee whether its call succeeds or not. One that cannot pay, or whose turn has passed, is left out.
 * The author is who has the slot among the authorities of the parent's state.
 */
import { auraPreRuntime, sealHeader } from '../../src/chain/aura.ts';
import type { Bytes } from '../../src/chain/bytes.ts';
import { encodeHeader, headerHash } from '../../src/chain/header.ts';
import type { DispatchError } from '../../src/chain/schema/index.ts';
import { storage } from '../../src/chain/schema/index.ts';
import { orderedTrieRoot } from '../../src/chain/trie/index.ts';
import type { ComputeCore } from '../../src/chain/yuma/index.ts';
import type { BlockExecution, CallInfo } from '../pallets/index.ts';
import {
  callInfo,
  canPay,
  deposit,
  depositBalance,
  dispatch,
  feePayer,
  finalizeGrandpa,
  finalizeSystem,
  forgetCallResults,
  guardCall,
  heldKeys,
  incrementNonce,
  initializePallets,
  initializeSystem,
  nonceOf,
  payFeeInAlpha,
  withdraw,
} from '../pallets/index.ts';
import type { Authorities } from '../residents/index.ts';
import type { Change } from '../state.ts';
import { applyChanges, State } from '../state.ts';
import type { Block } from '../types.ts';
import { authorOf } from './authorities.ts';
import { BlockUsage } from './block-usage.ts';
import type { Founding } from './founding.ts';
import { writeFounding } from './founding.ts';
import { timestampInherent } from './inherent.ts';
import type { RuntimeUpgrade } from './upgrade.ts';
import { replaceRuntime } from './upgrade.ts';
import type { SignedExtrinsic, UnsignedExtrinsic, ValidExtrinsic } from './valid-extrinsic.ts';

export interface BlockPlan {
  readonly parent: Block;
  readonly slot: bigint;
  readonly timestampMs: bigint;
  /** Who can make blocks and vote for them. */
  readonly held: Authorities;
  /** The engine of epochs. */
  readonly computeCore: ComputeCore;
  /** Told of calls that threw: see `BlockExecution`. */
  readonly onBug?: BlockExecution['onBug'];
  /** What the block after the genesis begins with. */
  readonly founding: Founding | undefined;
  /** What the block replaces the runtime with, if anything. */
  readonly upgrade?: RuntimeUpgrade | undefined;
  /** Candidates in the order of the pool. */
  readonly extrinsics: readonly ValidExtrinsic[];
}

export interface ExecutedBlock {
  readonly block: Block;
  /** From the parent's state to this block's. */
  readonly changes: readonly Change[];
}

/** @throws RangeError if the parent's state has been pruned. */
export function executeBlock(plan: BlockPlan): ExecutedBlock {
  const { parent, slot, timestampMs, held, computeCore, extrinsics } = plan;
  if (!parent.state) throw new RangeError(`the state of block ${parent.number} is gone`);
  const founding = parent.number === 0 ? plan.founding : undefined;
  const number = founding?.number ?? parent.number + 1;
  const state = new State(parent.state);
  const author = authorOf(state, slot, held);
  const beginning: BlockExecution = {
    number,
    author: author.publicKey,
    parent: parent.state,
    state,
    phase: { type: 'Initialization', value: undefined },
    events: [],
    dispatch,
    computeCore,
    held: heldKeys(held),
    onBug: plan.onBug,
  };
  initializeSystem(state, {
    number,
    parentNumber: parent.number,
    parentHash: parent.hash,
    digest: [auraPreRuntime(slot)],
  });
  state.put(storage.Aura.CurrentSlot, slot);
  if (plan.upgrade) replaceRuntime(beginning, plan.upgrade);
  if (founding) writeFounding(state, founding);
  else initializePallets(beginning);

  const inherent = callInfo({ type: 'Timestamp', value: [{ type: 'set', value: { now: timestampMs } }] });
  state.put(storage.Timestamp.Now, timestampMs);
  deposit(atExtrinsic(beginning, 0), extrinsicSuccess(inherent));
  const body: Bytes[] = [timestampInherent(timestampMs)];
  const usage = new BlockUsage();
  for (const extrinsic of extrinsics) {
    if (!usage.fits(extrinsic) || !applyExtrinsic(atExtrinsic(beginning, body.length), extrinsic)) continue;
    usage.add(extrinsic);
    body.push(extrinsic.bytes);
  }
  state.put(storage.System.BlockWeight, usage.weights(inherent));
  forgetCallResults(beginning);
  const ending: BlockExecution = { ...beginning, phase: { type: 'Finalization', value: undefined } };
  finalizeGrandpa(ending);
  finalizeSystem(ending);

  const changes = state.changes();
  const next = applyChanges(parent.state, changes);
  const header = sealHeader(
    {
      parentHash: parent.hash,
      number,
      stateRoot: next.root(),
      extrinsicsRoot: orderedTrieRoot(body),
      digest: state.get(storage.System.Digest).logs,
    },
    author,
  );
  const headerBytes = encodeHeader(header);
  return { block: { number, hash: headerHash(headerBytes), header, headerBytes, body, state: next }, changes };
}

const atExtrinsic = (execution: BlockExecution, index: number): BlockExecution => ({
  ...execution,
  phase: { type: 'ApplyExtrinsic', value: [index] },
});

/** False if the extrinsic cannot be in this block; then nothing has changed. */
function applyExtrinsic(execution: BlockExecution, extrinsic: ValidExtrinsic): boolean {
  return extrinsic.type === 'signed' ? applySigned(execution, extrinsic) : applyPulse(execution, extrinsic);
}

/** Nobody signs it and nobody pays; it is not for a block that has its round already. */
function applyPulse(execution: BlockExecution, { round, call, info }: UnsignedExtrinsic): boolean {
  if (round <= execution.state.get(storage.Drand.LastStoredRound)) return false;
  const error = dispatch(execution, { type: 'none' }, call);
  deposit(execution, error ? extrinsicFailed(error, info) : extrinsicSuccess(info));
  return true;
}

function applySigned(execution: BlockExecution, extrinsic: SignedExtrinsic): boolean {
  const { signer, nonce, call, info, feeRao, tipRao } = extrinsic;
  const { state, author, number } = execution;
  if (nonceOf(state, signer) !== nonce) return false;
  // What the pool would refuse by now is not for the author to include.
  if (guardCall(state, number, { type: 'signed', account: signer }, call)?.custom !== undefined) return false;
  const payer = feePayer(state, signer, call);
  const paysInTao = canPay(state, payer, feeRao);
  if (paysInTao) withdraw(execution, payer, feeRao);
  else if (!payFeeInAlpha(execution, signer, call, feeRao)) return false;
  incrementNonce(state, signer);
  const error = dispatch(execution, { type: 'signed', account: signer }, call);
  if (paysInTao) depositBalance(execution, author, feeRao);
  deposit(execution, {
    type: 'TransactionPayment',
    value: [{ type: 'TransactionFeePaid', value: { who: payer, actual_fee: feeRao, tip: tipRao } }],
  });
  deposit(execution, error ? extrinsicFailed(error, info) : extrinsicSuccess(info));
  return true;
}

function dispatchInfo(info: CallInfo) {
  return {
    weight: { ref_time: info.refTime, proof_size: 0n },
    class: { type: info.class, value: undefined },
    pays_fee: { type: info.paysFee ? 'Yes' : 'No', value: undefined },
  } as const;
}

const extrinsicSuccess = (info: CallInfo) =>
  ({ type: 'System', value: [{ type: 'ExtrinsicSuccess', value: { dispatch_info: dispatchInfo(info) } }] }) as const;

const extrinsicFailed = (error: DispatchError, info: CallInfo) =>
  ({
    type: 'System',
    value: [{ type: 'ExtrinsicFailed', value: { dispatch_error: error, dispatch_info: dispatchInfo(info) } }],
  }) as const;
