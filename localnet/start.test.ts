import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toHex } from '../src/chain/bytes.ts';
import { drivePlan, drivePlanNow, epochInputPlan, storedEpochPlan } from '../src/chain/economy/index.ts';
import { sr25519FromUri } from '../src/chain/keys.ts';
import { decodeValue, storage, storageKey } from '../src/chain/schema/index.ts';
import { compareEpoch, runSubnetEpoch } from '../src/chain/yuma/index.ts';
import { remark, sign } from './chain/chain.fixture.ts';
import type { Localnet } from './index.ts';
import { startLocalnet } from './index.ts';
import type { LightClient } from './light-client.fixture.ts';
import { startSmoldot } from './light-client.fixture.ts';

let localnet: Localnet;
let client: LightClient;
const lines: string[] = [];
beforeAll(async () => {
  localnet = await startLocalnet({ blockTimeMs: 500, p2pPort: 0, rpcPort: 0, log: (line) => lines.push(line) });
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
    const input = await drivePlan(epochInputPlan(2), read(block.header.parentHash));
    const stored = await drivePlan(storedEpochPlan(2), read(block.hash));
    expect(stored).toEqual(drivePlanNow(storedEpochPlan(2), (key) => block.state!.get(key)));
    expect(compareEpoch(runSubnetEpoch(input), stored).differenceCount).toBe(0);
  });

  it('refuses none of its own residents', () => {
    expect(lines.filter((line) => line.includes('refused'))).toEqual([]);
  });
});

describe('startLocalnet', () => {
  it('closes twice without harm, and lets its ports go', async () => {
    const first = await startLocalnet({ historyBlocks: 2, p2pPort: 0, rpcPort: 0, makeBlocks: false });
    const rpcPort = Number(new URL(first.rpcUrl).port);
    await first.close();
    await first.close();
    const second = await startLocalnet({ historyBlocks: 2, p2pPort: 0, rpcPort, makeBlocks: false });
    expect(second.chain.best.number).toBe(2);
    await second.close();
  });
});
