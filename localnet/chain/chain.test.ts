import { beforeAll, describe, expect, it } from 'vitest';
import { verifySeal } from '../../src/chain/aura.ts';
import { toHex } from '../../src/chain/bytes.ts';
import { drivePlanNow, epochInputPlan, storedEpochPlan } from '../../src/chain/economy/index.ts';
import { verifyCommit, verifyJustification } from '../../src/chain/grandpa.ts';
import { decodeHeader, headerHash } from '../../src/chain/header.ts';
import { storage } from '../../src/chain/schema/index.ts';
import { orderedTrieRoot } from '../../src/chain/trie/index.ts';
import { compareEpoch, runSubnetEpoch } from '../../src/chain/yuma/index.ts';
import { booksOf } from '../pallets/books.fixture.ts';
import { State } from '../state.ts';
import type { Block, ChainEvent } from '../types.ts';
import {
  emptyFounding,
  eventsOf,
  FIRST_SLOT,
  openTestChain,
  playedTestChain,
  produceBlocks,
  testAuthorities,
  valueAt,
} from './chain.fixture.ts';
import type { Chain } from './chain.ts';
import { openMemoryStore } from './memory-store.ts';

const { System, SubtensorModule: subtensor, Timestamp, Aura, Balances } = storage;
const SUBNETS = [1, 2, 3];
/** Those where weights are neither committed as hashes nor locked until a beacon speaks. */
const OPEN_SUBNETS = [1, 2];
const ALPHA_PER_BLOCK_RAO = 1_000_000_000n;
const HISTORY = 128;

let chain: Chain;
let blocks: Block[];
beforeAll(async () => {
  chain = await playedTestChain(HISTORY);
  blocks = Array.from({ length: HISTORY + 1 }, (_, number) => chain.byNumber(number)!);
});

/** Blocks in which subnet `netuid` had an epoch, each with its parent. */
const epochsOf = (netuid: number) =>
  blocks.slice(1).flatMap((block, i) => {
    const ran = valueAt(block, subtensor.LastMechansimStepBlock, netuid) === BigInt(block.number);
    return ran ? [{ parent: blocks[i]!, block }] : [];
  });

describe('a block', () => {
  it('is sealed by the authority whose slot it is, in a slot after its parent', () => {
    const keys = testAuthorities.aura.map(({ publicKey }) => publicKey);
    blocks.slice(1).forEach((block, i) => {
      const slot = FIRST_SLOT + BigInt(i);
      expect(verifySeal(block.header, keys)).toEqual({ slot, authorIndex: Number(slot % 4n) });
      expect(valueAt(block, Aura.CurrentSlot)).toBe(slot);
      expect(valueAt(block, Timestamp.Now)).toBe(slot * 1000n);
    });
  });

  it('commits to its parent, its state and its extrinsics', () => {
    blocks.slice(1).forEach((block, i) => {
      const header = decodeHeader(block.headerBytes);
      expect(headerHash(block.headerBytes)).toEqual(block.hash);
      expect(header.parentHash).toEqual(blocks[i]!.hash);
      expect(header.stateRoot).toEqual(block.state!.root());
      expect(header.extrinsicsRoot).toEqual(orderedTrieRoot(block.body));
    });
  });

  it('leaves in System what Substrate leaves there', () => {
    const block = chain.best;
    expect(valueAt(block, System.Number)).toBe(HISTORY);
    expect(valueAt(block, System.ParentHash)).toEqual(block.header.parentHash);
    expect(valueAt(block, System.Digest)).toEqual({ logs: block.header.digest.slice(0, -1) });
    expect(valueAt(block, System.EventCount)).toBe(eventsOf(block).length);
    expect(valueAt(block, System.ExtrinsicCount)).toBeUndefined();
    expect(valueAt(block, System.BlockHash, 0)).toEqual(chain.genesis.hash);
    expect(valueAt(block, System.BlockHash, HISTORY - 1)).toEqual(block.header.parentHash);
  });

  it('reports success of its timestamp first', () => {
    expect(eventsOf(blocks[1]!)[0]).toMatchObject({
      phase: { type: 'ApplyExtrinsic', value: [0] },
      event: { type: 'System', value: [{ type: 'ExtrinsicSuccess' }] },
    });
  });

  it('cannot be made for a slot that has passed', () => {
    expect(() => chain.produce(chain.lastSlot)).toThrowError(RangeError);
  });
});

describe('finality', () => {
  const authorities = testAuthorities.grandpa.map(({ publicKey }) => ({ publicKey, weight: 1n }));

  it('is proved by the votes of the authorities, as justification and as commit', () => {
    const { justification, commit, block, setId } = chain.lastFinality!;
    const target = { hash: block.hash, number: block.number };
    expect(block.number).toBe(HISTORY);
    expect(verifyJustification(justification, { target, setId, authorities }).target).toEqual(target);
    expect(verifyCommit(commit, { target, setId, authorities }).target).toEqual(target);
  });

  it('is announced once for each block, in order, after the import', async () => {
    const fresh = await openTestChain();
    const seen: string[] = [];
    fresh.subscribe((event: ChainEvent) => {
      if (event.type === 'imported') seen.push(`imported ${event.block.number}`);
      if (event.type === 'finalized') seen.push(`finalized ${event.finality.block.number}`);
    });
    produceBlocks(fresh, 1);
    await fresh.finalizeTo(1);
    produceBlocks(fresh, 2);
    await Promise.all([fresh.finalizeTo(2), fresh.finalizeTo(2), fresh.finalizeTo(9)]);
    expect(seen).toEqual(['imported 1', 'finalized 1', 'imported 2', 'imported 3', 'finalized 2', 'finalized 3']);
    expect(fresh.grandpa.round).toBe(4n);
  });
});

