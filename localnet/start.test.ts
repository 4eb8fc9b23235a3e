import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toHex } from '../src/chain/bytes.ts';
import { drivePlan, drivePlanNow, epochInputPlan, storedEpochPlan } from '../src/chain/economy/index.ts';
import { sr25519FromUri } from '../src/chain/keys.ts';
import { decodeValue, storage, storageKey } from '../src/chain/schema/index.ts';
import type { ComputeCore } from '../src/chain/yuma/index.ts';
import { compareEpoch, computeCore, runSubnetEpoch } from '../src/chain/yuma/index.ts';
import { remark, sign } from './chain/chain.fixture.ts';
import type { Localnet, Log, StartOptions } from './index.ts';
import { startLocalnet } from './index.ts';
import type { LightClient } from './light-client.fixture.ts';
import { startSmoldot } from './light-client.fixture.ts';
import { TAO } from './residents/index.ts';
import { exportState } from './snapshot/index.ts';
import { State } from './state.ts';

let localnet: Localnet;
let client: LightClient;
/** The events that were logged. */
const lines: string[] = [];
beforeAll(async () => {
  localnet = await startLocalnet({ blockTimeMs: 500, p2pPort: 0, rpcPort: 0, log: (_, event) => lines.push(event) });
  client = await startSmoldot(localnet.chainSpec);
});
afterAll(async () => {
  await client.close();
  await localnet.close();
});

