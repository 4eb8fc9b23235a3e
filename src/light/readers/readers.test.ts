import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Bytes } from '../../chain/bytes.ts';
import { fromHex, toHex, utf8 } from '../../chain/bytes.ts';
import { ChainError } from '../../chain/error.ts';
import { storage } from '../../chain/schema/index.ts';
import { isLightError } from '../errors.ts';
import { blockRef, FakeEngine, FakeState, withBlockHashes } from '../testing/fake-state.ts';
import { formatAxon } from './axon.ts';
import {
  readBlockRefs,
  readEpochClocks,
  readEpochRecord,
  readHyperparameters,
  readMetagraph,
  readSubnetList,
} from './index.ts';
import { MAX_NEURONS } from './read-plan-at.ts';
import { MAX_NAME_CHARS, printableName } from './text.ts';

const subtensor = storage.SubtensorModule;
const account = (byte: number): Bytes => new Uint8Array(32).fill(byte);
const NETUID = 3;
const N = 4;
const HEAD = blockRef(500);
const AXON = {
  block: 1n,
  version: 1,
  ip: 0x01020304n,
  port: 8091,
  ip_type: 4,
  protocol: 4,
  placeholder1: 0,
  placeholder2: 0,
};
const IDENTITY = {
  subnet_name: utf8('Apex \u202emalicious\nname'),
  github_repo: utf8(''),
  subnet_contact: utf8(''),
  subnet_url: utf8(''),
  discord: utf8(''),
  description: utf8(''),
  logo_url: utf8(''),
  additional: utf8(''),
};

/** Root and one subnet of four neurons, whose last epoch ran in block 490. */
function chainState(): FakeState {
  const state = new FakeState()
    .put(storage.System.Number, HEAD.number)
    .put(subtensor.TotalNetworks, 2)
    .put(subtensor.NetworksAdded, 0, true)
    .put(subtensor.NetworksAdded, NETUID, true)
    .put(subtensor.SubnetIdentitiesV3, NETUID, IDENTITY)
    .put(subtensor.TokenSymbol, NETUID, utf8('γ'))
    .put(subtensor.SubnetworkN, NETUID, N)
    .put(subtensor.SubnetOwner, NETUID, account(9))
    .put(subtensor.SubnetOwnerHotkey, NETUID, account(10))
    .put(subtensor.SubnetMechanism, NETUID, 1)
    .put(subtensor.SubnetTAO, NETUID, 77n)
    .put(subtensor.Tempo, NETUID, 100)
    .put(subtensor.LastEpochBlock, NETUID, 490n)
    .put(subtensor.LastMechansimStepBlock, NETUID, 490n)
    .put(subtensor.BlocksSinceLastStep, NETUID, 10n)
    .put(subtensor.SubnetEpochIndex, NETUID, 5n)
    .put(subtensor.TaoWeight, 1n << 63n)
    .put(subtensor.Active, NETUID, [true, false, true, true])
    .put(subtensor.ValidatorPermit, NETUID, [true, false, false])
    .put(subtensor.Consensus, NETUID, [0, 65_535, 1, 2, 99])
    .put(subtensor.Emission, NETUID, [1n, 2n, 3n, 4n])
    .put(subtensor.LastUpdate, NETUID, [480n, 0n])
    .put(subtensor.CommitRevealWeightsEnabled, NETUID, false)
    .put(subtensor.Axons, NETUID, account(21), AXON);
  for (let uid = 0; uid < N; uid++) {
    state
      .put(subtensor.Keys, NETUID, uid, account(20 + uid))
      .put(subtensor.Owner, account(20 + uid), account(40 + uid))
      .put(subtensor.BlockAtRegistration, NETUID, uid, BigInt(uid))
      .put(subtensor.TotalHotkeyAlpha, account(20 + uid), NETUID, 1_000n)
      .put(subtensor.TotalHotkeyAlpha, account(20 + uid), 0, 10n);
  }
  return withBlockHashes(state, HEAD.number, 480);
}

function world(change: (state: FakeState) => void = () => undefined) {
  const state = chainState();
  change(state);
  return new FakeEngine([
    [HEAD, state],
    [blockRef(489), state],
    [blockRef(490), state],
  ]);
}

describe('the subnet list', () => {
  it('has a line for every network, root included, ascending', async () => {
    const fake = world();
    const { at, subnets } = await readSubnetList(fake.engine, HEAD);
    expect(at).toBe(HEAD);
    expect(subnets.map(({ netuid, name, n }) => [netuid, name, n])).toEqual([
      [0, 'root', 0],
      [NETUID, 'Apex malicious name', N],
    ]);
    expect(subnets[1]).toMatchObject({
      symbol: 'γ',
      validators: 1,
      poolMechanism: 1,
      taoInPoolRao: 77n,
      ownerHotkey: account(10),
      ownerColdkey: account(9),
      maxAllowedUids: 256,
      epoch: { tempoBlocks: 100, lastEpochBlock: 490, epochIndex: 5n, lastStepBlock: 490, blocksSinceLastStep: 10 },
    });
    expect(fake.rounds.length).toBeLessThanOrEqual(4);
  });

  it('names a subnet that does not say its name by its number', async () => {
    const { subnets } = await readSubnetList(
      world((state) => state.remove(subtensor.SubnetIdentitiesV3, NETUID)).engine,
      HEAD,
    );
    expect(subnets[1]!.name).toBe('Subnet 3');
  });

  it('refuses a state that counts networks which are not there', async () => {
    const fake = world((state) => state.put(subtensor.TotalNetworks, 9));
    await expect(readSubnetList(fake.engine, HEAD)).rejects.toMatchObject({
      code: 'light/unexpected-state',
      data: { item: 'SubtensorModule.TotalNetworks' },
    });
  });
});

