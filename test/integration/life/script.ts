/**
 * A life on the localnet, from a subnet's first day to a halving; every number is compared with what the pure functions
 * of `src/chain` say from the state before.
 *
 *   register a subnet ─▶ start it ─▶ register neurons ─▶ stake, nominate ─▶ epoch: permits ─▶ commit time-locked weights
 *     ─▶ the chain opens them ─▶ epoch: incentive, dividends, nominators' shares ─▶ unstake with a limit
 *     ─▶ a neuron makes room ─▶ the halving
 */

import type { SubmittableExtrinsic } from '@polkadot/api/types';
import type { KeyringPair } from '@polkadot/keyring/types';
import { expect } from 'vitest';
import type { Block } from '../../../localnet/index.ts';
import { stakeOf } from '../../../localnet/pallets/subtensor/ledger.ts';
import type { State } from '../../../localnet/state.ts';
import type { Bytes } from '../../../src/chain/bytes.ts';
import { toHex } from '../../../src/chain/bytes.ts';
import {
  blockCoinbasePlan,
  maxInputAtLimit,
  medianPrice,
  neuronToPrune,
  priceRao,
  quoteSwap,
  raiseRegistrationPrice,
  spotPrice,
  storedEpochPlan,
  swap,
} from '../../../src/chain/economy/index.ts';
import { storage } from '../../../src/chain/schema/index.ts';
import { encodePayload, encryptToRound, QUICKNET, revealRound } from '../../../src/chain/timelock/index.ts';
import { maxUpscaleWeights } from '../../../src/chain/weights/index.ts';
import { compareEpoch, runSubnetEpoch } from '../../../src/chain/yuma/index.ts';
import {
  epochInput,
  lockCost,
  ownerCutOf,
  poolOfNextBlock,
  predictDividends,
  query,
  registrationPrice,
  stakesAfter,
} from './predict.ts';
import type { Sent, Stage } from './stage.ts';
import { keyring, parentOf, stateOf } from './stage.ts';

const { Balances, Drand, SubtensorModule: subtensor, Swap, System } = storage;
const TAO = 1_000_000_000n;
const TEMPO = 20;

/** TAO that exist when the localnet starts: the first halving (10.5 million) is a matter of blocks. */
export const AT_ISSUANCE_RAO = 10_499_900n * TAO;

type Call = SubmittableExtrinsic<'promise'>;

export async function liveOn(stage: Stage): Promise<void> {
  const life = await beginLife(stage);
  await registerNeurons(life);
  await stakeAndNominate(life);
  const permits = await nextEpoch(life);
  expect(stateOf(permits).get(subtensor.ValidatorPermit, life.netuid).slice(1, 3)).toEqual([true, true]);
  await commitWeights(life);
  await paidEpoch(life);
  await unstakeWithLimit(life);
  await makeRoom(life);
  await crossHalving(life);
}

interface Life {
  readonly stage: Stage;
  readonly alice: KeyringPair;
  readonly owner: KeyringPair;
  /** Root's validators lend it their stake, as to every new owner: most of the subnet's say is its. */
  readonly ownerHotkey: KeyringPair;
  /** Coldkey of everybody but the owner. */
  readonly people: KeyringPair;
  readonly nominator: KeyringPair;
  readonly validators: readonly KeyringPair[];
  readonly miners: readonly KeyringPair[];
  readonly netuid: number;
}

const key = ({ publicKey }: KeyringPair): Bytes => Uint8Array.from(publicKey);
const freeOf = (state: State, who: KeyringPair): bigint => state.get(System.Account, key(who)).data.free;

/** The fee that an extrinsic paid. */
function feeOf({ block, after }: Sent, who: KeyringPair): bigint {
  const fees = after
    .get(System.Events)
    .flatMap(({ event }) =>
      event.type === 'TransactionPayment' && event.value[0].type === 'TransactionFeePaid' ? [event.value[0].value] : [],
    );
  const mine = fees.find((fee) => toHex(fee.who) === toHex(key(who)));
  if (!mine) throw new Error(`nobody paid a fee in block ${block.number}`);
  return mine.actual_fee;
}

async function done(stage: Stage, signer: KeyringPair, call: Call): Promise<Sent> {
  const result = await stage.send(signer, call);
  expect(result.error, `${call.method.section}.${call.method.method}`).toBeUndefined();
  return result;
}

