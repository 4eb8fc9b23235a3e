/**
 * May this extrinsic wait for a block? Substrate's checks, in the order of the transaction extensions.
 *
 *   form ─▶ mortality ─▶ signature ─▶ nonce ─▶ fee ─▶ the guards of the pallets
 *     └─ unsigned: only the beacon's pulses (`validate-pulse.ts`)
 *
 * Everything is judged for the block after the best one. The signature is checked once; what can change with a new block
 * (`revalidate`) is checked again for every block that an extrinsic waits.
 */
import type { Bytes } from '../../src/chain/bytes.ts';
import { ChainError } from '../../src/chain/error.ts';
import type { ExtrinsicSignature } from '../../src/chain/extrinsic.ts';
import { decodeCall, decodeExtrinsic, extrinsicHash, signingPayload } from '../../src/chain/extrinsic.ts';
import { ed25519Verify, sr25519Verify } from '../../src/chain/keys.ts';
import type { Era, RuntimeCall } from '../../src/chain/schema/index.ts';
import { eraBirth, eraDeath, storage } from '../../src/chain/schema/index.ts';
import { callInfo, canPay, canPayInAlpha, feePayer, guardCall, partialFee } from '../pallets/index.ts';
import type { ChainView, ExtrinsicSource, PoolRefusal } from '../types.ts';
import { exceedsAnyBlock } from './block-usage.ts';
import { isOutOfBounds } from './bounded-call.ts';
import { refuse, refuseCustom } from './refusal.ts';
import type { PoolRoom, SignedExtrinsic, ValidationContext, ValidExtrinsic } from './valid-extrinsic.ts';
import { revalidatePulse, validatePulse } from './validate-pulse.ts';

/** Larger extrinsics are refused unread. Twice what a gossip message carries would never reach another node. */
export const MAX_EXTRINSIC_BYTES = 1 << 20;
/** How far ahead of its account's nonce an extrinsic may be and still wait. */
export const MAX_NONCES_AHEAD = 64;

/** @param room what the pool can still take: a full one looks at no signatures */
export function validateExtrinsic(
  extrinsic: Uint8Array,
  at: ValidationContext,
  room: PoolRoom,
  source: ExtrinsicSource = 'external',
): { readonly ok: true; readonly extrinsic: ValidExtrinsic } | PoolRefusal {
  if (extrinsic.length > MAX_EXTRINSIC_BYTES) return refuse('pool/exhausts-resources');
  const bytes = Uint8Array.from(extrinsic);
  const parts = decodeParts(bytes);
  if ('ok' in parts) return parts;
  const { signature, call, callBytes } = parts;
  const info = callInfo(call);
  if (info.class === 'Mandatory') return refuse('pool/mandatory');
  if (isOutOfBounds(call)) return refuse('pool/undecodable');
  if (exceedsAnyBlock(info)) return refuse('pool/exhausts-resources');
  const read = { bytes, hash: extrinsicHash(bytes), call, info };
  if (!signature) return validatePulse(read, at, room, source);
  const { address, extra } = signature;
  if (address.type !== 'Id' || extra.metadataHashMode.type === 'Enabled') return refuse('pool/cannot-lookup');
  const [signer] = address.value;
  if (signer.every((byte) => byte === 0)) return refuse('pool/bad-signer');
  if (room.isFullFor(signer, extra.nonce)) return refuse('pool/full');
  const eraBlockHash = birthHash(extra.era, at);
  if (!eraBlockHash) return refuse('pool/ancient-birth-block');
  const { specVersion, transactionVersion, genesisHash } = at;
  const implicit = { specVersion, transactionVersion, genesisHash, eraBlockHash, metadataHash: undefined };
  const isSigned = () => isSignedBy(signer, signature, signingPayload({ call: callBytes, extra, implicit }));
  if (source !== 'own' && !isSigned()) return refuse('pool/bad-proof');
  const valid: SignedExtrinsic = {
    ...read,
    type: 'signed',
    signer,
    nonce: extra.nonce,
    feeRao: partialFee(info, bytes.length) + extra.tip,
    tipRao: extra.tip,
    specVersion,
    diesAt: eraDeath(extra.era, at.best.number + 1),
  };
  return revalidate(valid, at) ?? { ok: true, extrinsic: valid };
}

/** What may have changed since an extrinsic was found valid; cheapest first. */
export function revalidate(extrinsic: ValidExtrinsic, at: ValidationContext): PoolRefusal | undefined {
  if (extrinsic.type === 'unsigned') return revalidatePulse(extrinsic, at);
  const { signer, nonce, call, info, feeRao } = extrinsic;
  // The signed bytes name the runtime, which has been replaced.
  if (extrinsic.specVersion !== at.specVersion) return refuse('pool/bad-proof');
  if (at.best.number + 1 >= extrinsic.diesAt) return refuse('pool/ancient-birth-block');
  const account = at.state.get(storage.System.Account, signer);
  if (nonce < account.nonce) return refuse('pool/stale');
  if (nonce > account.nonce + MAX_NONCES_AHEAD) return refuse('pool/future');
  const exists = account.providers > 0 || account.sufficients > 0;
  if (info.paysFee && !exists) return refuse('pool/payment');
  const payer = feePayer(at.state, signer, call);
  if (!canPay(at.state, payer, feeRao) && !canPayInAlpha(at.state, signer, call, feeRao)) return refuse('pool/payment');
  const custom = guardCall(at.state, at.best.number + 1, { type: 'signed', account: signer }, call)?.custom;
  return custom === undefined ? undefined : refuseCustom(custom);
}

/** Weight and fee without tip, as `TransactionPaymentApi_query_info` says. @throws ChainError if it cannot be read. */
export function queryInfo(extrinsic: Uint8Array): ReturnType<ChainView['queryInfo']> {
  const { signature, call } = decodeExtrinsic(extrinsic);
  const info = callInfo(decodeCall(call));
  const partialFeeRao = signature ? partialFee(info, extrinsic.length) : 0n;
  return { refTime: info.refTime, proofSize: 0n, class: info.class, partialFeeRao };
}

interface Parts {
  readonly signature: ExtrinsicSignature | undefined;
  readonly call: RuntimeCall;
  readonly callBytes: Bytes;
}

function decodeParts(bytes: Uint8Array): Parts | PoolRefusal {
  try {
    const { signature, call: callBytes } = decodeExtrinsic(bytes);
    return { signature, callBytes, call: decodeCall(callBytes) };
  } catch (error) {
    if (!(error instanceof ChainError)) throw error;
    return refuse('pool/undecodable', error.message);
  }
}

/** Hash of the block in which the era begins, if the next block still knows it. */
function birthHash(era: Era, { best, state, genesisHash }: ValidationContext): Bytes | undefined {
  const birth = eraBirth(era, best.number + 1);
  if (birth === 0) return genesisHash;
  if (birth === best.number) return best.hash;
  return state.has(storage.System.BlockHash, birth) ? state.get(storage.System.BlockHash, birth) : undefined;
}

/** Accounts of ECDSA keys are hashes of keys; nobody has one here. */
function isSignedBy(signer: Bytes, { signature }: ExtrinsicSignature, payload: Bytes): boolean {
  if (signature.type === 'Sr25519') return sr25519Verify(signer, payload, signature.value[0]);
  if (signature.type === 'Ed25519') return ed25519Verify(signer, payload, signature.value[0]);
  return false;
}
