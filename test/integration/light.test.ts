/**
 * Engines over real light clients (smoldot 3.4.1; smoldot 2.0.40 inside Substrate Connect) against a real localnet on
 * loopback: what they prove is what the chain holds, and a node that lies is refused.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Localnet, StartOptions } from '../../localnet/index.ts';
import { startLocalnet } from '../../localnet/index.ts';
import { toHex } from '../../src/chain/bytes.ts';
import { drivePlanNow, epochInputPlan, storedEpochPlan } from '../../src/chain/economy/index.ts';
import { storage, storageKey } from '../../src/chain/schema/index.ts';
import { openDueCommit, withOpenedWeights } from '../../src/chain/timelock/index.ts';
import { compareEpoch, runSubnetEpoch } from '../../src/chain/yuma/index.ts';
import type { Clock } from '../../src/light/clock.ts';
import { SYSTEM_CLOCK } from '../../src/light/clock.ts';
import type { BlockRef, ChainEngine, EngineStatus, OpenPipe } from '../../src/light/index.ts';
import {
  isLightError,
  openEngine,
  readBlockRefs,
  readEpochRecord,
  readHyperparameters,
  readMetagraph,
  readSubnetList,
} from '../../src/light/index.ts';
import { openPolkadotApi, readBlockInWords } from '../../src/light/polkadot.ts';
import { subnetListPlan } from '../../src/light/readers/subnet-list.ts';
import { openSmoldot } from '../../src/light/smoldot/host.node.ts';

/** Finality lags two or three blocks; short slots make short tests. */
const BLOCK_TIME_MS = 500;
/** A metagraph with its proofs, on a good connection. */
const READ_MS = 1_000;
const subtensor = storage.SubtensorModule;

async function localnet(options: StartOptions = {}): Promise<Localnet> {
  return startLocalnet({ blockTimeMs: BLOCK_TIME_MS, p2pPort: 0, rpcPort: 0, ...options });
}

const specOf = (net: Localnet) => ({ id: 'localnet', name: 'Localnet', specText: net.chainSpec });

function open(net: Localnet, databaseText?: string): ChainEngine {
  return openEngine('smoldot', specOf(net), { openPipe: openSmoldot, databaseText });
}

/** On which waiting ten seconds takes one. */
const fastClock: Clock = { ...SYSTEM_CLOCK, now: () => 10 * Date.now() };

/** Resolves with the first status that `isIt`; rejects with the last one seen if it does not come. */
function until(engine: ChainEngine, isIt: (status: EngineStatus) => boolean, withinMs = 40_000): Promise<EngineStatus> {
  return new Promise((resolve, reject) => {
    const stop = engine.subscribe((status) => check(status));
    const timer = setTimeout(() => {
      stop();
      reject(new Error(`not reached in ${withinMs} ms: ${JSON.stringify(engine.status)}`));
    }, withinMs);
    const check = (status: EngineStatus) => {
      if (!isIt(status)) return;
      clearTimeout(timer);
      stop();
      resolve(status);
    };
    check(engine.status);
  });
}

async function followed(engine: ChainEngine): Promise<BlockRef> {
  return (await until(engine, (status) => status.stage === 'following')).finalized!;
}

const blockAt = (net: Localnet, { number }: BlockRef) => net.chain.byNumber(number)!;

