/**
 * Pre-flight: what the chain would say to a call, told from proved state before anyone signs.
 *
 *   general (account, fee, key swap) ▸ the pool's rules of the call ▸ safe mode, batches ▸ the rules of the call when it runs
 *
 * The state is that of a finalized block and the call meets a later one, so a clean report is a forecast and no promise.
 * The rules are those by which the localnet's chain itself refuses (`chain`).
 */
import type { BlockRef } from '../../chain/block-ref.ts';
import type { ReadPlan } from '../../chain/economy/index.ts';
import { together } from '../../chain/economy/index.ts';
import type { Label } from '../../chain/label.ts';
import type { CallContext, Refusal } from './preflight/area.ts';
import { rulesOf } from './preflight/areas.ts';
import type { GeneralInput } from './preflight/general.ts';
import { callName, generalPlan } from './preflight/general.ts';
import { adviceOf, sentenceOf } from './preflight/words.ts';
import type { PreflightCheck, PreflightReport } from './types.ts';

/** The checks of a call in the block `input.block`, from the state before it. */
export function* preflightPlan(
  input: GeneralInput,
): ReadPlan<Pick<PreflightReport, 'call' | 'ok' | 'checks' | 'unchecked'>> {
  const general = yield* generalPlan(input);
  const rules = rulesOf(input.call);
  const at: CallContext = { signer: input.signer, account: general.afterFee, block: input.block };
  const [atPool, atDispatch] = yield* together(ask(rules.pool, at), ask(rules.dispatch, at));
  const checks = [
    toCheck('account', 'pool', general.account),
    toCheck('fee', 'pool', general.fee),
    toCheck('key-swap', 'pool', general.keySwap),
    ...(rules.pool ? [toCheck(rules.check, 'pool', atPool)] : []),
    toCheck('safe-mode', 'dispatch', general.safeMode),
    toCheck('batch', 'dispatch', general.batch),
    ...(rules.dispatch ? [toCheck(rules.check, 'dispatch', atDispatch)] : []),
  ];
  return {
    call: callName(input.call),
    ok: checks.every(({ ok }) => ok),
    checks,
    unchecked: [...general.unchecked, ...rules.unchecked],
  };
}

/** The report of a finished plan. */
export const toReport = (
  at: BlockRef,
  label: Label,
  checked: Pick<PreflightReport, 'call' | 'ok' | 'checks' | 'unchecked'>,
): PreflightReport => ({ at, label, ...checked });

/** What the chain would say: the first check that is not ok. */
export const verdictOf = ({ checks }: Pick<PreflightReport, 'checks'>): PreflightCheck | undefined =>
  checks.find(({ ok }) => !ok);

function* ask(
  rules: ((at: CallContext) => ReadPlan<Refusal | undefined>) | undefined,
  at: CallContext,
): ReadPlan<Refusal | undefined> {
  return rules ? yield* rules(at) : undefined;
}

function toCheck(check: string, refusedBy: 'pool' | 'dispatch', refusal: Refusal | undefined): PreflightCheck {
  if (!refusal) return { check, ok: true, reason: 'Nothing is against it.', next: '' };
  const { error, next = adviceOf(refusal.error) } = refusal;
  return { check, ok: false, refusedBy, error, reason: sentenceOf(error), next };
}
