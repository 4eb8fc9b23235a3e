/**
 * What a transaction will cost (spec participation §2): weight fee + length fee + tip, or the tip alone for calls that pay
 * nothing.
 *
 *   smoldot, Substrate Connect   TransactionPaymentApi_query_info, executed here on proved state    the engine's label
 *   proof engine over JSON-RPC   the same question, answered by a server                            claimed
 *   proof engine over libp2p     nobody can be asked: our own estimate                              simulated
 *
 * A small runtime may answer with the weight of an empty extrinsic (the localnet's blob does for calls with calls in them):
 * then the call's own weight is missing in its fee, and the estimate is the better number.
 *
 * UNKNOWN: the weights of the estimate; the chain's own come from benchmarks that are not published with it.
 */
import type { BlockRef } from '../../chain/block-ref.ts';
import type { Bytes } from '../../chain/bytes.ts';
import { concatBytes, fromHex, toHex } from '../../chain/bytes.ts';
import { ChainError } from '../../chain/error.ts';
import { BASE_EXTRINSIC_REF_TIME, callInfo, isFeeless, partialFee } from '../../chain/fees/index.ts';
import type { Value } from '../../chain/scale/index.ts';
import { decode, encode, struct, u8, u32, u64 } from '../../chain/scale/index.ts';
import type { RuntimeCall } from '../../chain/schema/index.ts';
import { weight } from '../../chain/schema/index.ts';
import { isLightError, LightError } from '../errors.ts';
import type { ChainEngine, ReadOptions } from '../types.ts';
import type { FeeQuote } from './types.ts';

/** `pallet_transaction_payment::RuntimeDispatchInfo`; the class is one of three. */
const dispatchInfo = struct([], { weight, class: u8, partial_fee: u64 });
const METHOD = 'TransactionPaymentApi_query_info';
/** Two compact numbers, a class and a u64: at most 28 bytes. */
const MAX_ANSWER_CHARS = 2 + 2 * 28;

export interface FeeQuestion {
  readonly call: RuntimeCall;
  /** The signed extrinsic, or one of the same length. */
  readonly extrinsic: Bytes;
  readonly tipRao: bigint;
  readonly at: BlockRef;
}

/** @throws the abort reason, `light/closed`; that nobody could be asked is told by the quote. */
export async function quoteFee(
  engine: Pick<ChainEngine, 'kind' | 'status' | 'request'>,
  { call, extrinsic, tipRao, at }: FeeQuestion,
  options: ReadOptions = {},
): Promise<FeeQuote> {
  if (isFeeless(call)) return { rao: tipRao, label: 'simulated', source: 'fee-less', detail: '' };
  try {
    const rao = await askRuntime(engine, extrinsic, at, options);
    const label = engine.kind === 'proof' ? 'claimed' : engine.status.label;
    return { rao: rao + tipRao, label, source: 'runtime', detail: '' };
  } catch (error) {
    options.signal?.throwIfAborted();
    if (!(error instanceof LightError || error instanceof ChainError) || isLightError(error, 'light/closed'))
      throw error;
    return { ...estimateFee(call, extrinsic.length, tipRao), detail: error.message };
  }
}

/** The fee by our own table of weights. */
export const estimateFee = (call: RuntimeCall, bytes: number, tipRao: bigint): FeeQuote => ({
  rao: partialFee(callInfo(call), bytes) + tipRao,
  label: 'simulated',
  source: isFeeless(call) ? 'fee-less' : 'estimate',
  detail: '',
});

async function askRuntime(
  engine: Pick<ChainEngine, 'request'>,
  extrinsic: Bytes,
  at: BlockRef,
  options: ReadOptions,
): Promise<bigint> {
  const args = toHex(concatBytes(extrinsic, encode(u32, extrinsic.length)));
  const answer = await engine.request('state_call', [METHOD, args, at.hash], options);
  if (typeof answer !== 'string' || answer.length > MAX_ANSWER_CHARS) {
    throw new LightError('light/unexpected-answer', `${METHOD} was answered with something else than a fee.`);
  }
  const info: Value<typeof dispatchInfo> = decode(dispatchInfo, fromHex(answer), METHOD);
  if (info.weight.ref_time === BASE_EXTRINSIC_REF_TIME) {
    throw new LightError('light/unexpected-answer', 'The runtime answered without the weight of the call.');
  }
  return info.partial_fee;
}
