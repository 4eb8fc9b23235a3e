/**
 * What the chain asks of every call (spec participation §2, §10).
 *
 *   pool      account ▸ fee ▸ key swap        dispatch   safe mode ▸ no batch in a batch
 */
import type { Bytes } from '../../../chain/bytes.ts';
import { isAllowedInSafeMode, isAllowedWhileSwapAnnounced, isNestedBatch } from '../../../chain/call-filters.ts';
import type { AccountBalance, ReadPlan } from '../../../chain/economy/index.ts';
import { read, readAll, readNamed, spendableRao, together } from '../../../chain/economy/index.ts';
import { isFeeless } from '../../../chain/fees/index.ts';
import type { RuntimeCall } from '../../../chain/schema/index.ts';
import { storage } from '../../../chain/schema/index.ts';
import { canPayInAlpha, mayPayInAlpha } from './alpha-fee.ts';
import type { Refusal } from './area.ts';
import { refuse, refuseSubtensor } from './area.ts';
import { has } from './reads.ts';

const { Proxy: proxies, SafeMode, SubtensorModule: subtensor, System } = storage;

/** `System.Account`, as far as it matters here. */
export interface SigningAccount extends AccountBalance {
  readonly providers: number;
  readonly sufficients: number;
}

export interface GeneralInput {
  readonly call: RuntimeCall;
  readonly signer: Bytes;
  readonly account: SigningAccount;
  /** Fee and tip, rao. */
  readonly feeRao: bigint;
  readonly block: number;
}

export interface GeneralResult {
  readonly account: Refusal | undefined;
  readonly fee: Refusal | undefined;
  readonly keySwap: Refusal | undefined;
  readonly safeMode: Refusal | undefined;
  readonly batch: Refusal | undefined;
  /** The signer's account when the call runs. */
  readonly afterFee: AccountBalance;
  readonly unchecked: readonly string[];
}

const PAYMENT: Refusal = { error: { pallet: 'InvalidTransaction', name: 'Payment' } };
const ALPHA_FEE = 'Whether the fee can be paid with the stake instead of TAO, of which there is too little.';
const FEE_FROM_STAKE =
  'The fee is taken out of the stake first: what is left of it is a little less than was looked at.';

export function* generalPlan(input: GeneralInput): ReadPlan<GeneralResult> {
  const { call, signer, account, feeRao, block } = input;
  const [at, payer] = yield* together(
    readNamed({
      isDisputed: has(subtensor.ColdkeySwapDisputes, signer),
      isAnnounced: has(subtensor.ColdkeySwapAnnouncements, signer),
      safeUntil: read(SafeMode.EnteredUntil),
    }),
    payerPlan(call, signer),
  );
  const paysItself = payer === undefined;
  const canPay = feeRao === 0n || spendableRao(payer ?? account) >= feeRao;
  const paysInAlpha = !canPay && (yield* canPayInAlpha(call, signer, feeRao));
  const mayPay = !canPay && !paysInAlpha && mayPayInAlpha(call);
  const isFrozen = at.isAnnounced && !isAllowedWhileSwapAnnounced(call);
  const isSafeMode = at.safeUntil !== undefined && block <= at.safeUntil;
  const isFiltered = isSafeMode && !isAllowedInSafeMode(call);
  const exists = account.providers > 0 || account.sufficients > 0;
  return {
    account: exists || isFeeless(call) ? undefined : PAYMENT,
    fee: canPay || paysInAlpha || mayPay ? undefined : PAYMENT,
    keySwap: refuseSubtensor(at.isDisputed ? 'ColdkeySwapDisputed' : isFrozen ? 'ColdkeySwapAnnounced' : undefined),
    safeMode: isFiltered
      ? refuse('System', 'CallFiltered', `Wait until safe mode ends, after block ${at.safeUntil}.`)
      : undefined,
    batch: isNestedBatch(call) ? refuse('System', 'CallFiltered', 'Put no batch into a batch.') : undefined,
    afterFee: canPay && paysItself ? lessFee(account, feeRao) : account,
    unchecked: mayPay ? [ALPHA_FEE] : paysInAlpha ? [FEE_FROM_STAKE] : [],
  };
}

/** The account that pays in the signer's stead: one that has said so, for a call that is made in its name. */
function* payerPlan(call: RuntimeCall, signer: Bytes): ReadPlan<AccountBalance | undefined> {
  if (call.type !== 'Proxy' || call.value[0].type !== 'proxy') return undefined;
  const { real } = call.value[0].value;
  if (real.type !== 'Id') return undefined;
  const [account] = real.value;
  const [isWilling, info] = yield* readAll([has(proxies.RealPaysFee, account, signer), read(System.Account, account)]);
  return isWilling ? info : undefined;
}

const lessFee = ({ consumers, data }: AccountBalance, feeRao: bigint): AccountBalance => ({
  consumers,
  data: { free: data.free - feeRao, frozen: data.frozen },
});
