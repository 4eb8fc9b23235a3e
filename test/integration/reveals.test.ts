/**
 * An audit of an epoch whose own block opened time-locked weights before it: through smoldot, from proved commits and
 * pulses of the parent's state.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Localnet } from '../../localnet/index.ts';
import { startLocalnet } from '../../localnet/index.ts';
import { createCast } from '../../localnet/residents/index.ts';
import { signCall } from '../../localnet/residents/sign.ts';
import { State } from '../../localnet/state.ts';
import { storage } from '../../src/chain/schema/index.ts';
import { encodePayload, encryptToRound } from '../../src/chain/timelock/index.ts';
import { compareEpoch, runSubnetEpoch } from '../../src/chain/yuma/index.ts';
import type { ChainEngine } from '../../src/light/index.ts';
import { openEngine, readEpochRecord } from '../../src/light/index.ts';
import { openSmoldot } from '../../src/light/smoldot/host.node.ts';

const { Drand, SubtensorModule: subtensor, System } = storage;
const VERSION = { specVersion: 424, transactionVersion: 1 };
const SEED = 'reveals';
const LIQUID = 3;
const UID = 0;
const ROW = [
  [9, 65_535],
  [12, 21_845],
] as const;

let net: Localnet;
let engine: ChainEngine;
beforeAll(async () => {
  // Nobody else commits: what is opened is ours.
  net = await startLocalnet({ seed: SEED, blockTimeMs: 300, p2pPort: 0, rpcPort: 0, residents: 0 });
  engine = openEngine(
    'smoldot',
    { id: 'localnet', name: 'Localnet', specText: net.chainSpec },
    { openPipe: openSmoldot },
  );
});
afterAll(async () => {
  await engine?.close();
  await net?.close();
});

const now = (): State => new State(net.chain.best.state!);

/** Commits `ROW` to a round that is out long before the window opens, so that its first block opens it: the epoch's own. */
function commitEarly(): void {
  const { pair } = createCast(SEED).residents.find(({ netuid, uid }) => netuid === LIQUID && uid === UID)!;
  const round = now().get(Drand.LastStoredRound) + 1n;
  const payload = encodePayload({
    hotkey: pair.publicKey,
    uids: ROW.map(([uid]) => uid),
    values: ROW.map(([, value]) => value),
    versionKey: 0n,
  });
  const secrets = { K: new Uint8Array(32).fill(1), sigma: new Uint8Array(32).fill(2), nonce: new Uint8Array(12) };
  const commit = encryptToRound({ publicKey: now().get(Drand.BeaconConfig).public_key }, round, payload, secrets);
  const value = { netuid: LIQUID, commit, reveal_round: round, commit_reveal_version: 4 };
  const { nonce } = now().get(System.Account, pair.publicKey);
  const result = net.chain.submit(
    signCall(net.chain, VERSION, pair, nonce, {
      type: 'SubtensorModule',
      value: [{ type: 'commit_timelocked_weights', value }],
    }),
  );
  expect(result).toMatchObject({ ok: true });
}

const lastStep = (): number => Number(now().get(subtensor.LastMechansimStepBlock, LIQUID));

it('is exact, and has the opened weights in its input', { timeout: 60_000 }, async () => {
  const before = lastStep();
  await expect.poll(lastStep, { timeout: 20_000 }).toBeGreaterThan(before);
  commitEarly();
  const committedIn = lastStep();
  await expect.poll(lastStep, { timeout: 20_000 }).toBeGreaterThan(committedIn);
  const block = lastStep();
  const at = (number: number) => new State(net.chain.byNumber(number)!.state!);
  expect(at(block - 1).get(subtensor.Weights, LIQUID, UID)).toEqual([]);
  expect(at(block).get(subtensor.Weights, LIQUID, UID)).toEqual(ROW);

  await expect.poll(() => engine.status.finalized?.number ?? 0, { timeout: 20_000 }).toBeGreaterThanOrEqual(block);
  const record = await readEpochRecord(engine, LIQUID, block, engine.status.finalized!);
  expect(record.input.mechanisms[0]!.weights[UID]).toEqual({
    columns: Uint16Array.from(ROW, ([uid]) => uid),
    values: Uint16Array.from(ROW, ([, value]) => value),
  });
  expect(compareEpoch(runSubnetEpoch(record.input), record.stored).differences).toEqual([]);
});
