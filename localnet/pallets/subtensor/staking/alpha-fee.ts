/**
 * Fees in alpha: whoever cannot pay a call in TAO, but takes stake out of exactly one position with it, pays with that
 * position (spec participation §2).
 *
 *   alpha = ⌊fee / price⌋, sold free of fee; the TAO is the author's         StakeRemoved, TransactionFeePaidWithAlpha
 *
 * What is taken is not given back if the call fails or costs less. The author receives what the alpha sells for, a little
 * less than the fee.
 * DIFFERS: the chain reports the payment after the call; here it is reported when it is made.
 */
import type { Bytes } from '../../../../src/chain/bytes.ts';
import type { AlphaFeePosition } from '../../../../src/chain/fees/index.ts';
import { namedFeePosition } from '../../../../src/chain/fees/index.ts';
import { smaller, U64F64 } from '../../../../src/chain/fixed/index.ts';
import type { InnerCall, RuntimeCall } from '../../../../src/chain/schema/index.ts';
import { storage } from '../../../../src/chain/schema/index.ts';
import type { State } from '../../../state.ts';
import type { BlockExecution } from '../../block-execution.ts';
import { attempt, emit } from '../../block-execution.ts';
import { ROOT, stakeOf } from '../ledger.ts';
import { alphaPrice, simulateSwap } from '../pools.ts';
import { subnets } from '../walk.ts';
import { stakeOut } from './stake-out.ts';

const { SubtokenEnabled } = storage.SubtensorModule;

/** The one position that a call takes stake from; undefined where there is none, or more than one. */
export function alphaFeePosition(
  state: State,
  signer: Bytes,
  call: RuntimeCall | InnerCall,
): AlphaFeePosition | undefined {
  const position = namedFeePosition(call);
  return position && position.netuid === undefined ? onlyPosition(state, position.hotkey, signer) : position;
}

/** Would the position cover `feeRao` of TAO, at the price as it is? */
export function canPayInAlpha(state: State, signer: Bytes, call: RuntimeCall | InnerCall, feeRao: bigint): boolean {
  const position = alphaFeePosition(state, signer, call);
  if (!position) return false;
  const { hotkey, netuid } = position;
  const alphaRao = alphaFor(state, netuid, feeRao);
  if (alphaRao === 0n || alphaRao > stakeOf(state, hotkey, signer, netuid)) return false;
  return simulateSwap(state, netuid, 'sell', alphaRao, { feeFree: true, limitRao: 0n }).ok;
}

/** Pays `feeRao` from the position, or with all of it if it has lost value. False if nothing could be sold: then nothing changed. */
export function payFeeInAlpha(
  execution: BlockExecution,
  signer: Bytes,
  call: RuntimeCall | InnerCall,
  feeRao: bigint,
): boolean {
  const position = alphaFeePosition(execution.state, signer, call);
  if (!position) return false;
  const { hotkey, netuid } = position;
  const owned = stakeOf(execution.state, hotkey, signer, netuid);
  const alphaRao = smaller(alphaFor(execution.state, netuid, feeRao), owned);
  if (alphaRao === 0n) return false;
  const error = attempt(execution, (branch) => {
    const options = { beneficiary: execution.author, feeFree: true, limitRao: 0n };
    const sold = stakeOut(branch, { coldkey: signer, hotkey, netuid }, alphaRao, options);
    if (!sold.ok) return sold.error;
    const paid = { who: signer, netuid, alpha_fee: alphaRao, tao_amount: sold.taoRao };
    emit(branch, 'SubtensorModule', 'TransactionFeePaidWithAlpha', paid);
    return undefined;
  });
  return error === undefined;
}

/** Where the coldkey has stake on the hotkey, if that is in one started subnet only. */
function onlyPosition(state: State, hotkey: Bytes, coldkey: Bytes): AlphaFeePosition | undefined {
  const held = [ROOT, ...subnets(state)].filter(
    (netuid) => state.get(SubtokenEnabled, netuid) && stakeOf(state, hotkey, coldkey, netuid) > 0n,
  );
  const [netuid, ...others] = held;
  return netuid === undefined || others.length > 0 ? undefined : { hotkey, netuid };
}

/** ⌊TAO / price⌋; 0 where alpha has no price. */
const alphaFor = (state: State, netuid: number, taoRao: bigint): bigint =>
  U64F64.floor(U64F64.div(U64F64.fromInteger(taoRao), alphaPrice(state, netuid)));
