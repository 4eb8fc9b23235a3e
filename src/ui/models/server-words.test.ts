import { describe, expect, it } from 'vitest';
import { FAKE_SERVERS, fakeServers } from '../testing/fake-proof.ts';
import { sampleEngine } from '../testing/samples.ts';
import { describeNode } from './node-words.ts';
import { serverRows, shortAddress, summarizeServers } from './server-words.ts';

describe('servers in words', () => {
  const rows = serverRows(fakeServers('liars', FAKE_SERVERS, 1000));

  it('say what is the matter with each, in words of its own', () => {
    expect(rows.map(({ words }) => words)).toEqual(['in use', 'proved wrong', 'rate limited', 'not reached']);
    expect(rows.map(({ tone }) => tone)).toEqual(['good', 'bad', 'waiting', 'bad']);
  });

  it('say how far behind the one that claims most', () => {
    expect(rows.map(({ behind }) => behind)).toEqual([0, 1, 2, undefined]);
  });

  it('leave out what nobody measured', () => {
    expect(rows[3]).toMatchObject({ latency: undefined, behind: undefined });
  });

  it('are one sentence together', () => {
    expect(summarizeServers(fakeServers('liars', FAKE_SERVERS, 1000))).toBe('1 of 4 servers in use');
    expect(summarizeServers(fakeServers('confirmed', FAKE_SERVERS.slice(0, 1), 1000))).toBe('1 of 1 server in use');
  });
});

describe('a short address', () => {
  it.each([
    ['wss://entrypoint-finney.opentensor.ai:443', 'entrypoint-finney.opentensor.ai'],
    ['ws://127.0.0.1:9944', 'ws://127.0.0.1:9944'],
    ['wss://node.example:8443/', 'node.example:8443'],
    ['wss://node.example:443/path', 'node.example/path'],
    ['wss://node.example/path/', 'node.example/path'],
    ['/dns/node.example/tcp/30334/wss/p2p/12D3', 'node.example:30334'],
  ])('of %s is %s', (address, short) => {
    expect(shortAddress(address)).toBe(short);
  });
});

describe('the node as one sentence', () => {
  it('names the engine and the block that is final', () => {
    const said = describeNode('finney', sampleEngine({ kind: 'proof' }), 'proof');
    expect(said.sentence.replace(/\s/g, ' ')).toBe('Following finney by the proof engine: block 4 000 is final.');
  });

  it('has another sentence for each stage, with the detail as one more where no problem above the page says it', () => {
    const stages = ['idle', 'starting', 'connecting', 'syncing', 'following', 'stalled', 'failed'] as const;
    const said = stages.map((stage) => describeNode('finney', sampleEngine({ stage, detail: 'Because' }), 'smoldot'));
    expect(new Set(said.map(({ sentence }) => sentence)).size).toBe(stages.length);
    const withDetail = stages.filter((_, index) => said[index]?.detail === 'Because.');
    expect(withDetail).toEqual(stages.filter((stage) => stage !== 'stalled' && stage !== 'failed'));
    expect(describeNode('finney', undefined, 'proof').sentence).toBe('finney is not followed yet.');
  });
});
