import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Bytes } from '../bytes.ts';
import { toHex } from '../bytes.ts';
import { ChainError } from '../error.ts';
import type { StorageItem } from '../schema/index.ts';
import { encodeValue, storage, storageKey } from '../schema/index.ts';
import {
  blockCoinbasePlan,
  blockEmission,
  drivePlan,
  drivePlanNow,
  epochInputPlan,
  netuidsPlan,
  rootProportion,
  shareAlpha,
  storedEpochPlan,
  subnetCoinbase,
  subnetSupplyPlan,
} from './index.ts';

const subtensor = storage.SubtensorModule;
const NETUID = 7;
const U64_MAX = (1n << 64n) - 1n;
const account = (byte: number): Bytes => new Uint8Array(32).fill(byte);
/** Hotkeys of uids 0, 1 and 2; `LENDER` is not registered. */
const HOTKEYS = [account(10), account(11), account(12)];
const LENDER = account(99);

class FakeState {
  readonly values = new Map<string, Bytes>();

  put<K extends readonly unknown[], S, A>(item: StorageItem<K, S, A>, ...keysAndValue: [...K, NoInfer<S>]): this {
    const keys = keysAndValue.slice(0, -1) as unknown as K;
    this.values.set(toHex(storageKey(item, ...keys)), encodeValue(item, keysAndValue.at(-1) as S));
    return this;
  }
  readonly read = (key: Uint8Array): Bytes | undefined => this.values.get(toHex(key));
}

/** A started subnet of three neurons beside root, with everything that an epoch reads set to something of its own. */
function subnetState(): FakeState {
  const state = new FakeState()
    .put(storage.System.Number, 499)
    .put(subtensor.TotalNetworks, 2)
    .put(subtensor.NetworksAdded, 0, true)
    .put(subtensor.NetworksAdded, NETUID, true)
    .put(subtensor.SubnetworkN, NETUID, 3)
    .put(subtensor.SubnetMechanism, NETUID, 1)
    .put(subtensor.FirstEmissionBlockNumber, NETUID, 1n)
    .put(subtensor.SubtokenEnabled, NETUID, true)
    .put(subtensor.SubnetEmissionEnabled, NETUID, false)
    .put(subtensor.CommitRevealWeightsEnabled, NETUID, false)
    .put(subtensor.SubnetOwnerHotkey, NETUID, HOTKEYS[1]!)
    .put(subtensor.Tempo, NETUID, 100)
    .put(subtensor.SubnetEpochIndex, NETUID, 41n)
    .put(subtensor.LastMechansimStepBlock, NETUID, 400n)
    .put(subtensor.AlphaValues, NETUID, [1000, 2000])
    .put(subtensor.ValidatorPermit, NETUID, [true, false])
    .put(subtensor.LastUpdate, NETUID, [480n, 0n, 3n])
    .put(subtensor.Weights, NETUID, 0, [
      [2, 65_535],
      [1, 7],
    ])
    .put(subtensor.Bonds, NETUID, 2, [[1, 9]])
    .put(subtensor.SubnetAlphaIn, NETUID, 5_000_000_000n)
    .put(subtensor.SubnetAlphaOut, NETUID, 9_000_000_000n)
    .put(subtensor.SubnetTAO, 0, 700_000_000n)
    .put(subtensor.PendingServerEmission, NETUID, 100n)
    .put(subtensor.PendingValidatorEmission, NETUID, 20n)
    .put(subtensor.PendingRootAlphaDivs, NETUID, 3n);
  HOTKEYS.forEach((hotkey, uid) => {
    state
      .put(subtensor.Keys, NETUID, uid, hotkey)
      .put(subtensor.Uids, NETUID, hotkey, uid)
      .put(subtensor.BlockAtRegistration, NETUID, uid, BigInt(uid))
      .put(subtensor.TotalHotkeyAlpha, hotkey, NETUID, 1_000n * BigInt(uid + 1));
  });
  return state
    .put(subtensor.TotalHotkeyAlpha, LENDER, NETUID, 600n)
    .put(subtensor.TotalHotkeyAlpha, LENDER, 0, 40n)
    .put(subtensor.ParentKeys, HOTKEYS[0]!, NETUID, [[U64_MAX, LENDER]])
    .put(subtensor.ChildKeys, HOTKEYS[2]!, NETUID, [[U64_MAX, LENDER]]);
}

const plannedOf = (state: FakeState) => drivePlanNow(epochInputPlan(NETUID), state.read);
const inputOf = (state: FakeState) => plannedOf(state).input;
/** The block's own alpha where no TAO is injected. */
const ISSUANCE = 14_000_000_000n;
const MINTED = blockEmission(ISSUANCE);
const share = shareAlpha(MINTED, rootProportion(700_000_000n, subtensor.TaoWeight.absent, ISSUANCE + MINTED), {
  ownerCut: subtensor.SubnetOwnerCut.absent,
  ownerCutEnabled: true,
});

