import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Bytes } from '../../src/chain/bytes.ts';
import { encodeCall, encodeExtrinsic } from '../../src/chain/extrinsic.ts';
import { sr25519FromUri } from '../../src/chain/keys.ts';
import type { RuntimeCall } from '../../src/chain/schema/index.ts';
import { storage } from '../../src/chain/schema/index.ts';
import {
  beaconFromSeed,
  createPulse,
  encodePayload,
  encryptToRound,
  newestRoundAt,
  QUICKNET,
  verifyRound,
  writePulseCall,
} from '../../src/chain/timelock/index.ts';
import { eventNames, eventsOf, produceBlocks, sign, valueAt } from '../chain/chain.fixture.ts';
import type { Chain } from '../chain/index.ts';
import { openStateChain } from '../chain/state-chain.fixture.ts';
import { account, addNetwork, addNeuron, endow, TAO } from '../pallets/execution.fixture.ts';
import { beaconConfig, localnetBeacon, startBeacon } from './index.ts';

const { Drand: drand, SubtensorModule: subtensor, Timestamp } = storage;
const SEED = 'test';
const nodePair = sr25519FromUri('//One');
const validator = sr25519FromUri('//Validator');
const NETUID = 1;
const BLOCK_TIME_MS = 6000;

let chain: Chain;
const log = vi.fn();
const open = (config = beaconConfig(SEED)) =>
  openStateChain((founding) => {
    const { state } = founding;
    state.put(drand.BeaconConfig, config);
    addNetwork(founding, NETUID, { tempo: 10 });
    addNeuron(founding, NETUID, validator.publicKey, account('coldkey'));
    endow(founding, validator.publicKey, TAO);
    state.put(subtensor.ValidatorPermit, NETUID, [true]);
    state.put(subtensor.LastUpdate, NETUID, [0n]);
    state.put(subtensor.MinAllowedWeights, NETUID, 1);
  }, BLOCK_TIME_MS);
beforeEach(async () => {
  log.mockClear();
  chain = await open();
});
afterEach(() => chain.close());

const lastRound = () => valueAt(chain.best, drand.LastStoredRound);
/** The newest round at the time of the block before the best one. */
const roundBefore = () => newestRoundAt(Number(valueAt(chain.best, Timestamp.Now)) - BLOCK_TIME_MS, QUICKNET);

describe('the beacon', () => {
  it('brings the rounds of each block with the next one', () => {
    const beacon = startBeacon({ chain, seed: SEED, nodePair, log });
    produceBlocks(chain, 2);
    expect(lastRound()).toBe(roundBefore());
    expect(valueAt(chain.best, drand.OldestStoredRound)).toBe(lastRound() - 7n);
    produceBlocks(chain, 3);
    expect(lastRound()).toBe(roundBefore());
    expect(chain.best.body).toHaveLength(3);
    expect(eventNames(chain.best, 1)).toEqual(['Drand.NewPulse', 'System.ExtrinsicSuccess']);
    const { signature } = valueAt(chain.best, drand.Pulses, lastRound())!;
    expect(verifyRound(localnetBeacon(SEED), lastRound(), signature)).toBe(true);
    beacon.stop();
    produceBlocks(chain, 3);
    expect(lastRound()).toBeLessThan(roundBefore());
    expect(log.mock.calls).toEqual([]);
  });

  it('goes on where a chain has stopped', () => {
    startBeacon({ chain, seed: SEED, nodePair, log }).stop();
    produceBlocks(chain, 3);
    const { stop } = startBeacon({ chain, seed: SEED, nodePair, log });
    produceBlocks(chain, 1);
    expect(lastRound()).toBe(roundBefore());
    stop();
  });

  it('leaves a chain alone that follows another beacon, and says so once', async () => {
    chain = await open(storage.Drand.BeaconConfig.absent);
    startBeacon({ chain, seed: SEED, nodePair, log });
    produceBlocks(chain, 3);
    expect(lastRound()).toBe(0n);
    expect(log).toHaveBeenCalledTimes(1);
  });

  it('keeps still on a chain whose beacon has no period', async () => {
    chain = await open({ ...beaconConfig(SEED), period: 0 });
    startBeacon({ chain, seed: SEED, nodePair, log });
    produceBlocks(chain, 3);
    expect(lastRound()).toBe(0n);
  });

  it('opens what was committed: commit, pulse, reveal at the epoch', () => {
    startBeacon({ chain, seed: SEED, nodePair, log });
    produceBlocks(chain, 2);
    const round = roundBefore() + 6n;
    chain.submit(sign(chain, validator, commitCall(round)));
    produceBlocks(chain, 1);
    const committedAt = BigInt(chain.best.number);
    const epoch = valueAt(chain.best, subtensor.SubnetEpochIndex, NETUID);
    const waiting = () => valueAt(chain.best, subtensor.TimelockedWeightCommits, NETUID, epoch).length;
    expect(waiting()).toBe(1);
    const seen: string[] = [];
    while (waiting() > 0) {
      produceBlocks(chain, 1);
      seen.push(...initialEvents());
    }
    expect(valueAt(chain.best, subtensor.SubnetEpochIndex, NETUID)).toBe(epoch + 1n);
    expect(seen.filter((name) => name.includes('Weights'))).toEqual(['WeightsSet', 'TimelockedWeightsRevealed']);
    expect(valueAt(chain.best, subtensor.Weights, NETUID, 0)).toEqual([[0, 65535]]);
    expect(valueAt(chain.best, subtensor.LastUpdate, NETUID)).toEqual([committedAt]);
  });

  it('catches up on the rounds that commits wait for, before the newest', () => {
    const first = startBeacon({ chain, seed: SEED, nodePair, log });
    produceBlocks(chain, 2);
    first.stop();
    const round = lastRound() + 10n;
    chain.submit(sign(chain, validator, commitCall(round)));
    produceBlocks(chain, 10);
    startBeacon({ chain, seed: SEED, nodePair, log });
    produceBlocks(chain, 1);
    expect(valueAt(chain.best, drand.Pulses, round)).toBeDefined();
    expect(valueAt(chain.best, drand.Pulses, round + 1n)).toBeUndefined();
    produceBlocks(chain, 1);
    expect(lastRound()).toBe(roundBefore());
  });
});

