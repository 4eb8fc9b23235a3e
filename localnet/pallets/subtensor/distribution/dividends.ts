/**
 * Validators' dividends of an epoch (spec economy §10.4–§10.7): over parents, then between alpha and root, less takes.
 *
 * QUIRK: CKBurn leaves the supply although the pots are paid out whole; where it is set, `SubnetAlphaOut` falls by more
 * than the epoch leaves unassigned.
 * DIFFERS: the chain also enters rates of zero into `RootClaimable`; here a hotkey has an entry once it has earned.
 */
import type { Bytes } from '../../../../src/chain/bytes.ts';
import { equalBytes } from '../../../../src/chain/bytes.ts';
import type { DividendParts, DividendPots, SpreadDividend } from '../../../../src/chain/economy/index.ts';
import { claimableRate, splitDividends, splitTake, spreadDividend } from '../../../../src/chain/economy/index.ts';
import { u64Ratio } from '../../../../src/chain/fixed/index.ts';
import { storage } from '../../../../src/chain/schema/index.ts';
import type { State } from '../../../state.ts';
import { childkeyTake } from '../delegation/takes.ts';
import { give, giveAll, hotkeyStake, ROOT } from '../ledger.ts';
import { AmountsByHotkey } from './by-hotkey.ts';
import { recycleAlpha } from './recycle.ts';

const subtensor = storage.SubtensorModule;

/** What a hotkey gets of the pots, before its take. */
export interface PotClaim extends DividendParts {
  readonly hotkey: Bytes;
}

/** Divides the pots by the validators' amounts (rao by uid), after their parents had their part. Nothing is paid yet. */
export function claimsOnPots(
  state: State,
  netuid: number,
  hotkeys: readonly Bytes[],
  amounts: BigUint64Array,
  pots: DividendPots,
): PotClaim[] {
  const taoWeight = u64Ratio(state.get(subtensor.TaoWeight));
  const dividends = new AmountsByHotkey();
  for (const [uid, hotkey] of hotkeys.entries()) {
    const parents = state.get(subtensor.ParentKeys, hotkey, netuid);
    const spread = spreadOf(state, netuid, hotkey, parents, amounts[uid]!, taoWeight);
    parents.forEach(([, parent], i) => {
      dividends.add(parent, spread.parentsRao[i]!);
    });
    dividends.add(hotkey, spread.ownRao);
    recycleAlpha(state, netuid, spread.recycledRao);
  }
  const earners = dividends.sorted();
  const validators = earners.map(({ hotkey, rao }) => ({ dividendRao: rao, ...ownStakes(state, netuid, hotkey) }));
  return splitDividends(pots, taoWeight, validators).map((parts, i) => ({ hotkey: earners[i]!.hotkey, ...parts }));
}

/** Pays the claims, and leaves the records of this epoch instead of the last one's. */
export function payDividends(state: State, netuid: number, claims: readonly PotClaim[]): void {
  for (const item of [subtensor.AlphaDividendsPerSubnet, subtensor.RootAlphaDividendsPerSubnet]) {
    for (const key of state.keysOf(item, netuid)) state.kill(item, ...key);
  }
  for (const { hotkey, alpha } of claims) {
    const restRao = payTake(state, netuid, hotkey, alpha);
    giveAll(state, hotkey, netuid, restRao);
    state.put(subtensor.AlphaDividendsPerSubnet, netuid, hotkey, restRao);
    state.put(subtensor.TotalHotkeyAlphaLastEpoch, hotkey, netuid, hotkeyStake(state, hotkey, netuid));
  }
  for (const { hotkey, root } of claims) {
    const restRao = payTake(state, netuid, hotkey, root);
    accrue(state, netuid, hotkey, restRao);
    state.put(subtensor.RootAlphaDividendsPerSubnet, netuid, hotkey, restRao);
  }
}

function spreadOf(
  state: State,
  netuid: number,
  hotkey: Bytes,
  parents: readonly (readonly [bigint, Bytes])[],
  dividendRao: bigint,
  taoWeight: bigint,
): SpreadDividend {
  const owner = state.get(subtensor.Owner, hotkey);
  const earned = {
    dividendRao,
    ...ownStakes(state, netuid, hotkey),
    childProportions: state.get(subtensor.ChildKeys, hotkey, netuid).map(([proportion]) => proportion),
    parents: parents.map(([proportion, parent]) => ({
      proportion,
      ...ownStakes(state, netuid, parent),
      sameOwner: equalBytes(state.get(subtensor.Owner, parent), owner),
    })),
    childkeyTake: childkeyTake(state, hotkey, netuid),
  };
  return spreadDividend(earned, taoWeight, state.get(subtensor.CKBurn));
}

const ownStakes = (state: State, netuid: number, hotkey: Bytes) => ({
  alphaStakeRao: hotkeyStake(state, hotkey, netuid),
  rootStakeRao: hotkeyStake(state, hotkey, ROOT),
});

/** Gives the hotkey's owner its take as alpha stake. Returns the rest, rao. */
function payTake(state: State, netuid: number, hotkey: Bytes, amount: bigint): bigint {
  const { takeRao, restRao } = splitTake(amount, state.get(subtensor.Delegates, hotkey));
  give(state, hotkey, state.get(subtensor.Owner, hotkey), netuid, takeRao);
  return restRao;
}

/** Adds to what each rao of root stake on the hotkey has earned in this subnet. */
function accrue(state: State, netuid: number, hotkey: Bytes, rao: bigint): void {
  if (rao === 0n) return;
  const rate = claimableRate(rao, hotkeyStake(state, hotkey, ROOT));
  if (rate === undefined) {
    give(state, hotkey, state.get(subtensor.Owner, hotkey), netuid, rao);
    return;
  }
  state.change(subtensor.RootClaimable, hotkey, (rates) => {
    const before = rates.find(([of]) => of === netuid)?.[1] ?? 0n;
    const others = rates.filter(([of]) => of !== netuid);
    return [...others, [netuid, before + rate] as const].sort(([a], [b]) => a - b);
  });
}