describe('smoldot on an honest localnet', () => {
  let net: Localnet;
  let engine: ChainEngine;
  beforeAll(async () => {
    net = await localnet();
    engine = open(net);
    await followed(engine);
  });
  afterAll(async () => {
    await engine?.close();
    await net?.close();
  });

  it('follows the finalized head by number and hash', async () => {
    const first = engine.status.finalized!;
    const later = await until(engine, ({ finalized }) => finalized!.number >= first.number + 2);
    expect(later.genesisHash).toBe(toHex(net.chain.genesis.hash));
    for (const block of [first, later.finalized!, later.best!]) {
      expect(toHex(blockAt(net, block).hash)).toBe(block.hash);
    }
    expect(later.peers).toBe(1);
  });

  it('proves thousands of values and absences at once', async () => {
    const at = engine.status.finalized!;
    const { state } = blockAt(net, at);
    const present = [...state!.entries()].map(([key]) => key).filter((key) => key.length >= 32);
    const absent = Array.from({ length: 300 }, (_, i) => storageKey(subtensor.Keys, 4000, i));
    const keys = [...present.slice(0, 2200), ...absent];
    const values = await engine.readStorage(keys, at.hash);
    expect(values).toEqual(keys.map((key) => state!.get(key)));
    expect(values.filter((value) => value === undefined)).toHaveLength(300);
  });

  it('proves the state of blocks long past', async () => {
    const head = engine.status.finalized!;
    const numbers = [head.number - 1, head.number - 50, head.number - 100];
    const past = await readBlockRefs(engine, numbers, head);
    for (const block of past) {
      expect(block.hash).toBe(toHex(blockAt(net, block).hash));
      const [value] = await engine.readStorage([storageKey(storage.System.Number)], block.hash);
      expect(value).toEqual(blockAt(net, block).state!.get(storageKey(storage.System.Number)));
    }
  });

  it('refuses to read at a block that is not final', async () => {
    const { best, finalized } = await until(engine, ({ best, finalized }) => best!.number > finalized!.number);
    if (best!.number <= finalized!.number) throw new Error('unreachable');
    await expect(engine.readStorage([], `0x${'77'.repeat(32)}`)).rejects.toMatchObject({ code: 'light/unknown-block' });
  });

  it('reads what pages show, as the chain itself would', async () => {
    const at = engine.status.finalized!;
    const { state } = blockAt(net, at);
    const list = await readSubnetList(engine, at);
    expect(list.subnets).toEqual(drivePlanNow(subnetListPlan(), (key) => state!.get(key)));
    expect(list.subnets.length).toBeGreaterThan(1);
    for (const { netuid, n } of list.subnets) {
      // The quickest of a few: what it takes, and not what else the machine does.
      let [quickestMs, metagraph] = [Number.POSITIVE_INFINITY, await readMetagraph(engine, netuid, at)];
      for (let i = 0; i < 3 && quickestMs >= READ_MS; i++) {
        const startedMs = performance.now();
        metagraph = await readMetagraph(engine, netuid, at);
        quickestMs = Math.min(quickestMs, performance.now() - startedMs);
      }
      expect(quickestMs).toBeLessThan(READ_MS);
      expect(metagraph.hotkeys).toHaveLength(n);
      expect((await readHyperparameters(engine, netuid, at)).length).toBeGreaterThan(20);
    }
  });

  it('reads an epoch that ran, and the epoch recomputed from it is the chain’s', async () => {
    const head = engine.status.finalized!;
    const { subnets } = await readSubnetList(engine, head);
    const ran = subnets.filter(({ netuid, epoch }) => netuid !== 0 && epoch.lastStepBlock > 0);
    expect(ran.length).toBeGreaterThan(0);
    for (const { netuid, epoch } of ran) {
      const record = await readEpochRecord(engine, netuid, epoch.lastStepBlock, head);
      const read = (block: BlockRef) => (key: Uint8Array) => blockAt(net, block).state!.get(key);
      const planned = drivePlanNow(epochInputPlan(netuid), read(record.parent));
      expect(record.input).toEqual(withOpenedWeights(planned, planned.due.map(openDueCommit)));
      expect(record.stored).toEqual(drivePlanNow(storedEpochPlan(netuid), read(record.block)));
      const comparison = compareEpoch(await runSubnetEpoch(record.input), record.stored);
      expect(comparison.differences).toEqual([]);
    }
  });

  it('tells a block in words through polkadot-js, and subscriptions work', async () => {
    const at = engine.status.finalized!;
    const words = await readBlockInWords(engine, at);
    expect(words).toMatchObject({ at, label: 'proved' });
    expect(words.extrinsics).toHaveLength(blockAt(net, at).body.length);
    expect(words.extrinsics[0]).toMatchObject({
      section: 'timestamp',
      method: 'set',
      signer: undefined,
      success: true,
    });
    const api = await openPolkadotApi(engine);
    const heads: number[] = [];
    const stop = await api.rpc.chain.subscribeFinalizedHeads((header) => void heads.push(header.number.toNumber()));
    await expect.poll(() => heads.length, { timeout: 5_000 }).toBeGreaterThan(1);
    stop();
    await api.disconnect();
    expect(engine.status.stage).toBe('following');
  });

  it('starts again from its database', async () => {
    const databaseText = await engine.exportDatabase();
    expect(databaseText).toEqual(expect.any(String));
    const again = open(net, databaseText);
    const head = await followed(again);
    expect(head.hash).toBe(toHex(blockAt(net, head).hash));
    await again.close();
  });

  it('starts without a database that makes no sense', async () => {
    const again = open(net, '{"genesisHash":"00","chain":[1,2');
    const head = await followed(again);
    expect(head.hash).toBe(toHex(blockAt(net, head).hash));
    await again.close();
  });

  it('refuses a chain specification that is none', async () => {
    const broken = openEngine('smoldot', { id: 'x', name: 'x', specText: '{"genesis":1}' }, { openPipe: openSmoldot });
    const status = await until(broken, ({ stage }) => stage === 'failed');
    expect(status.failure?.code).toBe('light/bad-spec');
    await broken.close();
  });
});

