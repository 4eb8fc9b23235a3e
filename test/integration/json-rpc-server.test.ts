/**
 * The proof engine's JSON-RPC transport against a real localnet: what it hands out is what the chain holds.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Localnet } from '../../localnet/index.ts';
import { startLocalnet } from '../../localnet/index.ts';
import { toHex } from '../../src/chain/bytes.ts';
import { verifyJustification } from '../../src/chain/grandpa.ts';
import { decodeHeader, headerHash } from '../../src/chain/header.ts';
import { decodeValue, storage, storageKey } from '../../src/chain/schema/index.ts';
import { orderedTrieRoot, verifyProof } from '../../src/chain/trie/index.ts';
import { openJsonRpcServer } from '../../src/light/proof/json-rpc-server.ts';
import type { ChainServer, FinalityProof, Greeting, Votes } from '../../src/light/proof/server.ts';

const BLOCK_TIME_MS = 250;

let net: Localnet;
let server: ChainServer;
let greeting: Greeting;
const seen = { headers: [] as Uint8Array[], votes: [] as Votes[], finalized: [] as number[] };

beforeAll(async () => {
  net = await startLocalnet({ seed: 'json-rpc', blockTimeMs: BLOCK_TIME_MS, p2pPort: 0, rpcPort: 0 });
  const opened = Promise.withResolvers<Greeting>();
  server = openJsonRpcServer(net.rpcUrl, {
    onOpen: opened.resolve,
    onClosed: opened.reject,
    onHeader: (headerBytes) => seen.headers.push(headerBytes),
    onVotes: (votes) => seen.votes.push(votes),
    onFinalized: (number) => seen.finalized.push(number),
    onReceived: () => undefined,
  });
  greeting = await opened.promise;
});
afterAll(async () => {
  server?.close();
  await net?.close();
});

function votersAt(number: number) {
  const state = net.chain.byNumber(number)!.state!;
  const { Authorities } = storage.Grandpa;
  return decodeValue(Authorities, state.get(storageKey(Authorities))).map(([publicKey, weight]) => ({
    publicKey,
    weight,
  }));
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 20));
}

describe('the JSON-RPC transport on a localnet', () => {
  it('greets with the genesis and the finalized block', () => {
    expect(greeting.genesisHash).toBe(toHex(net.chain.genesis.hash));
    expect(greeting.finalizedNumber).toBeGreaterThan(100);
    expect(greeting.finalizedNumber).toBeLessThanOrEqual(net.chain.finalized.number);
  });

  it('tells of new headers, finalized blocks and votes that hold', async () => {
    await until(() => seen.headers.length >= 3 && seen.votes.length >= 2 && seen.finalized.length >= 3);
    for (const headerBytes of seen.headers) {
      const { number } = decodeHeader(headerBytes);
      expect(headerHash(headerBytes)).toEqual(net.chain.byNumber(number)!.hash);
    }
    const { setId } = net.chain.grandpa;
    for (const { bytes } of seen.votes) verifyJustification(bytes, { setId, authorities: votersAt(0) });
    expect(seen.finalized).toEqual([...seen.finalized].sort((a, b) => a - b));
  });

  it('hands out hundreds of headers that follow each other', async () => {
    const headers = await server.headers(0, 120);
    expect(headers.map((bytes) => toHex(headerHash(bytes)))).toEqual(
      Array.from({ length: 120 }, (_, number) => toHex(net.chain.byNumber(number)!.hash)),
    );
  });

  it('proves thousands of keys, present and absent', async () => {
    const block = net.chain.finalized;
    const present = [...block.state!.entries()].map(([key]) => key).filter((key) => key.length >= 32);
    const absent = Array.from({ length: 48 }, (_, i) => storageKey(storage.SubtensorModule.Keys, 4000, i));
    const keys = [...present.slice(0, 2000), ...absent];
    const proof = verifyProof(block.header.stateRoot, await server.readProof(toHex(block.hash), keys));
    for (const key of keys) expect(proof.get(key)).toEqual(block.state!.get(key));
  });

  it('hands out the body and the votes of a final block', async () => {
    const block = net.chain.finalized;
    expect(orderedTrieRoot(await server.body(toHex(block.hash)))).toEqual(block.header.extrinsicsRoot);
    let target = block;
    let finality: FinalityProof | undefined;
    // Votes for the newest block are there until the next one is final.
    while (!finality) {
      target = net.chain.finalized;
      finality = await server.finalityOf(target.number);
    }
    expect(finality.headerBytes).toEqual(target.headerBytes);
    const { setId } = net.chain.grandpa;
    verifyJustification(finality.justification, { target, setId, authorities: votersAt(target.number) });
  });

  it('leads from an old block to the newest votes', async () => {
    const from = net.chain.byNumber(50)!;
    const proofs = await server.finalitySince({ number: 50, hash: toHex(from.hash) });
    const last = proofs!.at(-1)!;
    const header = decodeHeader(last.headerBytes);
    expect(header.number).toBeGreaterThan(greeting.finalizedNumber);
    verifyJustification(last.justification, {
      target: { number: header.number, hash: headerHash(header) },
      setId: net.chain.grandpa.setId,
      authorities: votersAt(50),
    });
    expect(await server.finalitySince({ number: header.number + 1000, hash: toHex(from.hash) })).toEqual([]);
  });

  it('says what is not there, and passes on the verdict of the pool', async () => {
    await expect(server.blockHash(1_000_000)).rejects.toMatchObject({ code: 'proof/unavailable' });
    await expect(server.body(`0x${'12'.repeat(32)}`)).rejects.toMatchObject({ code: 'proof/unavailable' });
    await expect(server.readProof(`0x${'12'.repeat(32)}`, [])).rejects.toMatchObject({ code: 'proof/unavailable' });
    await expect(server.submit(new Uint8Array([4, 0]))).rejects.toMatchObject({ code: 'proof/refused' });
  });
});
