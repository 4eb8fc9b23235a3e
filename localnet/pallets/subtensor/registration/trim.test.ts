import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { storageIndex } from '../../../../src/chain/economy/index.ts';
import { storage } from '../../../../src/chain/schema/index.ts';
import type { BlockExecution } from '../../block-execution.ts';
import { account, addNetwork, addNeuron, outcomeName, testBlock } from '../../execution.fixture.ts';
import { trimToMaxUids } from './trim.ts';

const subtensor = storage.SubtensorModule;
const NETUID = 5;
const SECOND = storageIndex(NETUID, 1);

let block: BlockExecution;
beforeEach(() => {
  block = testBlock(100_000);
  addNetwork(block, NETUID, { owner: account('cold-0'), ownerHotkey: account('hot-0') });
  block.state.put(subtensor.MinAllowedUids, NETUID, 1);
  block.state.put(subtensor.MechanismCountCurrent, NETUID, 2);
});
/** Neurons with these emissions; each weighs and bonds everybody with 100·itself + the other. */
function populate(emissions: readonly bigint[]): void {
  const { state } = block;
  emissions.forEach((_, uid) => void addNeuron(block, NETUID, account(`hot-${uid}`), account(`cold-${uid}`)));
  const uids = emissions.map((_, uid) => uid);
  state.put(subtensor.Emission, NETUID, emissions);
  state.put(subtensor.Consensus, NETUID, uids);
  state.put(
    subtensor.ValidatorPermit,
    NETUID,
    uids.map((uid) => uid % 2 === 1),
  );
  for (const index of [NETUID, SECOND]) {
    state.put(subtensor.LastUpdate, index, uids.map(BigInt));
    for (const uid of uids) {
      for (const item of [subtensor.Weights, subtensor.Bonds]) {
        state.put(
          item,
          index,
          uid,
          uids.map((to) => [to, 100 * uid + to] as const),
        );
      }
    }
  }
}
const trim = (max: number) => outcomeName(trimToMaxUids(block, NETUID, max));
const hotkeys = () =>
  Array.from({ length: block.state.get(subtensor.SubnetworkN, NETUID) }, (_, uid) =>
    block.state.get(subtensor.Keys, NETUID, uid),
  );

describe('trimming a subnet', () => {
  it('removes who earned least but never the owner, and moves everything of the others to their new uids', () => {
    populate([0n, 5n, 1n, 9n, 2n]);
    block.state.put(subtensor.BlockAtRegistration, NETUID, 3, 33n);
    block.state.put(subtensor.Axons, NETUID, account('hot-2'), {
      block: 1n,
      version: 1,
      ip: 1n,
      port: 1,
      ip_type: 4,
      protocol: 4,
      placeholder1: 0,
      placeholder2: 0,
    });
    expect(trim(3)).toBe('ok');
    const { state } = block;
    const kept = [0, 1, 3];
    expect(state.get(subtensor.MaxAllowedUids, NETUID)).toBe(3);
    expect(hotkeys()).toEqual(kept.map((uid) => account(`hot-${uid}`)));
    expect(kept.map((uid) => state.get(subtensor.Uids, NETUID, account(`hot-${uid}`)))).toEqual([0, 1, 2]);
    expect(state.get(subtensor.BlockAtRegistration, NETUID, 2)).toBe(33n);
    expect(state.get(subtensor.Emission, NETUID)).toEqual([0n, 5n, 9n]);
    expect(state.get(subtensor.Consensus, NETUID)).toEqual(kept);
    expect(state.get(subtensor.ValidatorPermit, NETUID)).toEqual([false, true, true]);
    for (const index of [NETUID, SECOND]) {
      expect(state.get(subtensor.LastUpdate, index)).toEqual(kept.map(BigInt));
      for (const item of [subtensor.Weights, subtensor.Bonds]) {
        expect(state.keysOf(item, index)).toHaveLength(3);
        for (const [uid, old] of kept.entries()) {
          expect(state.get(item, index, uid)).toEqual(kept.map((other, to) => [to, 100 * old + other]));
        }
      }
    }
    for (const gone of [2, 4]) {
      expect(state.has(subtensor.Uids, NETUID, account(`hot-${gone}`))).toBe(false);
      expect(state.get(subtensor.IsNetworkMember, account(`hot-${gone}`), NETUID)).toBe(false);
    }
    expect(state.keysOf(subtensor.Keys, NETUID)).toHaveLength(3);
    expect(state.keysOf(subtensor.Axons, NETUID)).toEqual([]);
  });

  it('spares young neurons, unless they would be eighty in a hundred', () => {
    populate([9n, 8n, 7n, 6n, 5n, 4n]);
    for (const uid of [4, 5]) block.state.put(subtensor.BlockAtRegistration, NETUID, uid, 99_999n);
    expect(trim(3)).toBe('SubtensorModule.TrimmingWouldExceedMaxImmunePercentage');
    expect(trim(4)).toBe('ok');
    expect(hotkeys()).toEqual([0, 1, 4, 5].map((uid) => account(`hot-${uid}`)));
  });

  it('to more than there are only sets the limit', () => {
    populate([1n, 2n]);
    expect(trim(20)).toBe('ok');
    expect(hotkeys()).toHaveLength(2);
    expect(block.state.get(subtensor.MaxAllowedUids, NETUID)).toBe(20);
  });

  it.each([
    [63, 'SubtensorModule.InvalidValue'],
    [64, 'ok'],
    [256, 'ok'],
    [257, 'SubtensorModule.InvalidValue'],
  ])('to %i of 64 … 256 gives %s', (max, outcome) => {
    block.state.put(subtensor.MinAllowedUids, NETUID, 64);
    expect(trim(max)).toBe(outcome);
  });

  it('needs a subnet', () => {
    expect(outcomeName(trimToMaxUids(block, 6, 100))).toBe('SubtensorModule.SubnetNotExists');
  });

  it('keeps uids without gaps, in their order, whoever earned what', () => {
    const emissions = fc.array(fc.bigInt({ min: 0n, max: 3n }), { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(emissions, fc.integer({ min: 2, max: 12 }), (earned, max) => {
        block = testBlock(100_000);
        addNetwork(block, NETUID, { owner: account('cold-0'), ownerHotkey: account('hot-0') });
        block.state.put(subtensor.MinAllowedUids, NETUID, 1);
        populate(earned);
        expect(trim(max)).toBe('ok');
        const left = hotkeys();
        expect(left).toHaveLength(Math.min(max, earned.length));
        expect(left.map((hotkey) => block.state.get(subtensor.Uids, NETUID, hotkey))).toEqual([...left.keys()]);
        const before = earned.map((_, uid) => account(`hot-${uid}`).join());
        const places = left.map((hotkey) => before.indexOf(hotkey.join()));
        expect(places).toEqual([...places].sort((a, b) => a - b));
      }),
      { seed: 5, numRuns: 30 },
    );
  });
});
