import { describe, expect, it } from 'vitest';
import { readServerAddress, readServerLines } from './server-address.ts';

const PEER = '12D3KooWRwbMb85RWnT8DSXSYMWQtuDwh4LJzndoRrTDotTR5gDC';

describe('the address of a server', () => {
  it.each([
    'wss://entrypoint-finney.opentensor.ai:443',
    'ws://127.0.0.1:9944',
    'wss://node.example/path?key=1',
    `/dns/node.example/tcp/30334/wss/p2p/${PEER}`,
    `/ip4/127.0.0.1/tcp/30334/ws/p2p/${PEER}`,
    `/dns4/node.example/tcp/443/tls/ws/p2p/${PEER}`,
  ])('may be %s', (address) => {
    expect(readServerAddress(` ${address} `)).toEqual({ ok: true, address });
  });

  it.each([
    '',
    'node.example',
    'https://node.example',
    'javascript:alert(1)',
    'wss://name:password@node.example',
    `wss://${'a'.repeat(300)}.example`,
    '/dns/node.example/tcp/30333',
    `/dns/node.example/tcp/30333/p2p/${PEER}`,
    '/ip4/1.2.3.4/tcp/30333/ws/p2p/0OIl',
  ])('is not %j, and it is said why', (address) => {
    const read = readServerAddress(address);
    expect(read.ok).toBe(false);
    expect(!read.ok && read.reason).toMatch(/^“.*” .*\.$/);
  });

  it('is not plain ws to elsewhere from a page that came by https', () => {
    expect(readServerAddress('ws://node.example', true).ok).toBe(false);
    expect(readServerAddress('ws://localhost:9944', true).ok).toBe(true);
    expect(readServerAddress('ws://node.example', false).ok).toBe(true);
  });
});

describe('a list of servers, one per line', () => {
  it('leaves out empty lines and names each that is wrong or repeated', () => {
    const read = readServerLines('\nwss://a.example\n\nhttp://b\nwss://a.example\r\n', false);
    expect(read.addresses).toEqual(['wss://a.example']);
    expect(read.problems).toHaveLength(2);
  });

  it('is no longer than a page can dial', () => {
    const lines = Array.from({ length: 17 }, (_, index) => `wss://n${index}.example`).join('\n');
    expect(readServerLines(lines, false).problems).toEqual(['These are more than 16 servers.']);
  });
});