describe('smoldot over many blocks', () => {
  it('keeps one subscription for as long as finality moves', async () => {
    const net = await localnet({ blockTimeMs: 200 });
    let follows = 0;
    const counting: OpenPipe = (chain, events) => {
      const pipe = openSmoldot(chain, events);
      const send = (text: string) => {
        if (text.includes('"chainHead_v1_follow"')) follows++;
        pipe.send(text);
      };
      return { send, close: () => pipe.close() };
    };
    const engine = openEngine('smoldot', specOf(net), { openPipe: counting });
    const first = await followed(engine);
    // 32 is the number of pinned blocks at which smoldot would end it.
    await until(engine, ({ finalized }) => finalized!.number > first.number + 40);
    expect(follows).toBe(1);
    await engine.close();
    await net.close();
  });
});

describe('Substrate Connect on an honest localnet', () => {
  it('follows and reads through the same engine', async () => {
    const net = await localnet();
    const engine = openEngine('substrate-connect', specOf(net));
    const head = await followed(engine);
    const key = storageKey(storage.System.Number);
    const [value] = await engine.readStorage([key], head.hash);
    expect(value).toEqual(blockAt(net, head).state!.get(key));
    expect(engine.status).toMatchObject({ kind: 'substrate-connect', genesisHash: toHex(net.chain.genesis.hash) });
    await engine.close();
    await net.close();
  });
});

describe('smoldot on a localnet that lies', () => {
  it('refuses every read whose proof is wrong, and gives no value', async () => {
    const lies = { proof: false, signature: false };
    const net = await localnet({ lies });
    const engine = open(net);
    const head = await followed(engine);
    lies.proof = true;
    const keys = [storageKey(subtensor.TotalNetworks), storageKey(storage.System.Number)];
    const refusal: unknown = await engine.readStorage(keys, head.hash).catch((error: unknown) => error);
    expect(isLightError(refusal, 'light/bad-proof')).toBe(true);
    expect(engine.status.proofsChecked).toBe(0);
    lies.proof = false;
    const later = engine.status.finalized!;
    await expect(engine.readStorage(keys, later.hash)).resolves.toEqual(
      keys.map((key) => blockAt(net, later).state!.get(key)),
    );
    await engine.close();
    await net.close();
  });

  it('does not advance on finality that nobody signed, and says why', async () => {
    const lies = { proof: false, signature: false };
    const net = await localnet({ lies });
    const engine = open(net);
    await followed(engine);
    lies.signature = true;
    const stalled = await until(engine, ({ stage }) => stage === 'stalled');
    expect(stalled.detail).toContain('BadSignature');
    expect(stalled.finalized!.number).toBeLessThan(net.chain.finalized.number);
    await engine.close();
    await net.close();
  });

  it('does not start on finality that nobody signed', async () => {
    const net = await localnet({ lies: { proof: false, signature: true } });
    const engine = openEngine('smoldot', specOf(net), { openPipe: openSmoldot, clock: fastClock });
    const status = await until(engine, ({ detail }) => detail.includes('BadSignature'));
    expect(status.finalized).toBeUndefined();
    expect(status.detail).toMatch(/did not hold|No finalized block is proved/);
    await engine.close();
    await net.close();
  });
});
