import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Bytes } from '../../chain/bytes.ts';
import { fromHex, toHex, utf8 } from '../../chain/bytes.ts';
import { finalityProofCodec } from '../../chain/grandpa-codec.ts';
import { encode } from '../../chain/scale/index.ts';
import { storage, storageKey } from '../../chain/schema/index.ts';
import { verifyProof } from '../../chain/trie/index.ts';
import type { ProofBlock } from '../testing/fake-proof-chain.ts';
import { FakeProofChain } from '../testing/fake-proof-chain.ts';
import type { FakeRpcServer } from './json-rpc/fake-rpc-server.fixture.ts';
import { headerJson, noSuchMethod, Refusal, SILENCE, startFakeRpcServer } from './json-rpc/fake-rpc-server.fixture.ts';
import { MAX_FINALITY_ROUNDS, MAX_SUBSCRIPTIONS } from './json-rpc/limits.ts';
import { openJsonRpcServer } from './json-rpc-server.ts';
import { NEWS_BURST } from './news-meter.ts';
import type { ChainServer, Greeting, ServerEvents, Votes } from './server.ts';

const chain = new FakeProofChain();
chain.produce({ entries: Array.from({ length: 300 }, (_, i) => [key(i), new Uint8Array(40).fill(i)] as const) });
chain.produce({ body: [fromHex('0x0c040001'), fromHex('0x10050001ff')] });
chain.grow(8);
const justificationOf = (number: number) => chain.votesFor(chain.blocks[number]!).justification;
const VOTES = new Map([5, 10].map((number) => [number, justificationOf(number)] as const));

function key(i: number): Uint8Array {
  return utf8(`key ${i}`);
}

const provenHex = ({ hash, number }: ProofBlock, unknown: readonly ProofBlock[] = []) =>
  toHex(
    encode(finalityProofCodec, {
      block: fromHex(hash),
      justification: justificationOf(number),
      unknownHeaders: unknown.map(({ header }) => header),
    }),
  );

const code = (name: string) => expect.objectContaining({ name: 'LightError', code: name });

/** A connection and all that it told. */
function connect(address: string) {
  const opened = Promise.withResolvers<Greeting>();
  const closed = Promise.withResolvers<Error>();
  const seen = { headers: [] as string[], votes: [] as Votes[], finalized: [] as number[], received: 0, closed: 0 };
  const events: ServerEvents = {
    onOpen: opened.resolve,
    onHeader: (headerBytes) => seen.headers.push(toHex(headerBytes)),
    onVotes: (votes) => seen.votes.push(votes),
    onFinalized: (number) => seen.finalized.push(number),
    onReceived: (count) => {
      seen.received += count;
    },
    onClosed: (reason) => {
      seen.closed += 1;
      opened.reject(reason);
      closed.resolve(reason);
    },
  };
  opened.promise.catch(() => undefined);
  const server = openJsonRpcServer(address, events);
  return { server, seen, opened: opened.promise, closed: closed.promise };
}