describe('the metagraph', () => {
  it('has a row per uid in four round trips', async () => {
    const fake = world();
    const metagraph = await readMetagraph(fake.engine, NETUID, HEAD);
    expect(fake.rounds).toHaveLength(4);
    expect(metagraph).toMatchObject({ netuid: NETUID, at: HEAD, n: N });
    expect(metagraph.hotkeys).toEqual([20, 21, 22, 23].map(account));
    expect(metagraph.coldkeys).toEqual([40, 41, 42, 43].map(account));
    expect(metagraph.axons).toEqual(['', '1.2.3.4:8091', '', '']);
    expect(metagraph.emission).toEqual(BigUint64Array.of(1n, 2n, 3n, 4n));
    expect(metagraph.blockAtRegistration).toEqual(BigUint64Array.of(0n, 1n, 2n, 3n));
  });

  it('weighs root stake with TaoWeight', async () => {
    const metagraph = await readMetagraph(world().engine, NETUID, HEAD);
    expect(metagraph.alphaStake[0]).toBe(1_000n);
    expect(metagraph.taoStake[0]).toBe(10n);
    expect(metagraph.totalStake[0]).toBe(1_005n);
  });

  it('takes what is stored shorter as zeros, and ignores what is beyond n', async () => {
    const metagraph = await readMetagraph(world().engine, NETUID, HEAD);
    expect(metagraph.validatorPermit).toEqual([true, false, false, false]);
    expect(metagraph.consensus).toEqual(Uint16Array.of(0, 65_535, 1, 2));
    expect(metagraph.lastUpdate).toEqual(BigUint64Array.of(480n, 0n, 0n, 0n));
    expect(metagraph.stakeWeight).toEqual(new Uint16Array(N));
  });

  it('is empty for a subnet that is not there', async () => {
    const metagraph = await readMetagraph(world().engine, 77, HEAD);
    expect(metagraph).toMatchObject({ n: 0, hotkeys: [], axons: [] });
  });

  it('refuses a uid without a hotkey and a subnet beyond all bounds, by the name of the item', async () => {
    for (const [change, item] of [
      [(state: FakeState) => state.remove(subtensor.Keys, NETUID, 2), 'SubtensorModule.Keys'],
      [(state: FakeState) => state.put(subtensor.SubnetworkN, NETUID, MAX_NEURONS + 1), 'SubtensorModule.SubnetworkN'],
      [
        (state: FakeState) => state.putBytes(subtensor.Emission, Uint8Array.of(255, 255), NETUID),
        'SubtensorModule.Emission',
      ],
    ] as const) {
      const read = readMetagraph(world((state) => void change(state)).engine, NETUID, HEAD);
      await expect(read).rejects.toMatchObject({
        code: 'light/unexpected-state',
        data: { item: expect.stringMatching(`^${item}`) },
      });
    }
  });
});

describe('hyperparameters and epoch clocks', () => {
  it('come with unit and docs, defaults where the chain stores nothing, in one round trip', async () => {
    const fake = world((state) => state.put(subtensor.Kappa, NETUID, 7).put(subtensor.AlphaValues, NETUID, [1, 2]));
    const parameters = await readHyperparameters(fake.engine, NETUID, HEAD);
    expect(fake.rounds).toHaveLength(1);
    const byName = new Map(parameters.map((parameter) => [parameter.name, parameter]));
    expect(byName.get('Kappa')).toMatchObject({ value: 7n, unit: '/65535', docs: expect.stringMatching(/\w/) });
    expect(byName.get('AlphaValues')!.value).toEqual([1, 2]);
    expect(byName.get('ImmunityPeriod')!.value).toBe(4096n);
    expect(byName.get('Yuma3On')!.value).toBe(false);
    expect(byName.size).toBe(parameters.length);
  });

  it('tell several clocks at once, and refuse a block number that no chain reaches', async () => {
    const fake = world();
    const clocks = await readEpochClocks(fake.engine, [NETUID, 0], HEAD);
    expect(clocks.map(({ lastStepBlock }) => lastStepBlock)).toEqual([490, 0]);
    expect(fake.rounds).toHaveLength(1);
    const absurd = world((state) => state.put(subtensor.PendingEpochAt, NETUID, 1n << 60n));
    await expect(readEpochClocks(absurd.engine, [NETUID], HEAD)).rejects.toMatchObject({
      code: 'light/unexpected-state',
    });
  });
});

