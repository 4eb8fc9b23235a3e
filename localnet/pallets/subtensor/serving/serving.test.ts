import { beforeEach, describe, expect, it } from 'vitest';
import { storage } from '../../../../src/chain/schema/index.ts';
import type { BlockExecution } from '../../block-execution.ts';
import { account, addNetwork, addNeuron, eventNames, nextBlock, run, testBlock } from '../../execution.fixture.ts';
import type { Arguments } from '../../handlers.ts';

const subtensor = storage.SubtensorModule;
const hotkey = account('hotkey');
const NETUID = 5;
type Axon = Arguments<'SubtensorModule', 'serve_axon'>;
const axon: Axon = {
  netuid: NETUID,
  version: 10_002_000,
  ip: 16_909_060n,
  port: 8_091,
  ip_type: 4,
  protocol: 4,
  placeholder1: 7,
  placeholder2: 9,
};

let block: BlockExecution;
beforeEach(() => {
  block = testBlock(1_000);
  addNetwork(block, NETUID);
  addNeuron(block, NETUID, hotkey, account('coldkey'));
});
const serve = (on: BlockExecution, change: Partial<Axon> = {}) =>
  run(on, hotkey, { type: 'SubtensorModule', value: [{ type: 'serve_axon', value: { ...axon, ...change } }] });
const serveTls = (certificate: Uint8Array<ArrayBuffer>) =>
  run(block, hotkey, {
    type: 'SubtensorModule',
    value: [{ type: 'serve_axon_tls', value: { ...axon, certificate } }],
  });
const servePrometheus = (on: BlockExecution, ip = 16_909_060n) =>
  run(on, hotkey, {
    type: 'SubtensorModule',
    value: [{ type: 'serve_prometheus', value: { netuid: NETUID, version: 1, ip, port: 90, ip_type: 4 } }],
  });

describe('serving', () => {
  it('stores the axon as it was given, with the block', () => {
    expect(serve(block)).toBe('ok');
    const { netuid: _, ...endpoint } = axon;
    expect(block.state.get(subtensor.Axons, NETUID, hotkey)).toEqual({ block: 1_000n, ...endpoint });
    expect(eventNames(block)).toContain('SubtensorModule.AxonServed');
  });

  it('again is possible after ServingRateLimit blocks and not before', () => {
    serve(block);
    expect(serve(nextBlock(block, 1_049))).toBe('SubtensorModule.ServingRateLimitExceeded');
    expect(serve(nextBlock(block, 1_050), { ip: 0n })).toBe('ok');
  });

  it('of axon and of Prometheus have separate rate limits', () => {
    serve(block);
    expect(servePrometheus(block)).toBe('ok');
    expect(servePrometheus(block)).toBe('SubtensorModule.ServingRateLimitExceeded');
    expect(block.state.get(subtensor.Prometheus, NETUID, hotkey)).toMatchObject({ block: 1_000n, port: 90 });
  });

  it('needs a registration in that subnet', () => {
    expect(serve(block, { netuid: 6 })).toBe('SubtensorModule.HotKeyNotRegisteredInNetwork');
  });

  it('of Prometheus needs an address', () => {
    expect(servePrometheus(block, 0n)).toBe('SubtensorModule.InvalidIpAddress');
  });

  it('is for those who sign', () => {
    const call = { type: 'SubtensorModule', value: [{ type: 'serve_axon', value: axon }] } as const;
    expect(run(block, { type: 'none' }, call)).toBe('BadOrigin');
  });
});

describe('a certificate', () => {
  const stored = () => block.state.get(subtensor.NeuronCertificates, NETUID, hotkey);

  it('is stored as algorithm and key', () => {
    expect(serveTls(new Uint8Array(65).fill(3))).toBe('ok');
    expect(stored()).toEqual({ algorithm: 3, public_key: new Uint8Array(64).fill(3) });
  });

  it.each([0, 66])('of %i bytes is left out, and the axon is served', (length) => {
    expect(serveTls(new Uint8Array(length))).toBe('ok');
    expect(stored()).toBeUndefined();
    expect(block.state.has(subtensor.Axons, NETUID, hotkey)).toBe(true);
  });
});