/** Until `isSo`, for what comes over a real socket. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 2));
}

let fake: FakeRpcServer;
let server: ChainServer;
let connection: ReturnType<typeof connect>;
const subscribed = () => fake.asked.some(({ method }) => method === 'grandpa_subscribeJustifications');

beforeEach(async () => {
  fake = await startFakeRpcServer(chain, VOTES);
  connection = connect(`${fake.url}/a-secret-key`);
  server = connection.server;
  await connection.opened;
  await until(subscribed);
});
afterEach(async () => {
  server.close();
  await fake.close();
});

describe('a server over JSON-RPC', () => {
  it('greets with its genesis and its finalized block', async () => {
    expect(await connection.opened).toEqual({ genesisHash: chain.blocks[0]!.hash, finalizedNumber: 10 });
    expect(connection.seen.received).toBeGreaterThan(100);
  });

  it('tells of headers, finalized blocks and votes as they come', async () => {
    await server.request('system_health', []);
    fake.notify('heads', headerJson(chain.blocks[9]!.header));
    fake.notify('finalized', headerJson(chain.blocks[8]!.header));
    fake.notify('votes', toHex(justificationOf(8)));
    await until(() => connection.seen.votes.length > 0);
    expect(connection.seen).toMatchObject({
      headers: [toHex(chain.blocks[9]!.headerBytes)],
      finalized: [8],
      votes: [{ kind: 'justification', bytes: justificationOf(8) }],
    });
  });

  it('answers every question', async () => {
    const block = chain.blocks[2]!;
    expect(await server.blockHash(2)).toBe(block.hash);
    expect(await server.header(block.hash)).toEqual(block.headerBytes);
    expect(await server.headers(3, 4)).toEqual(chain.blocks.slice(3, 7).map(({ headerBytes }) => headerBytes));
    expect(await server.headers(9, 512)).toEqual(chain.blocks.slice(9).map(({ headerBytes }) => headerBytes));
    expect(await server.headers(9, 0)).toEqual([]);
    expect(await server.body(block.hash)).toEqual(block.body);
    await expect(server.submit(fromHex('0x0400'))).resolves.toBeUndefined();
    expect(fake.asked.at(-1)).toEqual({ method: 'author_submitExtrinsic', params: ['0x0400'] });
    expect(await server.request('system_health', [])).toEqual({ peers: 1 });
  });

  it('has the votes for some blocks, as bytes or as hex', async () => {
    const expected = { headerBytes: chain.blocks[5]!.headerBytes, justification: justificationOf(5) };
    expect(await server.finalityOf(5)).toEqual(expected);
    expect(await server.finalityOf(4)).toBeUndefined();
    const block = { header: headerJson(chain.blocks[5]!.header) };
    fake.methods.chain_getBlock = () => ({ block, justifications: [['0x46524e4b', toHex(justificationOf(5))]] });
    expect(await server.finalityOf(5)).toEqual(expected);
    fake.methods.chain_getBlock = () => ({ block, justifications: [[[1, 2, 3, 4], [1]]] });
    expect(await server.finalityOf(5)).toBeUndefined();
  });

  it('passes on subscriptions of somebody else, within bounds', async () => {
    const notices: unknown[] = [];
    fake.methods.state_subscribeStorage = () => 'storage';
    const subscription = await server.subscribe('state_subscribeStorage', [], (notice) => notices.push(notice));
    fake.notify('storage', 1);
    await until(() => notices.length > 0);
    subscription.close('state_unsubscribeStorage');
    fake.notify('storage', 2);
    await server.request('system_health', []);
    expect(notices).toEqual([1]);
    expect(fake.asked.at(-2)).toEqual({ method: 'state_unsubscribeStorage', params: ['storage'] });
    for (let i = 0; i < MAX_SUBSCRIPTIONS; i++) await server.subscribe('state_subscribeStorage', [], () => undefined);
    await expect(server.subscribe('state_subscribeStorage', [], () => undefined)).rejects.toEqual(
      code('light/too-many-requests'),
    );
  });
});

describe('read proofs', () => {
  const at = chain.best;
  const keys = [...Array.from({ length: 300 }, (_, i) => key(i)), utf8('absent')] as Uint8Array<ArrayBuffer>[];
  const proofsAsked = () =>
    fake.asked.flatMap(({ method, params: [list] }) =>
      method === 'state_getReadProof' ? [(list as readonly unknown[]).length] : [],
    );

  it('are the nodes of the trie', async () => {
    const proof = verifyProof(at.header.stateRoot, await server.readProof(at.hash, keys));
    expect(proof.get(keys[7]!)).toEqual(new Uint8Array(40).fill(7));
    expect(proof.get(keys[300]!)).toBeUndefined();
    expect(proofsAsked()).toEqual([301]);
  });

  it('are asked for in halves where that many are refused, and from then on', async () => {
    const honest = fake.methods.state_getReadProof!;
    fake.methods.state_getReadProof = (params) => {
      if ((params[0] as readonly unknown[]).length > 100) throw new Refusal(-32_602, 'Invalid params', 'too many keys');
      return honest(params);
    };
    const proof = verifyProof(at.header.stateRoot, await server.readProof(at.hash, keys));
    for (const [i, held] of keys.entries()) expect(proof.get(held)?.[0]).toBe(i < 300 ? i % 256 : undefined);
    expect(proofsAsked()).toEqual([301, 151, 76, 75, 75, 75]);
    verifyProof(at.header.stateRoot, await server.readProof(at.hash, keys));
    expect(proofsAsked().slice(6)).toEqual([76, 76, 76, 73]);
  });

  it('are given up where even few keys are refused, or the method is', async () => {
    fake.methods.state_getReadProof = () => {
      throw new Refusal(-32_008, 'Response is too big');
    };
    await expect(server.readProof(at.hash, keys)).rejects.toEqual(code('proof/refused'));
    expect(proofsAsked()).toEqual([301, 151, 76, 38]);
    delete fake.methods.state_getReadProof;
    await expect(server.readProof(at.hash, keys)).rejects.toEqual(code('proof/refused'));
    expect(proofsAsked()).toHaveLength(5);
  });

  it('are not asked for more keys than the interface allows', async () => {
    const many = new Array<Uint8Array<ArrayBuffer>>(2049).fill(storageKey(storage.System.Number));
    await expect(server.readProof(at.hash, many)).rejects.toThrow(RangeError);
  });
});

describe('the way to newer finality', () => {
  const from = chain.blocks[1]!;
  const proofs = (...numbers: readonly number[]) =>
    numbers.map((number) => ({
      headerBytes: chain.blocks[number]!.headerBytes,
      justification: justificationOf(number),
    }));

  it('goes from one change of voters to the next, up to the newest votes', async () => {
    fake.methods.grandpa_proveFinality = ([number]) => {
      if (Number(number) > 10) throw new Refusal(1, 'Block not yet finalized');
      if (Number(number) <= 4) return provenHex(chain.blocks[4]!, chain.blocks.slice(Number(number) + 1, 5));
      return Number(number) <= 7 ? provenHex(chain.blocks[7]!) : provenHex(chain.blocks[10]!);
    };
    expect(await server.finalitySince(from)).toEqual(proofs(4, 7, 10));
    expect(await server.finalitySince(chain.blocks[10]!)).toEqual([]);
  });

  it('ends at the votes that are kept', async () => {
    fake.methods.grandpa_proveFinality = ([number]) => (Number(number) <= 4 ? provenHex(chain.blocks[4]!) : null);
    expect(await server.finalitySince(from)).toEqual(proofs(4));
    expect(await server.finalitySince(chain.blocks[6]!)).toBeUndefined();
    expect(await server.finalitySince(chain.best)).toEqual([]);
    fake.methods.grandpa_proveFinality = () => provenHex(chain.blocks[4]!);
    expect(await server.finalitySince(from)).toEqual(proofs(4));
  });

  it('is that of the finalized head where the method is missing, if it has votes', async () => {
    expect(await server.finalitySince(from)).toEqual(proofs(10));
    expect(await server.finalitySince(chain.best)).toEqual([]);
    fake.methods.chain_getFinalizedHead = () => chain.blocks[9]!.hash;
    expect(await server.finalitySince(from)).toBeUndefined();
  });

  it('is not known to a server that refuses to tell', async () => {
    fake.methods.grandpa_proveFinality = () => {
      throw new Refusal(2, 'Block not covered by authority set changes');
    };
    expect(await server.finalitySince(from)).toBeUndefined();
  });

  it('does not go on for ever', async () => {
    let number = 0;
    const long = new FakeProofChain();
    long.grow(MAX_FINALITY_ROUNDS + 5);
    fake.methods.chain_getHeader = ([hash]) => headerJson(long.byHash(String(hash))!.header);
    fake.methods.grandpa_proveFinality = () => {
      const { hash } = long.blocks[++number]!;
      return toHex(
        encode(finalityProofCodec, { block: fromHex(hash), justification: fromHex('0x00'), unknownHeaders: [] }),
      );
    };
    expect(await server.finalitySince({ number: 0, hash: from.hash })).toHaveLength(MAX_FINALITY_ROUNDS);
  });

  it.each([
    ['no hex', 7],
    ['no proof', '0x00'],
    ['more behind the proof', `${provenHex(chain.best)}00`],
  ])('is refused with %s', async (_, answer) => {
    fake.methods.grandpa_proveFinality = () => answer;
    await expect(server.finalitySince(from)).rejects.toEqual(code('proof/malformed'));
  });
});

describe('what a server does not have or do', () => {
  it('is unavailable where it says null, or that the state is gone', async () => {
    const nowhere = `0x${'55'.repeat(32)}`;
    await expect(server.blockHash(99)).rejects.toEqual(code('proof/unavailable'));
    await expect(server.header(nowhere)).rejects.toEqual(code('proof/unavailable'));
    await expect(server.body(nowhere)).rejects.toEqual(code('proof/unavailable'));
    fake.methods.state_getReadProof = () => {
      throw new Refusal(4003, 'Client error: UnknownBlock: State already discarded for 0x12');
    };
    await expect(server.readProof(nowhere, [])).rejects.toEqual(code('proof/unavailable'));
  });

  it.each([
    [-32_005, 'Limit exceeded'],
    [-32_029, 'slow down'],
    [429, 'no'],
    [-32_000, 'RPC rate limit exceeded'],
    [0, 'Too Many Requests'],
  ])('is limited by code %d, %s', async (rpcCode, message) => {
    fake.methods.chain_getHeader = () => {
      throw new Refusal(rpcCode, message);
    };
    await expect(server.header(chain.best.hash)).rejects.toEqual(code('proof/limited'));
  });

  it('is refused with the words of the pool, whatever they are', async () => {
    for (let rpcCode = 1010; rpcCode <= 1016; rpcCode++) {
      fake.methods.author_submitExtrinsic = () => {
        throw new Refusal(rpcCode, 'Invalid Transaction', 'rate limit of this account');
      };
      await expect(server.submit(fromHex('0x0400'))).rejects.toMatchObject({
        code: 'proof/refused',
        data: { rpcCode, rpcMessage: 'Invalid Transaction', rpcData: 'rate limit of this account' },
      });
    }
    await expect(server.request('nonsense', [])).rejects.toMatchObject({
      code: 'proof/refused',
      data: { rpcCode: -32_601 },
    });
  });

  it.each<[string, keyof ChainServer, readonly unknown[], string, unknown]>([
    ['a hash that is a number', 'blockHash', [1], 'chain_getBlockHash', 7],
    ['a list for a hash', 'blockHash', [1], 'chain_getBlockHash', [chain.best.hash]],
    ['too few hashes', 'headers', [1, 3], 'chain_getBlockHash', [chain.best.hash]],
    ['hashes of junk', 'headers', [1, 1], 'chain_getBlockHash', ['0x']],
    ['text for a header', 'header', [chain.best.hash], 'chain_getHeader', 'header'],
    ['a header without a digest', 'header', [chain.best.hash], 'chain_getHeader', { number: '0x1' }],
    [
      'a proof of another block',
      'readProof',
      [chain.best.hash, []],
      'state_getReadProof',
      { at: chain.blocks[1]!.hash, proof: [] },
    ],
    [
      'a proof that is an object',
      'readProof',
      [chain.best.hash, []],
      'state_getReadProof',
      { at: chain.best.hash, proof: {} },
    ],
    [
      'a proof of numbers',
      'readProof',
      [chain.best.hash, []],
      'state_getReadProof',
      { at: chain.best.hash, proof: [1] },
    ],
    ['odd hex', 'readProof', [chain.best.hash, []], 'state_getReadProof', { at: chain.best.hash, proof: ['0x1'] }],
    [
      'more nodes than a proof has',
      'readProof',
      [chain.best.hash, []],
      'state_getReadProof',
      { at: chain.best.hash, proof: new Array(70_000).fill('0x') },
    ],
    ['a body that is text', 'body', [chain.best.hash], 'chain_getBlock', { block: { extrinsics: '0x' } }],
    [
      'too many extrinsics',
      'body',
      [chain.best.hash],
      'chain_getBlock',
      { block: { extrinsics: new Array(10_001).fill('0x') } },
    ],
    [
      'votes of text',
      'finalityOf',
      [5],
      'chain_getBlock',
      { block: { header: headerJson(chain.best.header) }, justifications: 'x' },
    ],
    [
      'votes that are no bytes',
      'finalityOf',
      [5],
      'chain_getBlock',
      { block: { header: headerJson(chain.best.header) }, justifications: [['0x46524e4b', [256]]] },
    ],
    [
      'votes of many engines',
      'finalityOf',
      [5],
      'chain_getBlock',
      { block: { header: headerJson(chain.best.header) }, justifications: new Array(9).fill(['0x00000000', '0x']) },
    ],
    [
      'votes without end',
      'finalityOf',
      [5],
      'chain_getBlock',
      {
        block: { header: headerJson(chain.best.header) },
        justifications: [['0x46524e4b', `0x${'00'.repeat(1_100_000)}`]],
      },
    ],
  ])('is malformed: %s', async (_, question, params, method, answer) => {
    fake.methods[method] = () => answer;
    const ask = server[question] as (...args: readonly unknown[]) => Promise<unknown>;
    if (question === 'finalityOf') fake.methods.chain_getBlockHash = () => chain.best.hash;
    await expect(ask(...params)).rejects.toEqual(code('proof/malformed'));
    await expect(server.request('system_health', [])).resolves.toBeDefined();
  });

  it('does not give away the key in its address', async () => {
    const error = (await server.request('nonsense', []).catch((reason: unknown) => reason)) as Error;
    expect(error.message).toContain('127.0.0.1');
    expect(`${error.message}${error.stack}`).not.toContain('secret');
  });
});

describe('a connection', () => {
  it.each([
    ['no JSON', 'hello'],
    ['no message', '{"jsonrpc":"2.0"}'],
    ['a list', '[1,2]'],
    ['depths', '['.repeat(100_000)],
    ['depths that are well formed', `{"id":1,"error":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
    ['a multitude', `{"params":{"subscription":"heads","result":[${'[],'.repeat(300_000)}0]}}`],
    ['what only its prototype would say', '{"__proto__":{"id":1,"result":2}}'],
  ])('ends with %s', async (_, text) => {
    fake.say(text);
    expect(await connection.closed).toEqual(code('proof/malformed'));
    await expect(server.blockHash(1)).rejects.toEqual(code('proof/malformed'));
    await until(() => fake.sockets.size === 0);
  });

  it('ends with bytes where text belongs', async () => {
    for (const socket of fake.sockets) socket.send(new Uint8Array(3));
    expect(await connection.closed).toEqual(code('proof/malformed'));
  });

  it('ends with a complaint about haste that answers no question', async () => {
    fake.say('{"jsonrpc":"2.0","id":null,"error":{"code":-32005,"message":"Too many requests"}}');
    expect(await connection.closed).toEqual(code('proof/limited'));
  });

  it.each([
    ['heads', { number: '0x1' }],
    ['finalized', null],
    ['votes', 7],
    ['votes', `0x${'00'.repeat((1 << 20) + 1)}`],
  ])('ends with news of %s that are none', async (subscription, notice) => {
    await server.request('system_health', []);
    fake.notify(subscription, notice);
    expect(await connection.closed).toEqual(code('proof/malformed'));
  });

  it('ends with a flood, also of messages to nobody', async () => {
    for (let i = 0; i < 2 * NEWS_BURST; i++) fake.notify('nobody', i);
    expect(await connection.closed).toEqual(code('proof/malformed'));
    expect(connection.seen.headers).toEqual([]);
  });

  it('ends with a message that nobody can have asked for', async () => {
    await server.request('system_health', []);
    fake.notify('nobody', 'x'.repeat(3 << 20));
    expect(await connection.closed).toEqual(code('proof/malformed'));
  });

  it('may still bring the long answer to a question that was given up, once', async () => {
    fake.methods.state_getReadProof = () => SILENCE;
    const abort = new AbortController();
    const question = server.readProof(chain.best.hash, [Uint8Array.of(1) as Bytes], { signal: abort.signal });
    await until(() => fake.asked.some(({ method }) => method === 'state_getReadProof'));
    abort.abort(new Error('given up'));
    await expect(question).rejects.toThrow('given up');
    const long = JSON.stringify({ jsonrpc: '2.0', id: 999, result: 'x'.repeat(3 << 20) });
    fake.say(long);
    await until(() => connection.seen.received > long.length);
    expect(await server.blockHash(0)).toBe(chain.blocks[0]!.hash);
    expect(connection.seen.closed).toBe(0);
    fake.say(long);
    expect(await connection.closed).toEqual(code('proof/malformed'));
  });

  it.each([
    [1008, '', 'proof/limited'],
    [1013, 'busy', 'proof/limited'],
    [4000, 'Rate limit reached', 'proof/limited'],
    [1001, 'going away', 'proof/unreachable'],
    [1011, '', 'proof/unreachable'],
  ])('that is closed with %d %s is over', async (closeCode, reason, expected) => {
    const waiting = server.blockHash(1).catch((error: unknown) => error);
    fake.methods.chain_getBlockHash = () => null;
    for (const socket of fake.sockets) socket.close(closeCode, reason);
    expect(await connection.closed).toEqual(code(expected));
    await waiting;
    await expect(server.blockHash(1)).rejects.toEqual(code(expected));
    expect(connection.seen.closed).toBe(1);
  });

  it('that is cut rejects what waits', async () => {
    fake.methods.chain_getHeader = () => {
      for (const socket of fake.sockets) socket.terminate();
      return null;
    };
    await expect(server.header(chain.best.hash)).rejects.toEqual(code('proof/unreachable'));
    expect(await connection.closed).toEqual(code('proof/unreachable'));
  });

  it('tells nothing more once it is closed', async () => {
    server.close();
    fake.notify('heads', headerJson(chain.best.header));
    await until(() => fake.sockets.size === 0);
    await expect(server.blockHash(1)).rejects.toEqual(code('proof/unreachable'));
    expect(connection.seen).toMatchObject({ closed: 0, headers: [] });
    server.close();
  });

  it('answers an abort at once', async () => {
    const abort = new AbortController();
    const question = server.header(chain.best.hash, { signal: abort.signal });
    abort.abort(new Error('left the page'));
    await expect(question).rejects.toThrow('left the page');
  });
});

describe('a server that cannot be greeted', () => {
  it.each(['ws://127.0.0.1:1', 'http://', 'not an address', 'wss://[', '/dns/a/tcp/1'])(
    'at %s is unreachable',
    async (address) => {
      const { server: nobody, closed } = connect(address);
      expect(nobody.address).toBe(address);
      expect(await closed).toEqual(code('proof/unreachable'));
      await expect(nobody.blockHash(1)).rejects.toEqual(code('proof/unreachable'));
    },
  );

  it.each(['wss://one two/secret', 'wss://[secret'])('does not give away the address %s', async (address) => {
    expect((await connect(address).closed).message).not.toContain('secret');
  });

  it('cannot be asked before it has greeted', async () => {
    const { server: early } = connect(fake.url);
    await expect(early.blockHash(1)).rejects.toEqual(code('proof/unreachable'));
    early.close();
  });

  it.each<[string, string, () => unknown, string]>([
    ['no genesis', 'chain_getBlockHash', () => null, 'proof/unavailable'],
    ['junk for its finalized block', 'chain_getFinalizedHead', () => 'x', 'proof/malformed'],
    ['junk for a header', 'chain_getHeader', () => [], 'proof/malformed'],
    [
      'no news of blocks',
      'chain_subscribeNewHeads',
      () => {
        throw noSuchMethod();
      },
      'proof/refused',
    ],
    ['a subscription without a name', 'chain_subscribeFinalizedHeads', () => null, 'proof/malformed'],
    [
      'its limits',
      'chain_getFinalizedHead',
      () => {
        throw new Refusal(-32_005, 'Limit');
      },
      'proof/limited',
    ],
  ])('with %s is let go', async (_, method, answer, expected) => {
    fake.methods[method] = answer;
    expect(await connect(fake.url).closed).toEqual(code(expected));
  });

  it('without news of votes is good enough', async () => {
    delete fake.methods.grandpa_subscribeJustifications;
    const other = connect(fake.url);
    await other.opened;
    await expect(other.server.blockHash(2)).resolves.toBe(chain.blocks[2]!.hash);
    other.server.close();
  });
});
