/**
 * Pre-flight: what the chain would say to a call, told from proved state before anyone signs.
 *
 *   general (account, fee, key swap) ▸ the pool's rules of the call ▸ safe mode, batches ▸ the rules of the call when it runs
 *
 * The state is that of a finalized block and the call meets a later one, so a clean report is a forecast and no promise.
 * The rules are those by which the localnet's chain itself refuses (`chain`).
 */
import type { BlockRef } from '../../chain/block-ref.ts';
import { callName } from '../../chain/call-filters.ts';
import type { ReadPlan } from '../../chain/economy/index.ts';
import { together } from '../../chain/economy/index.ts';
import type { Label } from '../../chain/label.ts';
import { weakestLabel } from '../../chain/label.ts';
import type { CallContext, Refusal } from './preflight/area.ts';
import { rulesOf } from './preflight/areas.ts';
import type { GeneralInput } from './preflight/general.ts';
import { generalPlan } from './preflight/general.ts';
import { adviceOf, sentenceOf } from './preflight/words.ts';
import type { FeeQuote, PreflightCheck, PreflightReport } from './types.ts';

/** A check before it is said how sure it is. */
type Finding = Omit<PreflightCheck, 'label'> & {
  /** Whether it asks what is left of the balance after the fee. */
  readonly restsOnFee: boolean;
};

export interface Findings extends Pick<PreflightReport, 'call' | 'ok' | 'unchecked'> {
  readonly checks: readonly Finding[];
}

/** The checks of a call in the block `input.block`, from the state before it. */
export function* preflightPlan(input: GeneralInput): ReadPlan<Findings> {
  const general = yield* generalPlan(input);
  const rules = rulesOf(input.call);
  const at: CallContext = { signer: input.signer, account: general.afterFee, block: input.block };
  const [atPool, atDispatch] = yield* together(ask(rules.pool, at), ask(rules.dispatch, at));
  const checks = [
    toFinding('account', 'pool', general.account),
    toFinding('fee', 'pool', general.fee, true),
    toFinding('key-swap', 'pool', general.keySwap),
    ...(rules.pool ? [toFinding(rules.check, 'pool', atPool, rules.restsOnFee)] : []),
    toFinding('safe-mode', 'dispatch', general.safeMode),
    toFinding('batch', 'dispatch', general.batch),
    ...(rules.dispatch ? [toFinding(rules.check, 'dispatch', atDispatch, rules.restsOnFee)] : []),
  ];
  return {
    call: callName(input.call),
    ok: checks.every(({ ok }) => ok),
    checks,
    unchecked: [...general.unchecked, ...rules.unchecked],
  };
}

/** The report of a finished plan. @param label of the state that was read */
export function toReport(at: BlockRef, label: Label, fee: FeeQuote, findings: Findings): PreflightReport {
  // That a call pays nothing is a rule like all others here, not a number that somebody said.
  const withFee = fee.source === 'fee-less' ? label : weakestLabel(label, fee.label);
  const checks = findings.checks.map(({ restsOnFee, ...check }) => ({ ...check, label: restsOnFee ? withFee : label }));
  return { ...findings, at, label, checks };
}

/** What the chain would say: the first check that is not ok. */
export const verdictOf = ({ checks }: Pick<PreflightReport, 'checks'>): PreflightCheck | undefined =>
  checks.find(({ ok }) => !ok);

function* ask(
  rules: ((at: CallContext) => ReadPlan<Refusal | undefined>) | undefined,
  at: CallContext,
): ReadPlan<Refusal | undefined> {
  return rules ? yield* rules(at) : undefined;
}

function toFinding(
  check: string,
  refusedBy: 'pool' | 'dispatch',
  refusal: Refusal | undefined,
  restsOnFee = false,
): Finding {
  if (!refusal) return { check, ok: true, restsOnFee, reason: 'Nothing is against it.', next: '' };
  const { error, next = adviceOf(refusal.error) } = refusal;
  return { check, ok: false, restsOnFee, refusedBy, error, reason: sentenceOf(error), next };
}
