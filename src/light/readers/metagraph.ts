/**
 * The metagraph: every neuron of a subnet with what the last epoch said about it and the stake it has now.
 *
 *   n, vectors by uid · hotkeys, registrations · coldkeys, axons, relations · stakes         four round trips
 *
 * Vectors that the chain keeps shorter than n stand for zeros (a neuron that registered after the epoch), what is beyond
 * n is left over from a larger subnet; so the chain reads them too.
 */
import type { BlockRef } from '../../chain/block-ref.ts';
import type { Bytes } from '../../chain/bytes.ts';
import type { ReadPlan } from '../../chain/economy/index.ts';
import { hotkeysPlan, read, readAll, readNamed, stakePlan, together } from '../../chain/economy/index.ts';
import { clampU64, I64F64 } from '../../chain/fixed/index.ts';
import { storage } from '../../chain/schema/index.ts';
import { stakeWeight, taoWeightBits } from '../../chain/yuma/index.ts';
import type { ChainEngine, Metagraph, ReadOptions } from '../types.ts';
import { formatAxon } from './axon.ts';
import { assertNeurons, readPlanAt, unexpectedState } from './read-plan-at.ts';

const subtensor = storage.SubtensorModule;

export async function readMetagraph(
  engine: ChainEngine,
  netuid: number,
  at: BlockRef,
  options: ReadOptions = {},
): Promise<Metagraph> {
  return { ...(await readPlanAt(engine, metagraphPlan(netuid), at.hash, options)), at };
}

/** Mechanism 0 speaks for the columns that exist per mechanism (incentive, last update). */
export function* metagraphPlan(netuid: number): ReadPlan<Omit<Metagraph, 'at'>> {
  const of = yield* readNamed({
    n: read(subtensor.SubnetworkN, netuid),
    taoWeight: read(subtensor.TaoWeight),
    active: read(subtensor.Active, netuid),
    validatorPermit: read(subtensor.ValidatorPermit, netuid),
    stakeWeight: read(subtensor.StakeWeight, netuid),
    validatorTrust: read(subtensor.ValidatorTrust, netuid),
    consensus: read(subtensor.Consensus, netuid),
    incentive: read(subtensor.Incentive, netuid),
    dividends: read(subtensor.Dividends, netuid),
    emission: read(subtensor.Emission, netuid),
    lastUpdate: read(subtensor.LastUpdate, netuid),
  });
  assertNeurons(netuid, of.n);
  const uids = Array.from({ length: of.n }, (_, uid) => uid);
  const [found, blockAtRegistration] = yield* together(
    hotkeysPlan(netuid, of.n),
    readAll(uids.map((uid) => read(subtensor.BlockAtRegistration, netuid, uid))),
  );
  const hotkeys = found.map((hotkey, uid) => hotkey ?? missingHotkey(netuid, uid));
  const [coldkeys, axons, stake] = yield* together(
    readAll(hotkeys.map((hotkey) => read(subtensor.Owner, hotkey))),
    readAll(hotkeys.map((hotkey) => read(subtensor.Axons, netuid, hotkey))),
    stakePlan(netuid, hotkeys),
  );
  const weightBits = taoWeightBits(of.taoWeight);
  const wholeRao = (alpha: bigint, tao: bigint) => clampU64(I64F64.floor(stakeWeight(alpha, tao, weightBits)));
  const flags = (values: readonly boolean[]) => uids.map((uid) => values[uid] ?? false);
  const fractions = (values: readonly number[]) => Uint16Array.from(uids, (uid) => values[uid] ?? 0);
  const amounts = (values: readonly bigint[]) => BigUint64Array.from(uids, (uid) => values[uid] ?? 0n);
  return {
    netuid,
    n: of.n,
    hotkeys,
    coldkeys,
    active: flags(of.active),
    validatorPermit: flags(of.validatorPermit),
    stakeWeight: fractions(of.stakeWeight),
    validatorTrust: fractions(of.validatorTrust),
    consensus: fractions(of.consensus),
    incentive: fractions(of.incentive),
    dividends: fractions(of.dividends),
    emission: amounts(of.emission),
    alphaStake: stake.alpha,
    taoStake: stake.tao,
    totalStake: BigUint64Array.from(uids, (uid) => wholeRao(stake.alpha[uid]!, stake.tao[uid]!)),
    lastUpdate: amounts(of.lastUpdate),
    blockAtRegistration: amounts(blockAtRegistration),
    axons: axons.map(formatAxon),
  };
}

function missingHotkey(netuid: number, uid: number): Bytes {
  throw unexpectedState('SubtensorModule.Keys', `uid ${uid} of subnet ${netuid} has no hotkey`);
}
