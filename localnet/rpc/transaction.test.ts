import { describe, expect, it } from 'vitest';
import { toHex } from '../../src/chain/bytes.ts';
import { fakeExtrinsic } from '../fake-chain.ts';
import { connectWebSocket } from '../json-rpc-client.fixture.ts';
import type { PoolRefusal } from '../types.ts';
import { MAX_BROADCAST_PAUSE_BLOCKS, MAX_BROADCASTS_PER_CONNECTION } from './limits.ts';
import { servedChains } from './rpc.fixture.ts';

const { open } = servedChains();

const refusal = (code: number) => expect.objectContaining({ code });
const BAD_PROOF: PoolRefusal = { ok: false, code: 'pool/bad-proof', message: 'Transaction has a bad signature' };
const FUTURE: PoolRefusal = { ok: false, code: 'pool/future', message: 'Transaction will be valid in the future' };

describe('watching a transaction', () => {
  it('tells its life up to finality', async () => {
    const { client, chain } = await open();
    const events: unknown[] = [];
    const transaction = toHex(fakeExtrinsic('watched'));
    await client.subscribe('transactionWatch_v1_submitAndWatch', [transaction], (event) => events.push(event));
    const block = chain.produce();
    chain.finalize(block);
    await client.request('system_name');
    const place = { hash: toHex(block.hash), index: 0 };
    expect(events).toEqual([
      { event: 'validated' },
      { event: 'bestChainBlockIncluded', block: place },
      { event: 'finalized', block: place },
    ]);
  });

  it('tells a refusal as an event, and is over then', async () => {
    const { client } = await open({ refuse: () => BAD_PROOF });
    const events: unknown[] = [];
    const id = await client.subscribe('transactionWatch_v1_submitAndWatch', ['0x00'], (event) => events.push(event));
    await client.request('system_name');
    expect(events).toEqual([{ event: 'invalid', error: expect.stringContaining('bad signature') }]);
    expect(await client.request('transactionWatch_v1_unwatch', [id])).toBeNull();
  });

  it('ends when asked, and the transaction goes its way', async () => {
    const { client, chain } = await open();
    const events: unknown[] = [];
    const transaction = fakeExtrinsic('unwatched');
    const id = await client.subscribe('transactionWatch_v1_submitAndWatch', [toHex(transaction)], (event) =>
      events.push(event),
    );
    await client.request('transactionWatch_v1_unwatch', [id]);
    expect(chain.produce().body).toEqual([transaction]);
    await client.request('system_name');
    expect(events).toEqual([{ event: 'validated' }]);
  });

  it('refuses what is no hex', async () => {
    const { client } = await open();
    await expect(client.request('transactionWatch_v1_submitAndWatch', ['hello'])).rejects.toEqual(refusal(-32602));
  });
});

describe('broadcasting a transaction', () => {
  it('tries again, ever more seldom, until the pool takes it', async () => {
    let tries = 0;
    const { client, chain } = await open({ refuse: () => (++tries < 4 ? FUTURE : undefined) });
    await client.request('transaction_v1_broadcast', [toHex(fakeExtrinsic('later'))]);
    const triesAfter = Array.from({ length: 12 }, () => {
      chain.produce();
      return tries;
    });
    // The first try, and those 1, 2 and 4 blocks after the last; then it is in.
    expect(triesAfter).toEqual([2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 4, 4]);
  });

  it('never pauses longer than the limit', async () => {
    let tries = 0;
    const { client, chain } = await open({ refuse: () => (++tries > 0 ? FUTURE : undefined) });
    await client.request('transaction_v1_broadcast', ['0x00']);
    for (let i = 0; i < 127 + 2 * MAX_BROADCAST_PAUSE_BLOCKS; i++) chain.produce();
    expect(tries).toBe(1 + 7 + 2);
  });

  it('does not try again what can never be taken', async () => {
    let tries = 0;
    const { client, chain } = await open({ refuse: () => (++tries > 0 ? BAD_PROOF : undefined) });
    await client.request('transaction_v1_broadcast', ['0x00']);
    chain.produce();
    expect(tries).toBe(1);
  });

  it('stops when asked, once', async () => {
    let tries = 0;
    const refuse = () => {
      tries++;
      return FUTURE;
    };
    const { client, chain } = await open({ refuse });
    const id = await client.request('transaction_v1_broadcast', ['0x00']);
    expect(await client.request('transaction_v1_stop', [id])).toBeNull();
    chain.produce();
    expect(tries).toBe(1);
    await expect(client.request('transaction_v1_stop', [id])).rejects.toEqual(refusal(-32602));
  });

  it('is bounded per connection, and ends with it', async () => {
    let tries = 0;
    const refuse = () => {
      tries++;
      return FUTURE;
    };
    const { chain, server } = await open({ refuse });
    const greedy = await connectWebSocket(server.url);
    for (let i = 0; i < MAX_BROADCASTS_PER_CONNECTION; i++) {
      expect(await greedy.request('transaction_v1_broadcast', [`0x0${i % 10}`])).toEqual(expect.any(String));
    }
    expect(await greedy.request('transaction_v1_broadcast', ['0x00'])).toBeNull();
    await greedy.close();
    const before = tries;
    chain.produce();
    expect(tries).toBe(before);
  });
});

describe('the chain specification', () => {
  it('names the chain', async () => {
    const { client, chain } = await open();
    expect(await client.request('chainSpec_v1_chainName')).toBe('Fake');
    expect(await client.request('chainSpec_v1_genesisHash')).toBe(toHex(chain.genesis.hash));
    expect(await client.request('chainSpec_v1_properties')).toMatchObject({ tokenSymbol: 'TAO' });
  });
});