describe('epochs', () => {
  it('run at least twice in every subnet of a new chain', () => {
    for (const netuid of SUBNETS) expect(epochsOf(netuid).length).toBeGreaterThanOrEqual(2);
  });

  it('store exactly what the engine computes from the parent block', () => {
    for (const netuid of SUBNETS) {
      for (const { parent, block } of epochsOf(netuid)) {
        const { input } = drivePlanNow(epochInputPlan(netuid), (key) => parent.state!.get(key));
        const stored = drivePlanNow(storedEpochPlan(netuid), (key) => block.state!.get(key));
        expect(compareEpoch(runSubnetEpoch(input), stored)).toMatchObject({ equalUids: input.n, differenceCount: 0 });
      }
    }
  });

  it('give consensus, incentive, dividends and bonds where weights stand open', () => {
    for (const netuid of OPEN_SUBNETS) {
      const stored = drivePlanNow(storedEpochPlan(netuid), (key) => chain.best.state!.get(key));
      expect(stored.consensus.some((value) => value > 0)).toBe(true);
      expect(stored.incentive[0]!.some((value) => value > 0)).toBe(true);
      expect(stored.dividend.filter((value) => value > 0).length).toBeGreaterThan(1);
      expect(stored.bonds[0]!.some((row) => row.columns.length > 0)).toBe(true);
    }
  });

  it('are put off when a block has enough of them, and then run in the next', () => {
    const deferred = blocks
      .slice(1)
      .flatMap((block) =>
        eventsOf(block).flatMap(({ event }) =>
          event.type === 'SubtensorModule' && event.value[0].type === 'EpochDeferred' ? [event.value[0].value] : [],
        ),
      );
    expect(deferred).not.toEqual([]);
    for (const { netuid, from_block, to_block } of deferred) {
      expect(to_block).toBe(from_block + 1n);
      const numbers = epochsOf(netuid).map(({ block }) => BigInt(block.number));
      expect(numbers).toContain(to_block);
      expect(numbers).not.toContain(from_block);
    }
  });

  it('see different weights every tempo where validators change their minds', () => {
    const rows = epochsOf(2).map(({ parent }) => JSON.stringify(valueAt(parent, subtensor.Weights, 2, 0)));
    expect(new Set(rows).size).toBe(rows.length);
  });
});

describe('amounts', () => {
  it('of TAO are all accounted for, and every subnet has on its account what its pool counts', () => {
    for (const block of [blocks[1]!, blocks[64]!, blocks[HISTORY]!]) {
      const books = booksOf(new State(block.state!));
      expect(books.currencyGap).toBe(0n);
      expect(valueAt(block, subtensor.TotalIssuance)).toBe(valueAt(block, Balances.TotalIssuance));
      for (const rao of books.taoBesidePools.values()) expect(rao).toBe(0n);
    }
  });

  it('of alpha are never out twice: what is out is held, pending, or left unassigned by an epoch', () => {
    const minted = BigInt(HISTORY) * ALPHA_PER_BLOCK_RAO;
    for (const block of blocks.filter(({ number }) => number % 9 === 1)) {
      for (const rao of booksOf(new State(block.state!)).unassignedAlpha.values()) {
        expect(rao).toBeGreaterThanOrEqual(0n);
        expect(rao).toBeLessThan(minted);
      }
    }
  });
});

describe('a listener that throws', () => {
  it('is reported; the block is made, and the others hear of it', async () => {
    const bugs: string[] = [];
    const heard: number[] = [];
    const chain = await openTestChain(openMemoryStore(), emptyFounding(), {
      onBug: (who) => bugs.push(who),
    });
    chain.subscribe(() => {
      throw new Error('ours');
    });
    chain.subscribe((event) => event.type === 'imported' && heard.push(event.block.number));
    produceBlocks(chain, 1);
    await chain.finalizeTo(1);
    expect(heard).toEqual([1]);
    expect(new Set(bugs)).toEqual(
      new Set(['a listener to imported', 'a listener to extrinsic', 'a listener to finalized']),
    );
  });
});

describe('blocks that a reader asks for', () => {
  it('are found by number and by hash', () => {
    for (const number of [0, 1, 77, HISTORY]) {
      const block = chain.byNumber(number)!;
      expect(block.number).toBe(number);
      expect(toHex(chain.byHash(block.hash)!.hash)).toBe(toHex(block.hash));
    }
    expect(chain.byNumber(HISTORY + 1)).toBeUndefined();
    expect(chain.byHash(new Uint8Array(32))).toBeUndefined();
  });

  it('keep their state for 256 blocks behind the finalized one, and the genesis for ever', async () => {
    const long = await openTestChain(openMemoryStore(), emptyFounding());
    produceBlocks(long, 300);
    await long.finalizeTo(300);
    expect(long.byNumber(44)!.state).toBeDefined();
    expect(long.byNumber(43)!.state).toBeUndefined();
    expect(long.byNumber(43)!.header.number).toBe(43);
    expect(long.byHash(long.byNumber(43)!.hash)!.number).toBe(43);
    expect(long.genesis.state).toBeDefined();
  });
});