describe('the inputs of an epoch', () => {
  it('are those of the block after the state', () => {
    const input = inputOf(subnetState());
    expect(input).toMatchObject({
      n: 3,
      currentBlock: 500n,
      epochIndex: 42n,
      lastMechanismStepBlock: 400n,
      tempo: 100,
    });
    expect(input).toMatchObject({ alphaLow: 1000, alphaHigh: 2000, kappa: 32_767, yuma3On: false, revealPeriod: 1n });
  });

  it('name the owner by uid, and nobody if the owner is not registered', () => {
    expect(inputOf(subnetState()).ownerUid).toBe(1);
    expect(inputOf(subnetState().put(subtensor.SubnetOwnerHotkey, NETUID, LENDER)).ownerUid).toBeUndefined();
  });

  it('keep rows in the stored order and vectors as they are', () => {
    const { mechanisms, validatorPermit, blockAtRegistration } = inputOf(subnetState());
    expect(mechanisms[0]!.weights[0]).toEqual({ columns: Uint16Array.of(2, 1), values: Uint16Array.of(65_535, 7) });
    expect(mechanisms[0]!.weights[1]).toEqual({ columns: Uint16Array.of(), values: Uint16Array.of() });
    expect(mechanisms[0]!.bonds[2]).toEqual({ columns: Uint16Array.of(1), values: Uint16Array.of(9) });
    expect(mechanisms[0]!.lastUpdate).toEqual(BigUint64Array.of(480n, 0n, 3n));
    expect(validatorPermit).toEqual([true, false]);
    expect(blockAtRegistration).toEqual(BigUint64Array.of(0n, 1n, 2n));
  });

  it('count stake after parents and children, registered or not', () => {
    const { alphaStake, taoStake } = inputOf(subnetState());
    expect(alphaStake).toEqual(BigUint64Array.of(1_600n, 2_000n, 0n));
    expect(taoStake).toEqual(BigUint64Array.of(40n, 0n, 0n));
  });

  it('give no stake to a uid without a hotkey', () => {
    const state = subnetState();
    state.values.delete(toHex(storageKey(subtensor.Keys, NETUID, 0)));
    expect(inputOf(state).alphaStake).toEqual(BigUint64Array.of(0n, 2_000n, 0n));
  });

  it("pay out the pendings and the block's own shares, root's part being recycled", () => {
    expect(inputOf(subnetState()).raoEmission).toBe(123n + share.server + share.validator);
  });

  it("keep root's part while moving prices sum to more than one TAO", () => {
    const state = subnetState().put(subtensor.SubnetMovingPrice, NETUID, (1n << 32n) + 1n);
    expect(inputOf(state).raoEmission).toBe(123n + share.server + share.validator + share.root);
  });

  it('pay out only the pendings of a subnet that has not been started', () => {
    expect(inputOf(subnetState().put(subtensor.SubtokenEnabled, NETUID, false)).raoEmission).toBe(123n);
  });

  it('read every mechanism under its own index', () => {
    const state = subnetState()
      .put(subtensor.MechanismCountCurrent, NETUID, 2)
      .put(subtensor.MechanismEmissionSplit, NETUID, [1, 65_534])
      .put(subtensor.Weights, NETUID + 4096, 1, [[0, 5]]);
    const { mechanisms, mechanismEmissionSplit } = inputOf(state);
    expect(mechanismEmissionSplit).toEqual([1, 65_534]);
    expect(mechanisms[1]!.weights[1]).toEqual({ columns: Uint16Array.of(0), values: Uint16Array.of(5) });
    expect(mechanisms[1]!.lastUpdate).toHaveLength(0);
  });

  it('take the commits of registered hotkeys that have not expired', () => {
    const state = subnetState()
      .put(subtensor.CommitRevealWeightsEnabled, NETUID, true)
      .put(subtensor.RevealPeriodEpochs, NETUID, 2n)
      .put(subtensor.WeightCommits, NETUID, HOTKEYS[2]!, [[account(1), 40n, 450n, 0n]])
      .put(subtensor.TimelockedWeightCommits, NETUID, 39n, [[HOTKEYS[0]!, 390n, Uint8Array.of(1), 5n]])
      .put(subtensor.TimelockedWeightCommits, NETUID, 41n, [
        [HOTKEYS[1]!, 470n, Uint8Array.of(1), 5n],
        [LENDER, 471n, Uint8Array.of(1), 5n],
      ]);
    const [{ weightCommits, timelockedCommits }] = inputOf(state).mechanisms as [never];
    expect(weightCommits).toEqual([{ uid: 2, queue: [{ epoch: 40n, block: 450n }] }]);
    expect(timelockedCommits).toEqual([{ epoch: 41n, commits: [{ uid: 1, block: 470n }] }]);
  });

  it('name the time-locked commits that their own block may open, with the pulse where there is one', () => {
    const due = (round: bigint) => [HOTKEYS[0]!, 450n, Uint8Array.of(1), round] as const;
    const state = subnetState()
      .put(subtensor.CommitRevealWeightsEnabled, NETUID, true)
      .put(subtensor.TimelockedWeightCommits, NETUID, 41n, [due(5n), due(6n)])
      .put(storage.Drand.Pulses, 5n, { round: 5n, randomness: account(1), signature: Uint8Array.of(7) });
    expect(plannedOf(state).due).toEqual([
      { mechanism: 0, uid: 0, hotkey: HOTKEYS[0], block: 450n, commit: Uint8Array.of(1), signature: Uint8Array.of(7) },
      { mechanism: 0, uid: 0, hotkey: HOTKEYS[0], block: 450n, commit: Uint8Array.of(1), signature: undefined },
    ]);
    expect(inputOf(state).mechanisms[0]!.timelockedCommits).toHaveLength(1);
  });

  it('count the alpha that the block mints after it has put TAO and alpha into the pool', () => {
    const state = subnetState()
      .put(subtensor.SubnetEmissionEnabled, NETUID, true)
      .put(subtensor.SubnetTAO, NETUID, 5_000_000_000n)
      .put(subtensor.SubnetMovingPrice, NETUID, (1n << 32n) + 1n)
      .put(subtensor.TotalIssuance, 1_000_000_000_000_000n);
    const { taoEmissions } = drivePlanNow(blockCoinbasePlan(), state.read);
    const { share: ours, alphaInRao } = subnetCoinbase(
      drivePlanNow(subnetSupplyPlan(NETUID), state.read),
      taoEmissions.get(NETUID)!,
    );
    expect(alphaInRao).toBeGreaterThan(0n);
    expect(ours.root).toBeLessThan(share.root);
    expect(inputOf(state).raoEmission).toBe(123n + ours.server + ours.validator + ours.root);
  });

  it('are the same however the values arrive, in four rounds', async () => {
    const state = subnetState();
    const rounds: number[] = [];
    const planned = await drivePlan(epochInputPlan(NETUID), async (keys) => {
      rounds.push(keys.length);
      return keys.map(state.read);
    });
    expect(planned).toEqual(plannedOf(state));
    expect(rounds).toHaveLength(4);
  });
});