/** Root's calls; what came of the inner one stands in the event. */
async function asRoot({ stage, alice }: Pick<Life, 'stage' | 'alice'>, call: Call): Promise<void> {
  const { after } = await done(stage, alice, stage.api.tx.sudo!.sudo!(call));
  const results = after
    .get(System.Events)
    .flatMap(({ event }) =>
      event.type === 'Sudo' && event.value[0].type === 'Sudid' ? [event.value[0].value.sudo_result.type] : [],
    );
  expect(results, call.method.method).toEqual(['Ok']);
}

/** A new subnet: its price, its pool at the median of the others' prices, and no TAO before root allows it. */
async function beginLife(stage: Stage): Promise<Life> {
  const { api } = stage;
  const ring = keyring();
  const [alice, owner, people, nominator] = ['//Alice', '//Bob', '//Charlie', '//Eve'].map((uri) =>
    ring.addFromUri(uri),
  );
  const ownerHotkey = ring.addFromUri('//Bob//subnet');
  await asRoot({ stage, alice: alice! }, api.tx.adminUtils!.sudoSetNetworkRateLimit!(0));
  // With epochs this short the window in which nobody may change parameters would be half of the time.
  await asRoot({ stage, alice: alice! }, api.tx.adminUtils!.sudoSetAdminFreezeWindow!(0));
  // Claims that a block makes by itself sell alpha before its extrinsics run, and would move the prices foretold here.
  await asRoot({ stage, alice: alice! }, api.tx.subtensorModule!.sudoSetNumRootClaims!(0));

  const registered = await done(stage, owner!, api.tx.subtensorModule!.registerNetwork!(ownerHotkey.publicKey));
  const { before, after } = registered;
  const netuid = newNetuid(before, after);
  const cost = lockCost(before);
  expect(freeOf(before, owner!) - freeOf(after, owner!)).toBe(cost + feeOf(registered, owner!));
  expect(after.get(subtensor.SubnetLocked, netuid)).toBe(cost);
  expect(after.get(subtensor.NetworkLastLockCost)).toBe(cost);
  const others = query(before, blockCoinbasePlan()).taoEmissions.keys();
  const median = medianPrice([...others].map((of) => spotPrice(poolOfNextBlock(before, of))));
  expect(after.get(subtensor.SubnetTAO, netuid)).toBe(cost);
  expect(after.get(subtensor.SubnetAlphaIn, netuid)).toBe((cost << 64n) / median);
  expect(after.get(subtensor.SubnetEmissionEnabled, netuid)).toBe(false);
  expect(toHex(after.get(subtensor.Keys, netuid, 0))).toBe(toHex(key(ownerHotkey)));

  const life: Life = {
    stage,
    alice: alice!,
    owner: owner!,
    ownerHotkey,
    people: people!,
    nominator: nominator!,
    validators: ['//life/validator/1', '//life/validator/2'].map((uri) => ring.addFromUri(uri)),
    miners: ['//life/miner/1', '//life/miner/2', '//life/miner/3'].map((uri) => ring.addFromUri(uri)),
    netuid,
  };
  const early = await stage.send(people!, api.tx.subtensorModule!.addStake!(ownerHotkey.publicKey, netuid, 10n * TAO));
  expect(early.error).toBe('SubtensorModule.SubtokenDisabled');
  await done(stage, owner!, api.tx.subtensorModule!.startCall!(netuid));
  await asRoot(life, api.tx.adminUtils!.sudoSetSubnetEmissionEnabled!(netuid, true));
  await asRoot(life, api.tx.adminUtils!.sudoSetTempo!(netuid, TEMPO));
  await asRoot(life, api.tx.adminUtils!.sudoSetWeightsSetRateLimit!(netuid, 5));
  return life;
}

function newNetuid(before: State, after: State): number {
  const known = new Set(before.keysOf(subtensor.NetworksAdded).map(([netuid]) => netuid));
  const [netuid] = after.keysOf(subtensor.NetworksAdded).flatMap(([of]) => (known.has(of) ? [] : [of]));
  return netuid!;
}

