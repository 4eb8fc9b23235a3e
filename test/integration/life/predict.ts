/**
 * What the pure functions say about the next block, from the state that it begins with.
 */

import type { State } from '../../../localnet/state.ts';
import type { Bytes } from '../../../src/chain/bytes.ts';
import { compareBytes, toHex } from '../../../src/chain/bytes.ts';
import type { PlannedEpoch, ReadPlan, SharePool, SwapPool } from '../../../src/chain/economy/index.ts';
import {
  addStake,
  blockCoinbasePlan,
  decayFactorQ32,
  decayRegistrationPrice,
  drivePlanNow,
  epochInputPlan,
  networkLockCost,
  splitDividends,
  splitTake,
  spreadDividend,
  stakeOfShare,
  subnetCoinbase,
  subnetSupplyPlan,
} from '../../../src/chain/economy/index.ts';
import { u64Ratio } from '../../../src/chain/fixed/index.ts';
import { storage } from '../../../src/chain/schema/index.ts';
import { openDueCommit, withOpenedWeights } from '../../../src/chain/timelock/index.ts';
import type { SubnetEpochInput, SubnetEpochOutput } from '../../../src/chain/yuma/index.ts';

const { SubtensorModule: subtensor, System } = storage;

export const query = <T>(state: State, plan: ReadPlan<T>): T => drivePlanNow(plan, (key: Bytes) => state.getRaw(key));

const nextBlock = (state: State): bigint => BigInt(state.get(System.Number)) + 1n;

/** The pool that the next block's extrinsics find: after its own coinbase. */
export function poolOfNextBlock(state: State, netuid: number): SwapPool {
  const supply = query(state, subnetSupplyPlan(netuid));
  const taoEmission = query(state, blockCoinbasePlan()).taoEmissions.get(netuid);
  if (taoEmission === undefined) return supply.pool;
  const { taoInRao, alphaInRao, quoteParts, buy } = subnetCoinbase(supply, taoEmission);
  const taoRao = supply.pool.taoRao + taoInRao + (buy?.netInRao ?? 0n);
  return { taoRao, alphaRao: supply.pool.alphaRao + alphaInRao - (buy?.outRao ?? 0n), quoteParts };
}

/** What a registration costs in the next block. */
export function registrationPrice(state: State, netuid: number): bigint {
  const bounds = { minRao: state.get(subtensor.MinBurn, netuid), maxRao: state.get(subtensor.MaxBurn, netuid) };
  const factor = decayFactorQ32(state.get(subtensor.BurnHalfLife, netuid));
  return decayRegistrationPrice(state.get(subtensor.Burn, netuid), factor, bounds, nextBlock(state));
}

/** What a subnet costs in the next block. */
export function lockCost(state: State): bigint {
  const lastRegistered = { type: 'NetworkLastRegistered', value: undefined } as const;
  return networkLockCost(
    {
      lastCostRao: state.get(subtensor.NetworkLastLockCost),
      minCostRao: state.get(subtensor.NetworkMinLockCost),
      lastRegistrationBlock: state.get(subtensor.LastRateLimitedBlock, lastRegistered),
      reductionIntervalBlocks: state.get(subtensor.NetworkLockReductionInterval),
      // The block mints before its extrinsics run.
      taoIssuanceRao: state.get(subtensor.TotalIssuance) + query(state, blockCoinbasePlan()).mintedRao,
    },
    nextBlock(state),
  );
}

/** The input of an epoch in the next block, with what that block opens. */
export function epochInput(state: State, netuid: number): SubnetEpochInput {
  const planned: PlannedEpoch = query(state, epochInputPlan(netuid));
  return withOpenedWeights(planned, planned.due.map(openDueCommit));
}

/** What the owner gets of an epoch in the next block, rao. */
export function ownerCutOf(state: State, netuid: number): bigint {
  const taoEmission = query(state, blockCoinbasePlan()).taoEmissions.get(netuid)!;
  const { share } = subnetCoinbase(query(state, subnetSupplyPlan(netuid)), taoEmission);
  return state.get(subtensor.PendingOwnerCut, netuid) + share.ownerCut;
}

/** One hotkey's alpha of an epoch's dividends, rao: what its coldkey takes, and what everybody on it shares. */
export interface PredictedDividend {
  readonly alphaTakeRao: bigint;
  readonly alphaRestRao: bigint;
  readonly rootTakeRao: bigint;
}

