import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { U64_MAX } from '../../../../src/chain/fixed/index.ts';
import { storage } from '../../../../src/chain/schema/index.ts';
import type { State } from '../../../state.ts';
import type { BlockExecution } from '../../block-execution.ts';
import { account, addNetwork, addNeuron, stakeFromNowhere, testBlock } from '../../execution.fixture.ts';
import { setChildren } from '../delegation/index.ts';
import { distribute } from '../distribution.ts';
import { ROOT, stakeOf } from '../ledger.ts';
import { epochOutput } from './epoch-output.fixture.ts';

const subtensor = storage.SubtensorModule;
const NETUID = 1;
const SEED = 107;
const RUNS = 60;

interface Neuron {
  readonly coldkey: number;
  readonly ownRao: bigint;
  readonly nominations: readonly bigint[];
  readonly rootRao: bigint;
  readonly take: number;
  readonly childkeyTake: number;
  /** Lends so much (of 2^64−1) to the neuron before it. */
  readonly lends: bigint;
  readonly server: bigint;
  readonly validator: bigint;
}

const rao = fc.bigInt({ min: 0n, max: 10n ** 15n });
const neuron = fc.record<Neuron>({
  coldkey: fc.integer({ min: 0, max: 4 }),
  ownRao: rao,
  nominations: fc.array(rao, { maxLength: 3 }),
  rootRao: fc.oneof(fc.constant(0n), rao),
  take: fc.integer({ min: 0, max: 11_796 }),
  childkeyTake: fc.integer({ min: 0, max: 11_796 }),
  lends: fc.oneof(fc.constant(0n), fc.bigInt({ min: 1n, max: U64_MAX })),
  server: fc.oneof(fc.constant(0n), fc.bigInt({ min: 0n, max: 10n ** 11n })),
  validator: fc.oneof(fc.constant(0n), fc.bigInt({ min: 0n, max: 10n ** 11n })),
});
const epoch = fc.record({
  neurons: fc.array(neuron, { minLength: 1, maxLength: 8 }),
  recycles: fc.boolean(),
  autoStakes: fc.boolean(),
  /** Of the servers' pending that the epoch gives nobody. */
  spareRao: fc.bigInt({ min: 0n, max: 1_000n }),
  validatorRao: fc.bigInt({ min: 0n, max: 10n ** 12n }),
  rootRao: fc.oneof(fc.constant(0n), fc.bigInt({ min: 0n, max: 10n ** 12n })),
  ownerCut: fc.bigInt({ min: 0n, max: 10n ** 12n }),
});
type Epoch = typeof epoch extends fc.Arbitrary<infer T> ? T : never;

const hotkeyOf = (uid: number) => account(`hotkey-${uid}`);
const coldkeyOf = (index: number) => account(`coldkey-${index}`);
const nominatorOf = (index: number) => account(`nominator-${index}`);

/** Coldkey 0 owns the subnet, and with it whatever neurons it has. */
function build({ neurons, recycles, autoStakes }: Epoch): BlockExecution {
  const execution = testBlock(360);
  const { state } = execution;
  addNetwork(execution, ROOT);
  addNetwork(execution, NETUID, { owner: coldkeyOf(0) });
  state.put(subtensor.TaoWeight, U64_MAX / 5n);
  if (recycles) state.put(subtensor.RecycleOrBurn, NETUID, { type: 'Recycle', value: undefined });
  for (const [uid, { coldkey, ownRao, nominations, rootRao, take, childkeyTake }] of neurons.entries()) {
    addNeuron(execution, NETUID, hotkeyOf(uid), coldkeyOf(coldkey), ownRao);
    for (const [i, amount] of nominations.entries()) {
      stakeFromNowhere(execution, hotkeyOf(uid), nominatorOf(i), NETUID, amount);
    }
    stakeFromNowhere(execution, hotkeyOf(uid), nominatorOf(0), ROOT, rootRao);
    state.put(subtensor.Delegates, hotkeyOf(uid), take);
    state.put(subtensor.ChildkeyTake, hotkeyOf(uid), NETUID, childkeyTake);
  }
  for (const [uid, { lends }] of neurons.entries()) {
    if (uid > 0 && lends > 0n) setChildren(state, hotkeyOf(uid), NETUID, [[lends, hotkeyOf(uid - 1)]]);
  }
  if (autoStakes) state.put(subtensor.AutoStakeDestination, coldkeyOf(1), NETUID, hotkeyOf(0));
  return execution;
}

const sum = (values: readonly bigint[]): bigint => values.reduce((total, value) => total + value, 0n);

