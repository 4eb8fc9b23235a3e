import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FaucetAnswer, OpsServer } from './index.ts';
import { startOpsServer } from './index.ts';

let server: OpsServer;
let isHealthy = true;
const asked: unknown[] = [];
let answer: FaucetAnswer = { ok: true, hash: '0x01' };
beforeEach(async () => {
  isHealthy = true;
  answer = { ok: true, hash: '0x01' };
  asked.length = 0;
  server = await startOpsServer({
    port: 0,
    metrics: async () => 'yumalight_best_block 5\n',
    faucet: (value) => {
      asked.push(value);
      return answer;
    },
    isHealthy: () => isHealthy,
  });
});
afterEach(() => server.close());

const post = (body: string, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
  fetch(`${server.url}/faucet`, { method: 'POST', headers, body });

/** With a Host header of one's own, which `fetch` does not allow. */
function getAs(host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(`${server.url}/metrics`, { headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    request.on('error', reject).end();
  });
}

describe('the operator’s server', () => {
  it('listens on the loopback address and shows its numbers', async () => {
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const response = await fetch(`${server.url}/metrics`);
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(await response.text()).toBe('yumalight_best_block 5\n');
  });

  it('says whether blocks are made', async () => {
    expect((await fetch(`${server.url}/health`)).status).toBe(200);
    isHealthy = false;
    expect((await fetch(`${server.url}/health`)).status).toBe(503);
  });

  it('knows three pages', async () => {
    expect((await fetch(`${server.url}/`)).status).toBe(404);
    expect((await fetch(`${server.url}/metrics`, { method: 'DELETE' })).status).toBe(404);
    expect((await fetch(`${server.url}/faucet`)).status).toBe(404);
  });

  it('answers to the names of this machine only', async () => {
    expect(await getAs('localhost:1')).toBe(200);
    expect(await getAs('127.0.0.1')).toBe(200);
    expect(await getAs('evil.example:9615')).toBe(421);
    expect(await getAs('127.0.0.1.evil.example')).toBe(421);
  });

  it('passes what was posted to the faucet, and its answer back', async () => {
    const response = await post('{"address":"5x","tao":"1"}');
    expect(asked).toEqual([{ address: '5x', tao: '1' }]);
    expect([response.status, await response.json()]).toEqual([200, { ok: true, hash: '0x01' }]);
    answer = { ok: false, code: 'faucet/too-much', reason: 'later' };
    expect((await post('{}')).status).toBe(429);
    answer = { ok: false, code: 'faucet/bad-address', reason: 'no' };
    expect((await post('{}')).status).toBe(400);
  });

  it('takes JSON only, which a page of another origin cannot send unasked', async () => {
    expect((await post('{}', { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await post('address=5x', { 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(415);
    expect(
      (await fetch(`${server.url}/faucet`, { method: 'OPTIONS' })).headers.get('access-control-allow-origin'),
    ).toBeNull();
    expect((await post('{')).status).toBe(400);
    expect(asked).toEqual([]);
  });

  it('does not read what is too long', async () => {
    for (const length of [2000, 20_000_000]) {
      const status = await post(JSON.stringify({ address: 'x'.repeat(length) })).then(
        (response) => response.status,
        // The connection may be gone before the client has written all of it.
        () => 413,
      );
      expect(status).toBe(413);
    }
    expect(asked).toEqual([]);
  });

  it('lets go of a client that does not finish its request', { timeout: 15_000 }, async () => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    socket.write('GET /metrics HTTP/1.1\r\nHost: localhost\r\n');
    socket.resume();
    await new Promise<void>((resolve) => socket.on('close', () => resolve()));
    expect((await fetch(`${server.url}/metrics`)).status).toBe(200);
  });

  it('serves sixteen connections and no more', async () => {
    const port = Number(new URL(server.url).port);
    const sockets = Array.from({ length: 16 }, () => connect(port, '127.0.0.1'));
    await Promise.all(sockets.map((socket) => new Promise<void>((resolve) => socket.on('connect', () => resolve()))));
    await expect(fetch(`${server.url}/health`)).rejects.toThrow();
    for (const socket of sockets) socket.destroy();
  });

  it('closes while somebody is connected', async () => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    socket.on('error', () => undefined);
    await new Promise<void>((resolve) => socket.on('connect', () => resolve()));
    const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
    await server.close();
    await closed;
  });
});
