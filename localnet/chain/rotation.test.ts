import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { auraAuthoritiesChange, auraSlot, verifySeal } from '../../src/chain/aura.ts';
import { toHex } from '../../src/chain/bytes.ts';
import { decodeScheduledChange, verifyJustification } from '../../src/chain/grandpa.ts';
import { ed25519FromUri, sr25519FromUri } from '../../src/chain/keys.ts';
import { storage } from '../../src/chain/schema/index.ts';
import { authorityWindow, handOver, heldAuthorities } from '../residents/index.ts';
import type { Block, Finality } from '../types.ts';
import { voterSetAfter } from './authorities.ts';
import { eventNames, openTestChain, produceBlocks, SEED, sign, testAuthorities, valueAt } from './chain.fixture.ts';
import type { Chain } from './chain.ts';
import { openLevelStore } from './level-store.ts';
import { openMemoryStore } from './memory-store.ts';

const ALICE = sr25519FromUri('//Alice');
const held = heldAuthorities();
const { Aura, Grandpa } = storage;
const keysOf = (pairs: readonly { readonly publicKey: Uint8Array }[]) => pairs.map(({ publicKey }) => toHex(publicKey));

/** Hands power to the keys from number `first` on, in the next block. */
function rotate(chain: Chain, first: number): Block {
  expect(chain.submit(sign(chain, ALICE, handOver(authorityWindow(held, first))))).toMatchObject({ ok: true });
  return produceBlocks(chain, 1);
}

function finalities(chain: Chain): Finality[] {
  const seen: Finality[] = [];
  chain.subscribe((event) => {
    if (event.type === 'finalized') seen.push(event.finality);
  });
  return seen;
}

/** Checks a proof as a client does that knows the state before the block. */
const assertVotes = (chain: Chain, number: number, justification: Uint8Array, genesisSetId = 0n) => {
  const block = chain.byNumber(number)!;
  const { setId, voters } = voterSetAfter(chain.byNumber(number - 1)!, genesisSetId);
  verifyJustification(justification, { target: { hash: block.hash, number }, setId, authorities: voters });
};

describe('authorities that change', () => {
  it('make blocks from the next one on, and vote for what comes after the block of the change', async () => {
    const chain = await openTestChain();
    const seen = finalities(chain);
    produceBlocks(chain, 3);
    const change = rotate(chain, 2);
    produceBlocks(chain, 3);
    await chain.finalizeTo(chain.best.number);

    expect(seen.map(({ block, setId, round }) => [block.number, setId, round])).toEqual([
      [4, 0n, 1n],
      [7, 1n, 1n],
    ]);
    for (const { block, justification } of seen) assertVotes(chain, block.number, justification);
    expect(chain.grandpa).toEqual({ setId: 1n, round: 2n });
    expect(decodeScheduledChange(change.header)).toMatchObject({ delay: 0 });
    for (let number = 1; number <= 7; number++) {
      const parent = valueAt(chain.byNumber(number - 1)!, Aura.Authorities);
      expect(keysOf(number <= 4 ? testAuthorities.aura : authorityWindow(held, 2).aura)).toEqual(parent.map(toHex));
      const { header } = chain.byNumber(number)!;
      expect(verifySeal(header, parent).slot).toBe(auraSlot(header));
    }
  });

  it('stand in the header’s digest, in the state and in the events of the block', async () => {
    const chain = await openTestChain();
    produceBlocks(chain, 1);
    const change = rotate(chain, 4);
    const window = authorityWindow(held, 4);
    expect(auraAuthoritiesChange(change.header)?.map((key) => toHex(key))).toEqual(keysOf(window.aura));
    expect(valueAt(change, Grandpa.Authorities).map(([key]) => toHex(key))).toEqual(keysOf(window.grandpa));
    expect(valueAt(change, Grandpa.CurrentSetId)).toBe(1n);
    expect(valueAt(change, Grandpa.PendingChange)).toBeUndefined();
    const names = valueAt(change, storage.System.Events).map(({ event }) => event.type);
    expect(names).toContain('Grandpa');
    expect(eventNames(change, 1)).toContain('Sudo.Sudid');
  });

  it('wait for their delay', async () => {
    const chain = await openTestChain();
    produceBlocks(chain, 1);
    const voters = authorityWindow(held, 1).grandpa.map(({ publicKey }) => [publicKey, 1n] as const);
    const inner = { next_authorities: voters, in_blocks: 3, forced: undefined };
    const call = { type: 'AdminUtils', value: [{ type: 'schedule_grandpa_change', value: inner }] } as const;
    const sudo = { type: 'Sudo', value: [{ type: 'sudo', value: { call } }] } as const;
    chain.submit(sign(chain, ALICE, sudo));
    const announced = produceBlocks(chain, 1);
    const seen = finalities(chain);
    produceBlocks(chain, 5);
    await chain.finalizeTo(chain.best.number);
    expect(decodeScheduledChange(announced.header)).toMatchObject({ delay: 3 });
    expect(seen.map(({ block, setId }) => [block.number, setId])).toEqual([
      [5, 0n],
      [7, 1n],
    ]);
    expect(chain.setChangesAfter(0)).toEqual([5]);
  });

  it('are refused when their keys are not at hand, are named twice, or are to be forced', async () => {
    const chain = await openTestChain();
    produceBlocks(chain, 1);
    const refusedBy = (call: Parameters<typeof sign>[2]): unknown => {
      chain.submit(sign(chain, ALICE, call));
      const block = produceBlocks(chain, 1);
      const sudid = valueAt(block, storage.System.Events).find(({ event }) => event.type === 'Sudo')!;
      return (sudid.event.value[0] as { value: { sudo_result: { type: string } } }).value.sudo_result.type;
    };
    const stranger = { aura: [sr25519FromUri('//Eve')], grandpa: [ed25519FromUri('//Eve')] };
    const [aura, grandpa] = [held.aura[0]!, held.grandpa[0]!];
    expect(refusedBy(handOver({ ...stranger, grandpa: [grandpa] }))).toBe('Err');
    expect(refusedBy(handOver({ ...stranger, aura: [aura] }))).toBe('Err');
    expect(refusedBy(handOver({ aura: [aura], grandpa: [grandpa, grandpa] }))).toBe('Err');
    expect(refusedBy(handOver({ aura: [aura], grandpa: [] }))).toBe('Err');
    const forced = { next_authorities: [[grandpa.publicKey, 1n] as const], in_blocks: 0, forced: 1 };
    const call = { type: 'AdminUtils', value: [{ type: 'schedule_grandpa_change', value: forced }] } as const;
    expect(refusedBy({ type: 'Sudo', value: [{ type: 'sudo', value: { call } }] })).toBe('Err');
    expect(keysOf(testAuthorities.aura)).toEqual(valueAt(chain.best, Aura.Authorities).map(toHex));
    expect(valueAt(chain.best, Grandpa.CurrentSetId)).toBe(0n);
  });

  it('are numbered from where the node says', async () => {
    const chain = await openTestChain(openMemoryStore(), undefined, { genesisSetId: 3n });
    produceBlocks(chain, 1);
    rotate(chain, 1);
    produceBlocks(chain, 1);
    await chain.finalizeTo(3);
    expect(chain.lastFinality?.setId).toBe(4n);
    assertVotes(chain, 3, chain.lastFinality!.justification, 3n);
    expect(valueAt(chain.best, Grandpa.CurrentSetId)).toBe(1n);
  });
});