/** Who gets what of the validators' and root's pots in an epoch of the next block, by hotkey. Everybody earned incentive. */
export function predictDividends(
  state: State,
  netuid: number,
  output: SubnetEpochOutput,
): ReadonlyMap<string, PredictedDividend> {
  const { rootIsKept, taoEmissions } = query(state, blockCoinbasePlan());
  const { share } = subnetCoinbase(query(state, subnetSupplyPlan(netuid)), taoEmissions.get(netuid)!);
  const pots = {
    validatorRao: state.get(subtensor.PendingValidatorEmission, netuid) + share.validator,
    rootRao: state.get(subtensor.PendingRootAlphaDivs, netuid) + (rootIsKept ? share.root : 0n),
  };
  const taoWeight = u64Ratio(state.get(subtensor.TaoWeight));
  const stakes = (hotkey: Bytes) => ({
    alphaStakeRao: state.get(subtensor.TotalHotkeyAlpha, hotkey, netuid),
    rootStakeRao: state.get(subtensor.TotalHotkeyAlpha, hotkey, 0),
  });
  const earned = new Map<string, { readonly hotkey: Bytes; rao: bigint }>();
  const add = (hotkey: Bytes, rao: bigint) => {
    const before = earned.get(toHex(hotkey))?.rao ?? 0n;
    earned.set(toHex(hotkey), { hotkey, rao: before + rao });
  };
  output.validatorEmission.forEach((dividendRao, uid) => {
    const hotkey = state.get(subtensor.Keys, netuid, uid);
    const owner = toHex(state.get(subtensor.Owner, hotkey));
    const parents = state.get(subtensor.ParentKeys, hotkey, netuid);
    const spread = spreadDividend(
      {
        dividendRao,
        ...stakes(hotkey),
        childProportions: state.get(subtensor.ChildKeys, hotkey, netuid).map(([proportion]) => proportion),
        parents: parents.map(([proportion, parent]) => {
          const sameOwner = toHex(state.get(subtensor.Owner, parent)) === owner;
          return { proportion, sameOwner, ...stakes(parent) };
        }),
        childkeyTake: state.get(subtensor.ChildkeyTake, hotkey, netuid),
      },
      taoWeight,
      state.get(subtensor.CKBurn),
    );
    parents.forEach(([, parent], i) => {
      add(parent, spread.parentsRao[i]!);
    });
    add(hotkey, spread.ownRao);
  });
  const validators = [...earned.values()].sort((a, b) => compareBytes(a.hotkey, b.hotkey));
  const claims = splitDividends(
    pots,
    taoWeight,
    validators.map(({ hotkey, rao }) => ({ dividendRao: rao, ...stakes(hotkey) })),
  );
  return new Map(
    validators.map(({ hotkey }, i) => {
      const take = state.get(subtensor.Delegates, hotkey);
      const [alpha, root] = [splitTake(claims[i]!.alpha, take), splitTake(claims[i]!.root, take)];
      const predicted = { alphaTakeRao: alpha.takeRao, alphaRestRao: alpha.restRao, rootTakeRao: root.takeRao };
      return [toHex(hotkey), predicted];
    }),
  );
}

/** A hotkey's pool and two of its coldkeys' shares: its owner's, which gets the takes, and a nominator's. */
export function stakesAfter(
  state: State,
  netuid: number,
  hotkey: Bytes,
  nominator: Bytes,
  dividend: PredictedDividend,
): { readonly owner: bigint; readonly nominator: bigint; readonly total: bigint } {
  const owner = state.get(subtensor.Owner, hotkey);
  let pool: SharePool = {
    alphaRao: state.get(subtensor.TotalHotkeyAlpha, hotkey, netuid),
    shares: state.get(subtensor.TotalHotkeySharesV2, hotkey, netuid),
  };
  let share = state.get(subtensor.AlphaV2, hotkey, owner, netuid);
  const give = (rao: bigint) => {
    if (rao > 0n) ({ pool, share } = addStake(pool, share, rao));
  };
  give(dividend.alphaTakeRao);
  pool = { ...pool, alphaRao: pool.alphaRao + dividend.alphaRestRao };
  give(dividend.rootTakeRao);
  const ofNominator = stakeOfShare(pool, state.get(subtensor.AlphaV2, hotkey, nominator, netuid));
  return { owner: stakeOfShare(pool, share), nominator: ofNominator, total: pool.alphaRao };
}