/** Each pays the price of its block, which buys alpha that nobody gets; the next one pays more. */
async function registerNeurons({ stage, people, validators, miners, netuid }: Life): Promise<void> {
  for (const [i, hotkey] of [...validators, ...miners].entries()) {
    const registered = await done(
      stage,
      people,
      stage.api.tx.subtensorModule!.burnedRegister!(netuid, hotkey.publicKey),
    );
    const { before, after } = registered;
    const price = registrationPrice(before, netuid);
    expect(freeOf(before, people) - freeOf(after, people)).toBe(price + feeOf(registered, people));
    const bounds = { minRao: after.get(subtensor.MinBurn, netuid), maxRao: after.get(subtensor.MaxBurn, netuid) };
    const raised = raiseRegistrationPrice(price, after.get(subtensor.BurnIncreaseMult, netuid), bounds);
    expect(after.get(subtensor.Burn, netuid)).toBe(raised);
    expect(after.get(subtensor.Uids, netuid, key(hotkey))).toBe(i + 1);
    const pool = poolOfNextBlock(before, netuid);
    const bought = quoteSwap(pool, 'buy', price, after.get(Swap.FeeRate, netuid));
    if (!bought.ok) throw new Error(bought.code);
    expect(after.get(subtensor.SubnetAlphaIn, netuid)).toBe(pool.alphaRao - bought.outRao);
    expect(after.get(subtensor.SubnetTAO, netuid)).toBe(pool.taoRao + bought.netInRao);
    expect(registered.events).toContain('SubtensorModule.NeuronRegistered');
  }
}

/** Stake is what the quote said, for the owner of a hotkey and for a nominator. */
async function stakeAndNominate({ stage, people, nominator, validators, netuid }: Life): Promise<void> {
  const stakes = [
    [people, validators[0]!, 300n * TAO],
    [people, validators[1]!, 900n * TAO],
    [nominator, validators[0]!, 150n * TAO],
  ] as const;
  for (const [who, hotkey, tao] of stakes) {
    const { before, after } = await done(
      stage,
      who,
      stage.api.tx.subtensorModule!.addStake!(hotkey.publicKey, netuid, tao),
    );
    const bought = quoteSwap(poolOfNextBlock(before, netuid), 'buy', tao, after.get(Swap.FeeRate, netuid));
    if (!bought.ok) throw new Error(bought.code);
    const gained = stakeOf(after, key(hotkey), key(who), netuid) - stakeOf(before, key(hotkey), key(who), netuid);
    // A share rounds down: the stake that it is worth may be a rao below what was bought.
    expect(bought.outRao - gained).toBeGreaterThanOrEqual(0n);
    expect(bought.outRao - gained).toBeLessThanOrEqual(1n);
    const total = (state: State) => state.get(subtensor.TotalHotkeyAlpha, key(hotkey), netuid);
    expect(total(after) - total(before)).toBe(bought.outRao);
  }
}

/** The block of the next epoch, audited: recomputed from the state before it, with what the block itself opened. */
async function nextEpoch({ stage, netuid }: Life): Promise<Block> {
  const block = await stage.until(
    'an epoch',
    (candidate) => stateOf(candidate).get(subtensor.LastMechansimStepBlock, netuid) === BigInt(candidate.number),
    2 * TEMPO,
  );
  const before = parentOf(stage.net, block);
  const output = runSubnetEpoch(epochInput(before, netuid));
  const { differences } = compareEpoch(output, query(stateOf(block), storedEpochPlan(netuid)));
  expect(differences, `epoch in block ${block.number}`).toEqual([]);
  return block;
}

/** Of uids 0, 1 and 2 on the miners. */
const OPINIONS = [
  [
    [3, 55],
    [4, 35],
    [5, 10],
  ],
  [
    [3, 60],
    [4, 30],
    [5, 10],
  ],
  [
    [3, 50],
    [4, 40],
    [5, 10],
  ],
] as const;

