/**
 * What the chain asks of every call (spec participation §2, §10).
 *
 *   pool      account ▸ fee ▸ key swap        dispatch   safe mode ▸ no batch in a batch
 */
import type { Bytes } from '../../../chain/bytes.ts';
import type { AccountBalance, ReadPlan } from '../../../chain/economy/index.ts';
import { read, readAll, readNamed, spendableRao, together } from '../../../chain/economy/index.ts';
import { isFeeless } from '../../../chain/fees/index.ts';
import type { InnerCall, RuntimeCall } from '../../../chain/schema/index.ts';
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

/** What a coldkey may still do once its swap is announced. */
const ALLOWED_WHILE_ANNOUNCED = new Set([
  'SubtensorModule.announce_coldkey_swap',
  'SubtensorModule.swap_coldkey_announced',
  'SubtensorModule.dispute_coldkey_swap',
  'SubtensorModule.clear_coldkey_swap_announcement',
  'MevShield.submit_encrypted',
]);
/** What safe mode leaves: pallets, and single calls. */
const SAFE_PALLETS = new Set(['Sudo', 'Multisig', 'System', 'SafeMode', 'Timestamp']);
const SAFE_CALLS = new Set(['SubtensorModule.set_weights', 'SubtensorModule.serve_axon', 'Commitments.set_commitment']);

export const callName = (call: InnerCall): string => `${call.type}.${call.value[0].type}`;

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
  const name = callName(call);
  const isFrozen = at.isAnnounced && !ALLOWED_WHILE_ANNOUNCED.has(name);
  const isSafeMode = at.safeUntil !== undefined && block <= at.safeUntil;
  const isFiltered = isSafeMode && !SAFE_PALLETS.has(call.type) && !SAFE_CALLS.has(name);
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
    unchecked: mayPay ? [ALPHA_FEE] : [],
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

const BATCHES = new Set(['batch', 'batch_all', 'force_batch']);
const isBatch = (call: InnerCall): boolean => call.type === 'Utility' && BATCHES.has(call.value[0].type);

/** Batches may hold anything but batches. */
function isNestedBatch(call: InnerCall): boolean {
  if (!isBatch(call)) return false;
  const { calls } = call.value[0].value as { readonly calls: readonly InnerCall[] };
  return calls.some(isBatch);
}
