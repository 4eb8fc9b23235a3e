/**
 * Peers that misbehave, over real libp2p on loopback: each costs us a bounded amount, and nobody else notices.
 */
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Bytes } from '../../src/chain/bytes.ts';
import { concatBytes, toHex, utf8 } from '../../src/chain/bytes.ts';
import {
  encodeFrame,
  encodeVarint,
  MAX_LIGHT_REQUEST_BYTES,
  protobufBytes,
  protocolName,
} from '../../src/chain/wire/index.ts';
import { FAKE_METADATA, FakeChain, NUMBER_KEY } from '../fake-chain.ts';
import { buildRuntime } from '../runtime/index.ts';
import { blockAnnounces } from './block-announces.ts';
import { Gossip } from './gossip.ts';
import type { P2pHost } from './index.ts';
import { startP2pHost } from './index.ts';
import {
  CLOSE_DEADLINE_MS,
  MAX_GOSSIP_BACKLOG_BYTES,
  MAX_GOSSIP_STREAMS,
  MAX_INCOMING_BYTES_PER_PEER,
} from './limits.ts';
import { Peers } from './peers.ts';
import { PING_PROTOCOL } from './ping.ts';
import type { RawPeer } from './raw-peer.fixture.ts';
import { dial, endOf, rawNode } from './raw-peer.fixture.ts';
import { serveRequests } from './requests.ts';
import type { Stream } from './substream.ts';
import { Substream } from './substream.ts';

let code: Bytes;
let chain: FakeChain;
let host: P2pHost;
let log: string[];
let peer: RawPeer;

beforeAll(async () => {
  code = await buildRuntime({
    metadata: FAKE_METADATA,
    specVersion: 1,
    transactionVersion: 1,
    slotDurationMs: 1000,
  });
});

beforeEach(async () => {
  chain = new FakeChain({ code, slotDurationMs: 1000, history: 2 });
  log = [];
  const seed = new Uint8Array(32).fill(9);
  host = await startP2pHost({ chain, host: '127.0.0.1', port: 0, seed, log: (line) => void log.push(line) });
  peer = await dial(host.multiaddr);
});

afterEach(async () => {
  await peer.close();
  await host.close();
});

const name = (suffix: Parameters<typeof protocolName>[1]) => protocolName(chain.genesis.hash, suffix);
/** A read of one value: well-formed. */
const validRead = () => protobufBytes(2, concatBytes(protobufBytes(2, chain.best.hash), protobufBytes(3, NUMBER_KEY)));
const DEADLINE_MS = 5000;

/** Asks as a client that behaves. */
async function ask(from: RawPeer, protocol: string, request: Uint8Array): Promise<Bytes> {
  const stream = await from.open(protocol);
  const substream = new Substream(stream, new Peers().budgetOf(from.connection));
  const response = substream.receiveOne(1 << 20, DEADLINE_MS);
  await substream.send(request);
  await stream.close();
  return response;
}

/** The host still answers, on the same connection and on a new one. */
async function expectHealthy(): Promise<void> {
  expect((await ask(peer, name('light/2'), validRead())).length).toBeGreaterThan(50);
  const other = await dial(host.multiaddr);
  expect((await ask(other, name('light/2'), validRead())).length).toBeGreaterThan(50);
  await other.close();
}