describe('an epoch whose inputs cannot be known at the parent', () => {
  const refusal = (state: FakeState): string => {
    try {
      inputOf(state);
    } catch (error) {
      return (error as ChainError).code;
    }
    return 'none';
  };

  it('is refused when a reveal period would make us ask for more than the chain allows', () => {
    const state = subnetState()
      .put(subtensor.CommitRevealWeightsEnabled, NETUID, true)
      .put(subtensor.RevealPeriodEpochs, NETUID, 101n);
    expect(refusal(state)).toBe('economy/reveal-period');
  });

  it('is refused when a state claims more neurons than any subnet has', () => {
    expect(refusal(subnetState().put(subtensor.SubnetworkN, NETUID, 65_535))).toBe('economy/too-many-neurons');
  });

  it('is refused with the name of the value when a value is not of its type', () => {
    const state = subnetState();
    const keys = [...state.values.keys()];
    fc.assert(
      fc.property(fc.constantFrom(...keys), fc.uint8Array({ maxLength: 40 }), (key, bytes) => {
        const damaged = new FakeState();
        for (const [k, v] of state.values) damaged.values.set(k, k === key ? Uint8Array.from(bytes) : v);
        try {
          inputOf(damaged);
        } catch (error) {
          expect(error).toBeInstanceOf(ChainError);
        }
      }),
      { seed: 6, numRuns: 300 },
    );
  });
});

describe('the list of networks', () => {
  it('finds networks beyond gaps in the numbering', () => {
    const state = new FakeState().put(subtensor.TotalNetworks, 3);
    for (const netuid of [0, 2, 70]) state.put(subtensor.NetworksAdded, netuid, true);
    expect(drivePlanNow(netuidsPlan(), state.read)).toEqual([0, 2, 70]);
  });

  it('is refused, not searched for ever, when networks are missing', () => {
    const state = new FakeState().put(subtensor.TotalNetworks, 3).put(subtensor.NetworksAdded, 0, true);
    expect(() => drivePlanNow(netuidsPlan(), state.read)).toThrowError('expected 3 networks, found 1');
  });
});

describe('what an epoch stored', () => {
  it('is read as it stands, with as many elements as were stored', () => {
    const state = subnetState()
      .put(subtensor.Consensus, NETUID, [1, 2])
      .put(subtensor.Emission, NETUID, [5n])
      .put(subtensor.Incentive, NETUID, [3, 4, 5, 6]);
    const stored = drivePlanNow(storedEpochPlan(NETUID), state.read);
    expect(stored.consensus).toEqual(Uint16Array.of(1, 2));
    expect(stored.emission).toEqual(BigUint64Array.of(5n));
    expect(stored.incentive).toEqual([Uint16Array.of(3, 4, 5, 6)]);
    expect(stored.validatorPermit).toEqual([true, false]);
    expect(stored.bonds[0]![2]).toEqual({ columns: Uint16Array.of(1), values: Uint16Array.of(9) });
  });

  it('comes with the uids that were given to others since', () => {
    const state = subnetState().put(subtensor.LastMechansimStepBlock, NETUID, 600n);
    [599n, 600n, 601n].forEach((block, uid) => {
      state.put(subtensor.BlockAtRegistration, NETUID, uid, block);
    });
    expect(drivePlanNow(storedEpochPlan(NETUID), state.read).registeredSince).toEqual([1, 2]);
  });
});
