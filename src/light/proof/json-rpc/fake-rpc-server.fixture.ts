/**
 * A JSON-RPC server over a real WebSocket for tests: honest about a fake chain unless a method is replaced. It can send
 * any text at any time, fall silent, and close with any code.
 */
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Bytes } from '../../../chain/bytes.ts';
import { fromHex, toHex, utf8 } from '../../../chain/bytes.ts';
import { digestItem, type Header } from '../../../chain/header.ts';
import { encode } from '../../../chain/scale/index.ts';
import type { FakeProofChain, ProofBlock } from '../../testing/fake-proof-chain.ts';

export class Refusal extends Error {
  readonly body: object;

  constructor(code: number, message: string, data?: unknown) {
    super(message);
    this.body = { code, message, ...(data === undefined ? {} : { data }) };
  }
}
export const noSuchMethod = () => new Refusal(-32_601, 'Method not found');

/** Not answered at all. */
export const SILENCE = Symbol('silence');

type Params = readonly unknown[];
export type Method = (params: Params) => unknown;

export function headerJson({ parentHash, number, stateRoot, extrinsicsRoot, digest }: Header) {
  return {
    parentHash: toHex(parentHash),
    number: `0x${number.toString(16)}`,
    stateRoot: toHex(stateRoot),
    extrinsicsRoot: toHex(extrinsicsRoot),
    digest: { logs: digest.map((item) => toHex(encode(digestItem, item))) },
  };
}

export interface FakeRpcServer {
  readonly url: string;
  readonly methods: Record<string, Method>;
  /** Methods and parameters in the order in which they came. */
  readonly asked: { readonly method: string; readonly params: Params }[];
  /** Connections that are open. */
  readonly sockets: ReadonlySet<WebSocket>;
  /** To all connections. */
  say(text: string): void;
  notify(subscription: string, result: unknown): void;
  close(): Promise<void>;
}

export async function startFakeRpcServer(chain: FakeProofChain, votes: ReadonlyMap<number, Bytes> = new Map()) {
  const methods = honestMethods(chain, votes);
  const asked: { method: string; params: Params }[] = [];
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await new Promise((resolve) => server.once('listening', resolve));
  server.on('connection', (socket) => {
    socket.on('error', () => undefined);
    socket.on('message', (data) => {
      const { id, method, params } = JSON.parse(data.toString());
      asked.push({ method, params });
      const answer = answerTo(methods[method], params);
      if (answer) socket.send(JSON.stringify({ jsonrpc: '2.0', id, ...answer }));
    });
  });
  const say = (text: string) => {
    for (const socket of server.clients) socket.send(text);
  };
  const fake: FakeRpcServer = {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    methods,
    asked,
    sockets: server.clients,
    say,
    notify: (subscription, result) =>
      say(JSON.stringify({ jsonrpc: '2.0', method: 'news', params: { subscription, result } })),
    close: () =>
      new Promise((resolve) => {
        for (const socket of server.clients) socket.terminate();
        server.close(() => resolve());
      }),
  };
  return fake;
}

function answerTo(method: Method | undefined, params: Params): object | undefined {
  try {
    if (!method) throw noSuchMethod();
    const result = method(params);
    return result === SILENCE ? undefined : { result };
  } catch (error) {
    if (error instanceof Refusal) return { error: error.body };
    throw error;
  }
}

/** What an honest server says. Its finalized block is the best one; subscriptions are called as their methods. */
function honestMethods(chain: FakeProofChain, votes: ReadonlyMap<number, Bytes>): Record<string, Method> {
  const hashOf = (number: unknown) => chain.blocks[Number(number)]?.hash ?? null;
  const known = (hash: unknown, read: (block: ProofBlock) => unknown) => {
    const block = chain.byHash(String(hash));
    return block ? read(block) : null;
  };
  return {
    system_health: () => ({ peers: 1 }),
    chain_getBlockHash: ([number]) => (Array.isArray(number) ? number.map(hashOf) : hashOf(number)),
    chain_getFinalizedHead: () => chain.best.hash,
    chain_getHeader: ([hash]) => known(hash, ({ header }) => headerJson(header)),
    chain_getBlock: ([hash]) =>
      known(hash, ({ header, body, number }) => {
        const proof = votes.get(number);
        const justifications = proof ? [[Array.from(utf8('FRNK')), Array.from(proof)]] : null;
        return { block: { header: headerJson(header), extrinsics: body.map(toHex) }, justifications };
      }),
    state_getReadProof: ([keys, at]) =>
      known(at, ({ state, hash }) => ({
        at: hash,
        proof: state.prove((keys as readonly string[]).map(fromHex)).map(toHex),
      })),
    author_submitExtrinsic: () => `0x${'00'.repeat(32)}`,
    chain_subscribeNewHeads: () => 'heads',
    chain_subscribeFinalizedHeads: () => 'finalized',
    grandpa_subscribeJustifications: () => 'votes',
  };
}