/** Owner and validators commit, nobody can read it, and the chain opens it by itself when the beacon has spoken. */
async function commitWeights({ stage, ownerHotkey, validators, netuid }: Life): Promise<void> {
  const { api, net } = stage;
  for (const [uid, hotkey] of [ownerHotkey, ...validators].entries()) {
    const state = stateOf(net.chain.best);
    const opinion = OPINIONS[uid]!;
    const payload = encodePayload({
      hotkey: key(hotkey),
      uids: opinion.map(([uid]) => uid),
      values: opinion.map(([, value]) => value),
      versionKey: 0n,
    });
    const toEpoch = Number(state.get(subtensor.LastEpochBlock, netuid)) + TEMPO - net.chain.best.number;
    const nowMs = Number(state.get(storage.Timestamp.Now));
    const blockTimeMs = nowMs - Number(parentOf(net, net.chain.best).get(storage.Timestamp.Now));
    const round = revealRound({ nowMs, blocksAhead: toEpoch + 3, blockTimeMs }, QUICKNET);
    const beacon = { publicKey: state.get(Drand.BeaconConfig).public_key };
    const secrets = {
      K: new Uint8Array(32).fill(7 + uid),
      sigma: new Uint8Array(32).fill(9),
      nonce: new Uint8Array(12),
    };
    const commit = encryptToRound(beacon, round, payload, secrets);
    const call = api.tx.subtensorModule!.commitTimelockedMechanismWeights!(netuid, 0, toHex(commit), round, 4);
    const { before, after, events } = await done(stage, hotkey, call);
    expect(events).toContain('SubtensorModule.TimelockedWeightsCommitted');
    expect(freeOf(after, hotkey)).toBe(freeOf(before, hotkey));
    expect(after.get(subtensor.Weights, netuid, uid)).toEqual([]);
  }
  await nextEpoch({ stage, netuid } as Life);
  const isOpen = (block: Block) =>
    OPINIONS.every((_, uid) => stateOf(block).get(subtensor.Weights, netuid, uid).length > 0);
  const opened = stateOf(await stage.until('all commits opened', isOpen, TEMPO));
  for (const [uid, opinion] of OPINIONS.entries()) {
    const values = maxUpscaleWeights(opinion.map(([, value]) => value));
    expect(opened.get(subtensor.Weights, netuid, uid)).toEqual(opinion.map(([target], i) => [target, values[i]]));
  }
}

/** Miners get what the epoch gave them, validators and nominators by share; the owner the cut. */
async function paidEpoch(life: Life): Promise<void> {
  const { stage, netuid, ownerHotkey, validators, miners, people, nominator } = life;
  const block = await nextEpoch(life);
  const [before, after] = [parentOf(stage.net, block), stateOf(block)];
  const output = runSubnetEpoch(epochInput(before, netuid));
  expect(output.incentive[0]![3]).toBeGreaterThan(output.incentive[0]![5]!);
  const total = (state: State, hotkey: KeyringPair) => state.get(subtensor.TotalHotkeyAlpha, key(hotkey), netuid);
  for (const [i, miner] of miners.entries()) {
    expect(total(after, miner) - total(before, miner), `miner ${i}`).toBe(output.serverEmission[3 + i]);
  }
  const dividends = predictDividends(before, netuid, output);
  for (const validator of validators) {
    const dividend = dividends.get(toHex(key(validator)))!;
    expect(dividend.alphaRestRao).toBeGreaterThan(0n);
    expect(after.get(subtensor.AlphaDividendsPerSubnet, netuid, key(validator))).toBe(dividend.alphaRestRao);
    const expected = stakesAfter(before, netuid, key(validator), key(nominator), dividend);
    expect(total(after, validator)).toBe(expected.total);
    expect(stakeOf(after, key(validator), key(people), netuid)).toBe(expected.owner);
    expect(stakeOf(after, key(validator), key(nominator), netuid)).toBe(expected.nominator);
  }
  expect(stakeOf(after, key(validators[0]!), key(nominator), netuid)).toBeGreaterThan(
    stakeOf(before, key(validators[0]!), key(nominator), netuid),
  );
  // The owner's cut goes to its hotkey, and so does the hotkey's own dividend; nobody else is on it.
  const ownerCut = ownerCutOf(before, netuid);
  const dividend = dividends.get(toHex(key(ownerHotkey)))!;
  const gained = total(after, ownerHotkey) - total(before, ownerHotkey);
  expect(gained).toBe(ownerCut + dividend.alphaTakeRao + dividend.alphaRestRao + dividend.rootTakeRao);
}

