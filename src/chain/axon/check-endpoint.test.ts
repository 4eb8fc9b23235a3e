import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Endpoint, EndpointContext } from './check-endpoint.ts';
import { checkServeAxon, checkServePrometheus } from './check-endpoint.ts';

const good: Endpoint = { ip: 16_909_060n, port: 8_091, ip_type: 4 };
const at: EndpointContext = { isRegistered: true, previousBlock: 0n, rateLimitBlocks: 50n, block: 1_000n };
const U128_MAX = (1n << 128n) - 1n;

describe('an axon', () => {
  it('at a public address passes', () => {
    expect(checkServeAxon(good, at)).toBeUndefined();
  });

  it.each([
    ['an unregistered hotkey', {}, { isRegistered: false }, 'HotKeyNotRegisteredInNetwork'],
    ['an address of type 5', { ip_type: 5 }, {}, 'InvalidIpType'],
    ['127.0.0.1', { ip: 2_130_706_433n }, {}, 'InvalidIpAddress'],
    ['255.255.255.255', { ip: 4_294_967_295n }, {}, 'InvalidIpAddress'],
    ['more than 32 bits in version 4', { ip: 1n << 32n }, {}, 'InvalidIpAddress'],
    ['::1', { ip: 1n, ip_type: 6 }, {}, 'InvalidIpAddress'],
    ['all ones in version 6', { ip: U128_MAX, ip_type: 6 }, {}, 'InvalidIpAddress'],
    ['a second endpoint one block too soon', {}, { previousBlock: 951n }, 'ServingRateLimitExceeded'],
    ['port 0', { port: 0 }, {}, 'InvalidPort'],
  ])('of %s is refused', (_, endpoint, context, error) => {
    expect(checkServeAxon({ ...good, ...endpoint }, { ...at, ...context })).toBe(error);
  });

  it('may be changed after the rate limit, or at once where there is none', () => {
    expect(checkServeAxon(good, { ...at, previousBlock: 950n })).toBeUndefined();
    expect(checkServeAxon(good, { ...at, previousBlock: 999n, rateLimitBlocks: 0n })).toBeUndefined();
  });

  it('at the largest address of version 6 but one passes', () => {
    expect(checkServeAxon({ ...good, ip: U128_MAX - 1n, ip_type: 6 }, at)).toBeUndefined();
  });
});

describe('Prometheus', () => {
  it.each([4, 6])('must have an address where an axon of version %i may have none', (ip_type) => {
    const nowhere = { ...good, ip: 0n, ip_type };
    expect(checkServeAxon(nowhere, at)).toBeUndefined();
    expect(checkServePrometheus(nowhere, at)).toBe('InvalidIpAddress');
  });

  it('is judged like an axon everywhere else', () => {
    const endpoint = fc.record({
      ip: fc.bigInt({ min: 1n, max: U128_MAX }),
      port: fc.constantFrom(0, 1, 65_535),
      ip_type: fc.constantFrom(0, 4, 6, 255),
    });
    const context = fc.record({
      isRegistered: fc.boolean(),
      previousBlock: fc.bigInt({ min: 0n, max: 200n }),
      rateLimitBlocks: fc.bigInt({ min: 0n, max: 100n }),
      block: fc.constant(200n),
    });
    fc.assert(
      fc.property(endpoint, context, (what, where) => {
        expect(checkServePrometheus(what, where)).toBe(checkServeAxon(what, where));
      }),
      { seed: 4 },
    );
  });
});