describe('votes', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'localnet-rotation-'));
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));
  const open = async (genesisSetId = 3n) => {
    const store = await openLevelStore(directory, { blockTimeMs: 1000, seed: SEED, genesisSetId });
    return openTestChain(store, undefined, { genesisSetId, justificationPeriod: 5 });
  };

  it('are kept for changes and for every so manieth block, also over a restart, and the next set goes on', async () => {
    const before = await open();
    produceBlocks(before, 6);
    rotate(before, 1);
    produceBlocks(before, 1);
    rotate(before, 2);
    produceBlocks(before, 3);
    await before.finalizeTo(12);
    const keptOf = (chain: Chain) =>
      Array.from({ length: 13 }, (_, number) => number).filter((number) => chain.keptVotes(number));
    expect(keptOf(before)).toEqual([5, 7, 9, 10]);
    const { grandpa } = before;
    await before.close();

    const after = await open();
    expect(keptOf(after)).toEqual([5, 7, 9, 10]);
    expect(after.setChangesAfter(0)).toEqual([7, 9]);
    expect(after.setChangesAfter(7)).toEqual([9]);
    expect(after.setChangesAfter(9)).toEqual([]);
    expect(after.grandpa).toEqual(grandpa);
    for (const number of keptOf(after)) assertVotes(after, number, after.keptVotes(number)!.justification, 3n);
    produceBlocks(after, 2);
    await after.finalizeTo(14);
    assertVotes(after, 14, after.lastFinality!.justification, 3n);
    await after.close();
  });

  it('go on in round one when the last final block changed the voters', async () => {
    const before = await open();
    produceBlocks(before, 2);
    rotate(before, 1);
    await before.finalizeTo(3);
    expect(before.grandpa).toEqual({ setId: 4n, round: 1n });
    await before.close();
    const after = await open();
    expect(after.grandpa).toEqual({ setId: 4n, round: 1n });
    await after.close();
  });

  it('of other set numbers make it another chain', async () => {
    await (await open(3n)).close();
    await expect(open(2n)).rejects.toMatchObject({ code: 'store/other-chain' });
  });
});