/** A limit that the whole amount would pass: refused whole, or sold up to it. */
async function unstakeWithLimit({ stage, people, validators, netuid }: Life): Promise<void> {
  const { api, net } = stage;
  const hotkey = validators[1]!;
  const pool = poolOfNextBlock(stateOf(net.chain.best), netuid);
  const limitRao = (priceRao(spotPrice(pool)) * 97n) / 100n;
  const alpha = stakeOf(stateOf(net.chain.best), key(hotkey), key(people), netuid);
  const unstake = (partial: boolean) =>
    api.tx.subtensorModule!.removeStakeLimit!(hotkey.publicKey, netuid, alpha, limitRao, partial);
  expect((await stage.send(people, unstake(false))).error).toBe('SubtensorModule.SlippageTooHigh');

  const sold = await done(stage, people, unstake(true));
  const { before, after } = sold;
  const feeRate = before.get(Swap.FeeRate, netuid);
  const poolThen = poolOfNextBlock(before, netuid);
  const most = maxInputAtLimit(poolThen, 'sell', limitRao, feeRate);
  if (!most.ok) throw new Error(most.code);
  const swapped = swap(poolThen, { side: 'sell', amountRao: most.amountRao, feeRate, limitRao });
  if (!swapped.ok) throw new Error(swapped.code);
  expect(freeOf(after, people) - freeOf(before, people)).toBe(swapped.outRao - feeOf(sold, people));
  expect(stakeOf(after, key(hotkey), key(people), netuid)).toBeGreaterThan(0n);
}

/** The subnet is full: who registers takes the place of the one whom the rule names. */
async function makeRoom(life: Life): Promise<void> {
  const { stage, people, netuid } = life;
  const { adminUtils, subtensorModule } = stage.api.tx;
  const n = stateOf(stage.net.chain.best).get(subtensor.SubnetworkN, netuid);
  await asRoot(life, adminUtils!.sudoSetMinAllowedUids!(netuid, 1));
  await asRoot(life, adminUtils!.sudoSetMaxAllowedUids!(netuid, n));
  await asRoot(life, adminUtils!.sudoSetImmunityPeriod!(netuid, 3));
  await asRoot(life, adminUtils!.sudoSetMinNonImmuneUids!(netuid, 0));
  const newcomer = keyring().addFromUri('//life/miner/4');
  const { before, after } = await done(stage, people, subtensorModule!.burnedRegister!(netuid, newcomer.publicKey));
  const emission = before.get(subtensor.Emission, netuid);
  const pruned = neuronToPrune({
    neurons: Array.from({ length: n }, (_, uid) => ({
      emissionRao: emission[uid] ?? 0n,
      registeredAt: before.get(subtensor.BlockAtRegistration, netuid, uid),
    })),
    immortal: new Set([0]),
    block: BigInt(after.get(System.Number)),
    immunityPeriod: 3n,
    minNonImmuneUids: 0,
  });
  expect(after.get(subtensor.Uids, netuid, key(newcomer))).toBe(pruned);
  expect(after.get(subtensor.SubnetworkN, netuid)).toBe(n);
  const gone = before.get(subtensor.Keys, netuid, pruned!);
  expect(after.get(subtensor.Uids, netuid, gone)).toBeUndefined();
  // Whoever lost its place keeps its stake.
  expect(after.get(subtensor.TotalHotkeyAlpha, gone, netuid)).toBe(
    before.get(subtensor.TotalHotkeyAlpha, gone, netuid),
  );
}

const FIRST_HALVING_RAO = 10_500_000n * TAO;

/** Half as much TAO from the block on that begins with 10.5 million. */
async function crossHalving({ stage }: Life): Promise<void> {
  const issuance = (state: State) => state.get(subtensor.TotalIssuance);
  const isOver = (block: Block) => issuance(stateOf(block)) >= FIRST_HALVING_RAO;
  const block = isOver(stage.net.chain.best) ? stage.net.chain.best : await stage.until('the halving', isOver, 400);
  const next = await stage.until('the block after it', (candidate) => candidate.number > block.number, 2);
  const minted = (state: State) => query(state, blockCoinbasePlan()).mintedRao;
  expect(minted(parentOf(stage.net, next))).toBe(TAO / 2n);
  const grown = issuance(stateOf(next)) - issuance(parentOf(stage.net, next));
  expect(grown).toBeGreaterThan(0n);
  expect(grown).toBeLessThanOrEqual(TAO / 2n);
  const gap = (state: State) => state.get(Balances.TotalIssuance) - issuance(state);
  expect(gap(stateOf(next))).toBe(gap(parentOf(stage.net, next)));
}