describe('block references', () => {
  it('are proved by the state of the head', async () => {
    await expect(readBlockRefs(world().engine, [481, 500], HEAD)).resolves.toEqual([blockRef(481), HEAD]);
  });

  it('are refused above the head and beyond what it remembers', async () => {
    for (const number of [501, 12]) {
      await expect(readBlockRefs(world().engine, [number], HEAD)).rejects.toMatchObject({
        code: 'light/unknown-block',
      });
    }
  });
});

describe('the record of an epoch', () => {
  it('holds the inputs at the parent and what was stored at the block', async () => {
    const before = chainState().put(storage.System.Number, 489).put(subtensor.SubnetEpochIndex, NETUID, 4n);
    before.put(subtensor.Consensus, NETUID, []);
    const after = chainState().put(storage.System.Number, 490);
    const fake = new FakeEngine([
      [HEAD, chainState()],
      [blockRef(489), before],
      [blockRef(490), after],
    ]);
    const record = await readEpochRecord(fake.engine, NETUID, 490, HEAD);
    expect(record).toMatchObject({ netuid: NETUID, epochIndex: 5n, parent: blockRef(489), block: blockRef(490) });
    expect(record.input).toMatchObject({ n: N, currentBlock: 490n, epochIndex: 5n, tempo: 100 });
    expect(record.stored.consensus[1]).toBe(65_535);
  });

  it('is refused for a block in which none ran', async () => {
    const fake = new FakeEngine([
      [HEAD, chainState()],
      [blockRef(484), chainState()],
      [blockRef(485), chainState()],
    ]);
    await expect(readEpochRecord(fake.engine, NETUID, 485, HEAD)).rejects.toMatchObject({ code: 'light/no-epoch' });
  });

  it('passes on why the inputs cannot be known', async () => {
    const fake = world((state) =>
      state
        .put(subtensor.FirstEmissionBlockNumber, NETUID, 1n)
        .put(subtensor.SubtokenEnabled, NETUID, true)
        .put(storage.Swap.SwapBalancer, NETUID, { quote: 0n }),
    );
    await expect(readEpochRecord(fake.engine, NETUID, 490, HEAD)).rejects.toMatchObject({ code: 'economy/bad-pool' });
  });
});

describe('states damaged in any place', () => {
  it('are read or refused with a typed error, never with another', async () => {
    const keys = [...chainState().values.keys()];
    const damage = fc.tuple(fc.constantFrom(...keys), fc.uint8Array({ maxLength: 40 }));
    await fc.assert(
      fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 4 }), async (damages) => {
        const fake = world((state) => {
          for (const [key, bytes] of damages) state.values.set(key, Uint8Array.from(bytes));
        });
        const reads = [
          () => readSubnetList(fake.engine, HEAD),
          () => readMetagraph(fake.engine, NETUID, HEAD),
          () => readHyperparameters(fake.engine, NETUID, HEAD),
          () => readEpochRecord(fake.engine, NETUID, 490, HEAD),
        ];
        for (const read of reads) {
          const error: unknown = await read().then(
            () => undefined,
            (reason: unknown) => reason,
          );
          if (error !== undefined && !isLightError(error) && !(error instanceof ChainError)) throw error;
        }
      }),
      { seed: 5, numRuns: 60 },
    );
  });
});

describe('names', () => {
  it('are one printable line of bounded length, whatever bytes they come from', () => {
    expect(printableName(utf8('  a\t\u0000b  '))).toBe('a b');
    expect([...printableName(utf8('x'.repeat(10_000)))]).toHaveLength(MAX_NAME_CHARS);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
        const name = printableName(bytes);
        expect([...name].length).toBeLessThanOrEqual(MAX_NAME_CHARS);
        expect(name).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
      }),
      { seed: 3 },
    );
  });
});

describe('axons', () => {
  const at = (ip: bigint, ip_type: number) => formatAxon({ ...AXON, ip, ip_type });
  it('are written as people write addresses', () => {
    expect(at(0xffffffffn, 4)).toBe('255.255.255.255:8091');
    const v6 = (hex: string) => BigInt(toHex(fromHex(hex)));
    expect(at(v6('0x20010db8000000000000000000000001'), 6)).toBe('[2001:db8::1]:8091');
    expect(at(v6('0x20010db8000000010000000000000001'), 6)).toBe('[2001:db8:0:1::1]:8091');
    expect(at(v6('0x00000000000000000000000000000001'), 6)).toBe('[::1]:8091');
    expect(at(v6('0x00100000000100000000000500060007'), 6)).toBe('[10:0:1::5:6:7]:8091');
    expect(at(v6('0x00010002000300040005000600070000'), 6)).toBe('[1:2:3:4:5:6:7:0]:8091');
    expect(at(v6('0xfe800000000000000000000000000000'), 6)).toBe('[fe80::]:8091');
  });
  it('are nothing when nothing is served or the address is none', () => {
    expect(formatAxon(undefined)).toBe('');
    expect(at(0n, 4)).toBe('');
    expect(at(1n << 40n, 4)).toBe('');
    expect(at(1n, 9)).toBe('');
  });
});