/** Polls until `read` gives something. */
async function eventually<T>(read: () => T | undefined | Promise<T | undefined>): Promise<T> {
  for (;;) {
    const value = await read();
    if (value !== undefined) return value;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe('the localnet, seen by an unmodified light client', () => {
  it('has at least eighty finalized blocks from the start, and more of them all the time', async () => {
    expect(localnet.chain.finalized.number).toBeGreaterThanOrEqual(80);
    const { number } = localnet.chain.finalized;
    const numberKey = toHex(storageKey(storage.System.Number));
    await eventually(async () => {
      const at = await client.request('chain_getFinalizedHead');
      const value = await client.request<string | null>('state_getStorage', [numberKey, at]);
      const seen =
        value === null ? 0 : decodeValue(storage.System.Number, Uint8Array.from(Buffer.from(value.slice(2), 'hex')));
      return seen > number ? seen : undefined;
    });
  });

  it('takes a transaction from it into a block', async () => {
    const extrinsic = sign(localnet.chain, sr25519FromUri('//Alice'), remark());
    await client.request('author_submitExtrinsic', [toHex(extrinsic)]);
    const included = await eventually(() => {
      const { best } = localnet.chain;
      return best.body.some((bytes) => toHex(bytes) === toHex(extrinsic)) ? best : undefined;
    });
    expect(included.body.length).toBeGreaterThan(1);
  });

  it('lets it recompute an epoch from proved values and find it equal', async () => {
    const { chain } = localnet;
    const block = await eventually(() => {
      const ran = decodeValue(
        storage.SubtensorModule.LastMechansimStepBlock,
        chain.finalized.state!.get(storageKey(storage.SubtensorModule.LastMechansimStepBlock, 2)),
      );
      return chain.byNumber(Number(ran));
    });
    const read = (at: Uint8Array) => async (keys: readonly Uint8Array[]) => {
      const [{ changes }] = await client.request<[{ changes: [string, string | null][] }]>('state_queryStorageAt', [
        keys.map(toHex),
        toHex(at),
      ]);
      const values = new Map(changes);
      return keys.map((key) => {
        const value = values.get(toHex(key));
        return value === null || value === undefined ? undefined : Uint8Array.from(Buffer.from(value.slice(2), 'hex'));
      });
    };
    const { input } = await drivePlan(epochInputPlan(2), read(block.header.parentHash));
    const stored = await drivePlan(storedEpochPlan(2), read(block.hash));
    expect(stored).toEqual(drivePlanNow(storedEpochPlan(2), (key) => block.state!.get(key)));
    expect(compareEpoch(runSubnetEpoch(input), stored).differenceCount).toBe(0);
  });

  it('refuses none of its own residents', () => {
    expect(lines.filter((event) => event === 'refused')).toEqual([]);
  });
});

describe('startLocalnet', () => {
  const stateOf = ({ chain }: Localnet, number: number) => new State(chain.byNumber(number)!.state!);
  const start = (options: StartOptions) => startLocalnet({ p2pPort: 0, rpcPort: 0, makeBlocks: false, ...options });

  it('gives a chain a history in which time-locked weights have been opened and hashes revealed', () => {
    const { chain } = localnet;
    const events = Array.from({ length: 128 }, (_, i) => stateOf(localnet, i + 1).get(storage.System.Events)).flat();
    const named = (name: string) => events.filter(({ event }) => event.value[0].type === name);
    expect(named('TimelockedWeightsRevealed').length).toBeGreaterThanOrEqual(10);
    expect(named('WeightsRevealed').length).toBeGreaterThanOrEqual(16);
    expect(named('ExtrinsicFailed')).toEqual([]);
    expect(chain.firstNumber).toBe(1);
  });

  it('keeps every account in the issuance, block by block', () => {
    for (const number of [1, 64, 128]) {
      const state = stateOf(localnet, number);
      const accounts = state.entriesOf(storage.System.Account).map(([, { data }]) => data.free + data.reserved);
      const issuance = state.get(storage.Balances.TotalIssuance);
      expect(accounts.reduce((sum, rao) => sum + rao, 0n)).toBe(issuance);
      expect(state.get(storage.SubtensorModule.TotalIssuance)).toBe(issuance);
    }
  });

  it('closes twice without harm, and lets its ports go', async () => {
    const first = await start({ historyBlocks: 2 });
    const rpcPort = Number(new URL(first.rpcUrl).port);
    await first.close();
    await first.close();
    const second = await start({ historyBlocks: 2, rpcPort });
    expect(second.chain.best.number).toBe(2);
    await second.close();
  });

  it('begins before a halving if it is asked to, and lives through it', async () => {
    const net = await start({ historyBlocks: 20, residents: 0, issuanceRao: 10_499_990n * TAO });
    const issuance = (number: number) => stateOf(net, number).get(storage.SubtensorModule.TotalIssuance);
    expect(issuance(1)).toBe(10_499_990n * TAO);
    const [before, after] = [issuance(5) - issuance(4), issuance(20) - issuance(19)];
    // A part of what is minted may be recycled at once.
    expect(before > TAO / 2n && before <= TAO).toBe(true);
    expect(after > TAO / 4n && after <= TAO / 2n).toBe(true);
    await net.close();
  });

  it('passes the engine of epochs on, and counts what it does', async () => {
    let calls = 0;
    const counting: ComputeCore = (...core) => {
      calls += 1;
      return computeCore(...core);
    };
    const net = await start({ historyBlocks: 26, residents: 0, computeCore: counting, metricsPort: 0 });
    // Pulse at block 21 or so, and both mechanisms of Twins.
    expect(calls).toBe(3);
    const text = await (await fetch(new URL('/metrics', net.opsUrl))).text();
    expect(text).toContain('yumalight_epoch_cores_total 3\n');
    expect(text).toContain('yumalight_epochs_total 2\n');
    await net.close();
  });

  it('does without the operator’s server if its port is busy and nobody chose it', async () => {
    const first = await start({ historyBlocks: 2, metricsPort: 0 });
    const metricsPort = Number(new URL(first.opsUrl!).port);
    const events: string[] = [];
    const log: Log = (_, event) => events.push(event);
    const second = await start({ historyBlocks: 2, metricsPort, isMetricsPortChosen: false, log });
    expect([second.opsUrl, events]).toEqual([undefined, ['no-metrics']]);
    await second.close();
    const busy = start({ historyBlocks: 2, metricsPort });
    await expect(busy).rejects.toThrowError(expect.objectContaining({ code: 'localnet/port-busy' }));
    await first.close();
  });

  it('goes on from a snapshot of another chain, under its block numbers, with nobody who acts', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'localnet-fork-'));
    const file = join(directory, 'state.snapshot');
    const { blockNumber } = await exportState({ url: localnet.rpcUrl, out: file });
    const net = await start({ forkFrom: file, historyBlocks: 3, seed: 'fork' });
    expect(net.chain.firstNumber).toBe(blockNumber + 1);
    expect(net.chain.best.number).toBe(blockNumber + 3);
    expect(net.cast.residents).toEqual([]);
    const [theirs, ours] = [stateOf(localnet, blockNumber), stateOf(net, blockNumber + 1)];
    expect(ours.get(storage.SubtensorModule.Weights, 2, 0)).toEqual(theirs.get(storage.SubtensorModule.Weights, 2, 0));
    expect(ours.get(storage.Drand.BeaconConfig)).not.toEqual(theirs.get(storage.Drand.BeaconConfig));
    await net.close();
    rmSync(directory, { recursive: true });
  });
});
