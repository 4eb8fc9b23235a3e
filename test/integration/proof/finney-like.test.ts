/**
 * A chain numbered and served as finney is: voters counted from 3, changed again and again, and over JSON-RPC no votes but
 * those that servers keep with every so manieth block. From what servers agree on, the proof engine follows it over every
 * change, by JSON-RPC and by libp2p, without the chain's specification.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { voterSetAfter } from '../../../localnet/chain/authorities.ts';
import type { Localnet } from '../../../localnet/index.ts';
import { toHex } from '../../../src/chain/bytes.ts';
import { storage, storageKey } from '../../../src/chain/schema/index.ts';
import { SYSTEM_CLOCK } from '../../../src/light/clock.ts';
import type { Agreement } from '../../../src/light/proof/agree-checkpoint.ts';
import { agreeCheckpoint } from '../../../src/light/proof/agree-checkpoint.ts';
import { confirmedCheckpoint } from '../../../src/light/proof/checkpoint-edit.ts';
import { encodeCheckpoint } from '../../../src/light/proof/checkpoint-text.ts';
import { openJsonRpcServer } from '../../../src/light/proof/json-rpc-server.ts';
import type { TcpDoor } from '../tcp-door.fixture.ts';
import { openTcpDoor } from '../tcp-door.fixture.ts';
import { localnet, proofOn, until } from './network.ts';

const GENESIS_SET_ID = 3n;
const PERIOD = 16;
const ROTATE_EVERY = 20;
const BLOCK_TIME_MS = 200;
/** Changes of the voters that are followed from the checkpoint. */
const CHANGES = 2n;

let net: Localnet;
let door: TcpDoor;
let genesisHash: string;
let agreement: Agreement;

const agree = (genesisSetId: bigint) =>
  agreeCheckpoint({
    source: { id: 'localnet', genesisHash, genesisSetId, justificationPeriod: PERIOD },
    addresses: [net.rpcUrl, door.url],
    openServer: openJsonRpcServer,
    clock: SYSTEM_CLOCK,
  });

beforeAll(async () => {
  net = await localnet({
    blockTimeMs: BLOCK_TIME_MS,
    seed: 'finney-like',
    historyBlocks: 50,
    residents: 0,
    genesisSetId: Number(GENESIS_SET_ID),
    votes: 'stored',
    justificationPeriod: PERIOD,
    rotateEvery: ROTATE_EVERY,
  });
  door = await openTcpDoor(net.rpcUrl);
  genesisHash = toHex(net.chain.genesis.hash);
  agreement = await agree(GENESIS_SET_ID);
});
afterAll(async () => {
  await door?.close();
  await net?.close();
});

const setAfter = (number: number) => voterSetAfter(net.chain.byNumber(number)!, GENESIS_SET_ID);

describe('servers of a chain that began with another set id', () => {
  it('agree on the voters and their number', () => {
    const { checkpoint, isSetIdProved } = agreement;
    const { grandpa, anchor } = checkpoint;
    // Kept votes tell unless the voters have changed since; the first block asked about is mostly one where they tell.
    const { number } = anchor.block;
    expect(isSetIdProved).toBe(number % PERIOD < number % ROTATE_EVERY);
    expect(grandpa.setId).toBeGreaterThan(GENESIS_SET_ID);
    expect(grandpa).toEqual({
      setId: setAfter(anchor.block.number).setId,
      authorities: setAfter(anchor.block.number).voters,
    });
  });
});

describe('the proof engine, from that checkpoint', () => {
  const transports = ['json-rpc', 'libp2p'] as const;
  it.concurrent.each(transports)('follows the chain over every change of its voters by %s', async (transport) => {
    const { checkpoint } = agreement;
    const engine = proofOn(
      net,
      transport === 'libp2p' ? [net.p2pAddress] : [net.rpcUrl],
      { checkpointText: confirmedCheckpoint(encodeCheckpoint(checkpoint)) },
      {
        specText: undefined,
        genesisHash,
        genesisSetId: GENESIS_SET_ID,
        justificationPeriod: PERIOD,
        blockTimeMs: BLOCK_TIME_MS,
      },
    );
    try {
      const { trust } = await until(
        engine,
        ({ trust }) => (trust?.setId ?? 0n) >= checkpoint.grandpa.setId + CHANGES,
        18_000,
      );
      const { finalized, label } = await until(engine, ({ stage }) => stage === 'following');
      const { justified, setId, anchor } = trust!;
      expect(anchor.block).toEqual(checkpoint.anchor.block);
      expect(justified.hash).toBe(toHex(net.chain.byNumber(justified.number)!.hash));
      expect(setId).toBe(setAfter(justified.number).setId);
      expect(label).toBe('proved');
      const key = storageKey(storage.Grandpa.CurrentSetId);
      const [value] = await engine.readStorage([key], finalized!.hash);
      expect(value).toEqual(net.chain.byNumber(finalized!.number)!.state!.get(key));
      expect(engine.status.servers.map(({ state }) => state)).toEqual(['ready']);
    } finally {
      await engine.close();
    }
  });
});