describe('a request stream', () => {
  it.each<[string, () => Uint8Array, string]>([
    ['announces more than the limit', () => encodeVarint(MAX_LIGHT_REQUEST_BYTES + 1), 'at most'],
    ['announces four gigabytes', () => concatBytes(encodeVarint(2 ** 32), new Uint8Array(1000)), 'at most'],
    ['begins with no length', () => new Uint8Array(64).fill(0xff), 'no length'],
    ['carries no protobuf', () => encodeFrame(new Uint8Array(100).fill(0xff)), 'no varint'],
    ['asks for nothing', () => encodeFrame(new Uint8Array()), 'neither a call nor a read'],
  ])('that %s is reset at once', async (_, bytes, reason) => {
    const stream = await peer.open(name('light/2'));
    stream.send(bytes());
    expect(await endOf(stream)).toBe('reset');
    expect(log.join()).toContain(reason);
    await expectHealthy();
  });

  it('that ends in the middle of its frame is reset', async () => {
    const stream = await peer.open(name('light/2'));
    stream.send(encodeFrame(validRead()).subarray(0, 20));
    await stream.close();
    expect(await endOf(stream)).toBe('reset');
    expect(log.join()).toContain('ended the stream before its frame');
    await expectHealthy();
  });

  it('that comes byte by byte is served', async () => {
    const stream = await peer.open(name('light/2'));
    const substream = new Substream(stream, new Peers().budgetOf(peer.connection));
    const response = substream.receiveOne(1 << 20, DEADLINE_MS);
    for (const byte of encodeFrame(validRead())) {
      stream.send(Uint8Array.of(byte));
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect((await response).length).toBeGreaterThan(50);
  });

  it('cannot make us hold more than the budget, together with all others', async () => {
    const partial = concatBytes(encodeVarint(MAX_LIGHT_REQUEST_BYTES), new Uint8Array(MAX_LIGHT_REQUEST_BYTES - 1));
    const streams: Stream[] = [];
    for (let held = 0; held <= MAX_INCOMING_BYTES_PER_PEER; held += MAX_LIGHT_REQUEST_BYTES) {
      const stream = await peer.open(name('light/2'));
      stream.send(partial);
      streams.push(stream);
    }
    await Promise.race(streams.map(endOf));
    expect(log.join()).toContain('makes us hold more than');
    for (const stream of streams) stream.abort(new Error('enough'));
    await expectHealthy();
  });
});

describe('a gossip substream', () => {
  it.each<[string, () => Uint8Array, string]>([
    ['garbage', () => encodeFrame(new Uint8Array(69).fill(0xaa)), 'there is no role'],
    ['another genesis', () => encodeFrame(otherGenesis()), 'another chain'],
    ['a handshake that is too long', () => encodeVarint(1 << 20), 'at most'],
  ])('that begins with %s is reset', async (_, bytes, reason) => {
    const stream = await peer.open(name('block-announces/1'));
    stream.send(bytes());
    expect(await endOf(stream)).toBe('reset');
    expect(log.join()).toContain(reason);
    await expectHealthy();
  });

  it('is refused beyond the few that a peer needs', async () => {
    const streams: Stream[] = [];
    for (let i = 0; i <= MAX_GOSSIP_STREAMS; i++) streams.push(await peer.open(name('transactions/1')));
    expect(await endOf(streams.at(-1)!)).toBe('reset');
    await expectHealthy();
  });

  it('whose notification is malformed is reset', async () => {
    await peer.libp2p.handle(name('transactions/1'), () => undefined);
    const stream = await peer.open(name('transactions/1'));
    stream.send(encodeFrame(Uint8Array.of(2)));
    stream.send(encodeFrame(utf8('no extrinsics')));
    expect(await endOf(stream)).toBe('reset');
    expect(chain.pending()).toEqual([]);
    await expectHealthy();
  });
});

function otherGenesis(): Uint8Array {
  const handshake = blockAnnounces(chain).handshake();
  handshake.fill(1, 37);
  return handshake;
}

describe('silence', () => {
  it('ends a request when its deadline has passed', async () => {
    const node = await rawNode(true);
    const lines: string[] = [];
    const protocol = { name: '/silent', maxRequestBytes: 10, deadlineMs: 80, answer: (bytes: Bytes) => bytes };
    await serveRequests(node, new Peers(), protocol, (line) => lines.push(line));
    const quiet = await dial(node.getMultiaddrs()[0]!.toString());
    const stream = await quiet.open('/silent');
    expect(await endOf(stream)).toBe('reset');
    expect(lines.join()).toContain('80 ms');
    expect(await ask(quiet, '/silent', Uint8Array.of(1, 2))).toEqual(Uint8Array.of(1, 2));
    await quiet.close();
    await node.stop();
  });

  it('of a peer that takes no notifications ends its substream, at the backlog limit', async () => {
    const node = await rawNode(true);
    const lines: string[] = [];
    const shake = { maxHandshakeBytes: 8, handshake: () => Uint8Array.of(1), checkHandshake: () => undefined };
    const gossip = new Gossip({ ...shake, name: '/loud', received: () => undefined }, new Peers(), (line) =>
      lines.push(line),
    );
    await gossip.serve(node);
    const deaf = await dial(node.getMultiaddrs()[0]!.toString());
    const opened = Promise.withResolvers<Stream>();
    await deaf.libp2p.handle('/loud', (stream) => {
      stream.send(encodeFrame(Uint8Array.of(1)));
      // Nothing more is read: the flow-control window fills, then our queue.
      stream.pause();
      opened.resolve(stream);
    });
    const stream = await deaf.open('/loud');
    stream.send(encodeFrame(Uint8Array.of(1)));
    const theirs = await opened.promise;
    const notification = new Uint8Array(MAX_GOSSIP_BACKLOG_BYTES / 8);
    for (let i = 0; i < 100 && theirs.status === 'open'; i++) {
      gossip.broadcast(notification);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(await endOf(theirs)).toBe('reset');
    await deaf.close();
    await node.stop();
  });
});

describe('ping', () => {
  it('echoes on one stream for as long as the peer likes', async () => {
    const stream = await peer.open(PING_PROTOCOL);
    for (let i = 0; i < 3; i++) {
      const payload = new Uint8Array(32).fill(i);
      const echo = new Promise<Uint8Array>((resolve) => {
        stream.addEventListener('message', ({ data }) => resolve(data.subarray()), { once: true });
      });
      stream.send(payload);
      expect(toHex(await echo)).toBe(toHex(payload));
    }
    await stream.close();
    expect(await endOf(stream)).toBe('closed');
  });
});

describe('closing', () => {
  it('is quick although a peer holds streams open', async () => {
    await peer.open(name('light/2'));
    await peer.open(PING_PROTOCOL);
    const started = performance.now();
    await host.close();
    // Not at the streams' leisure; a busy machine takes its time.
    expect(performance.now() - started).toBeLessThan(CLOSE_DEADLINE_MS + 4_000);
    expect(host.peers()).toBe(0);
  });
});