const held = (state: State): bigint =>
  sum(state.entriesOf(subtensor.TotalHotkeyAlpha).flatMap(([[, netuid], alpha]) => (netuid === NETUID ? [alpha] : [])));

function run(given: Epoch) {
  const execution = build(given);
  const { state } = execution;
  const server = given.neurons.map((of) => of.server);
  const validator = given.neurons.map((of) => of.validator);
  const pendings = {
    server: sum(server) + given.spareRao,
    validator: given.validatorRao,
    root: given.rootRao,
    ownerCut: given.ownerCut,
  };
  state.change(subtensor.SubnetAlphaOut, NETUID, (alpha) => alpha + sum(Object.values(pendings)));
  const before = { held: held(state), out: state.get(subtensor.SubnetAlphaOut, NETUID) };
  const stakes = () =>
    given.neurons.map(({ nominations }, uid) =>
      nominations.map((_, i) => stakeOf(state, hotkeyOf(uid), nominatorOf(i), NETUID)),
    );
  const nominatedBefore = stakes();
  distribute(execution, NETUID, pendings, epochOutput(server, validator));
  const waiting = state
    .entriesOf(subtensor.RootAlphaDividendsPerSubnet, NETUID)
    .filter(([[, hotkey]]) => state.get(subtensor.RootClaimable, hotkey).length > 0);
  return {
    drained: sum(Object.values(pendings)),
    paid: held(state) - before.held,
    waiting: sum(waiting.map(([, amount]) => amount)),
    recycled: before.out - state.get(subtensor.SubnetAlphaOut, NETUID),
    withheld: sum(given.neurons.filter(({ coldkey }) => coldkey === 0).map((of) => of.server)),
    incentive: sum(server),
    hasRootClaim: sum(given.neurons.map(({ rootRao }) => rootRao)) > 0n,
    dividends: sum(validator),
    nominatedBefore,
    nominatedAfter: stakes(),
  };
}

describe('an epoch that is paid out', () => {
  it('pays, keeps waiting and recycles no more than was drained, with nothing withheld paid', () => {
    fc.assert(
      fc.property(epoch, (given) => {
        const { drained, paid, waiting, recycled, withheld } = run(given);
        expect(recycled).toBe(given.recycles ? withheld : 0n);
        expect(paid + waiting + withheld).toBeLessThanOrEqual(drained);
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });

  it('leaves unassigned only what nobody has a claim on, and what flooring and shares of 32 bits lose', () => {
    fc.assert(
      fc.property(epoch, (given) => {
        const result = run(given);
        const toNobody = drainedToNobody(given, result);
        const lost = result.drained - result.paid - result.waiting - result.withheld - toNobody;
        const hotkeys = BigInt(given.neurons.length);
        const pots = given.validatorRao + given.rootRao + given.spareRao;
        const bound = 4n * hotkeys + 2n * hotkeys * ((pots >> 32n) + 1n);
        expect(lost).toBeGreaterThanOrEqual(0n);
        // A root part can be too small to have a claim at all.
        if (lost > bound) expect(result.waiting).toBe(0n);
        expect(lost).toBeLessThanOrEqual(bound + (result.waiting === 0n ? given.rootRao : 0n));
      }),
      { seed: SEED + 1, numRuns: RUNS },
    );
  });

  it('raises the stakes of all nominators of a hotkey in proportion', () => {
    fc.assert(
      fc.property(epoch, (given) => {
        const { nominatedBefore, nominatedAfter } = run(given);
        nominatedBefore.forEach((stakes, uid) => {
          for (const [i, stake] of stakes.entries()) {
            const other = stakes[0]!;
            const [gain, otherGain] = [nominatedAfter[uid]![i]! - stake, nominatedAfter[uid]![0]! - other];
            const difference = gain * other - otherGain * stake;
            // A rao of flooring on each of the four readings; a small pool can grow by many times itself.
            const tolerance = 2n * (stake + other + gain + otherGain) + 4n;
            expect(difference < 0n ? -difference : difference).toBeLessThanOrEqual(tolerance);
          }
        });
      }),
      { seed: SEED + 2, numRuns: RUNS },
    );
  });
});

/** The servers' pending without a miner, and pots that no dividend measures. */
function drainedToNobody(given: Epoch, { incentive, dividends, hasRootClaim }: ReturnType<typeof run>): bigint {
  const pot = given.validatorRao + (incentive === 0n ? given.spareRao : 0n);
  const spare = incentive === 0n ? 0n : given.spareRao;
  return spare + (dividends === 0n ? pot : 0n) + (dividends === 0n || !hasRootClaim ? given.rootRao : 0n);
}