/** Names of the Subtensor pallet's events before the best block's first extrinsic. */
const initialEvents = () =>
  eventsOf(chain.best).flatMap(({ phase, event }) =>
    phase.type === 'Initialization' && event.type === 'SubtensorModule' ? [event.value[0].type] : [],
  );

function commitCall(round: bigint): RuntimeCall {
  const payload = encodePayload({ hotkey: validator.publicKey, uids: [0], values: [9], versionKey: 0n });
  const secrets = { K: new Uint8Array(32), sigma: new Uint8Array(32).fill(1), nonce: new Uint8Array(12) };
  const commit = encryptToRound(localnetBeacon(SEED), round, payload, secrets);
  const value = { netuid: NETUID, commit, reveal_round: round, commit_reveal_version: 4 };
  return { type: 'SubtensorModule', value: [{ type: 'commit_timelocked_weights', value }] };
}

describe('pulses from outside', () => {
  const keys = localnetBeacon(SEED);
  const bring = (round: bigint, { secretKey = keys.secretKey, node = nodePair, at = chain.best.number } = {}): Bytes =>
    encodeExtrinsic({
      signature: undefined,
      call: encodeCall(writePulseCall(createPulse(secretKey, round), at, node)),
    });
  const submit = (extrinsic: Uint8Array) => {
    const result = chain.submit(extrinsic);
    return result.ok ? 'accepted' : result.code;
  };
  beforeEach(() => produceBlocks(chain, 1));

  it('wait one per round and go into the block first, in the order of rounds', () => {
    const signed = sign(chain, validator, {
      type: 'System',
      value: [{ type: 'remark', value: { remark: keys.publicKey } }],
    });
    expect([submit(signed), submit(bring(9n)), submit(bring(5n))]).toEqual(['accepted', 'accepted', 'accepted']);
    expect(submit(bring(9n))).toBe('pool/already-imported');
    expect(submit(bring(9n, { node: validator }))).toBe('pool/priority-too-low');
    expect(chain.pending()).toEqual([bring(5n), bring(9n), signed]);
    const before = bring(6n);
    const again = bring(9n);
    produceBlocks(chain, 1);
    expect(lastRound()).toBe(9n);
    expect([submit(again), submit(before)]).toEqual(['pool/stale', 'pool/stale']);
    expect(chain.pending()).toEqual([]);
  });

  it('need a beacon that signed and a node that vouches', () => {
    expect(submit(bring(5n, { secretKey: beaconFromSeed(new Uint8Array(32)).secretKey }))).toBe('pool/bad-proof');
    const damaged = bring(5n);
    damaged[damaged.length - 1]! ^= 1;
    expect(submit(damaged)).toBe('pool/bad-proof');
    const call = writePulseCall(createPulse(keys.secretKey, 5n), 1, nodePair).value[0].value as object;
    const unsigned: RuntimeCall = {
      type: 'Drand',
      value: [{ type: 'write_pulse', value: { ...call, signature: undefined } as never }],
    };
    expect(submit(encodeExtrinsic({ signature: undefined, call: encodeCall(unsigned) }))).toBe('pool/bad-signer');
    expect(submit(bring(5n, { at: 2 }))).toBe('accepted');
    expect(submit(bring(6n, { at: 3 }))).toBe('pool/future');
  });

  it('may not be of rounds whose time has not come', () => {
    const now = newestRoundAt(Number(valueAt(chain.best, Timestamp.Now)), QUICKNET);
    expect(submit(bring(now + 20n))).toBe('accepted');
    expect([submit(bring(now + 21n)), submit(bring(2n ** 64n - 1n))]).toEqual(['pool/future', 'pool/future']);
  });

  it('have room for 64, none of it other extrinsics’', () => {
    for (let round = 1n; round <= 64n; round++) expect(submit(bring(round))).toBe('accepted');
    expect(submit(bring(65n))).toBe('pool/full');
    produceBlocks(chain, 1);
    expect(lastRound()).toBe(64n);
    expect(submit(bring(65n))).toBe('accepted');
  });

  it('are nothing that an account may bring', () => {
    const call = writePulseCall(createPulse(keys.secretKey, 5n), 1, nodePair);
    expect(submit(sign(chain, validator, call))).toBe('accepted');
    produceBlocks(chain, 1);
    expect(lastRound()).toBe(0n);
    expect(eventNames(chain.best, 1)).toContain('System.ExtrinsicFailed');
  });
});
