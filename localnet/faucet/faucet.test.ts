import { describe, expect, it } from 'vitest';
import { storage } from '../../src/chain/schema/index.ts';
import { toSs58 } from '../../src/chain/ss58.ts';
import { openTestChain, produceBlocks, VERSION, valueAt } from '../chain/chain.fixture.ts';
import { TAO } from '../residents/index.ts';
import { askFaucet } from './client.ts';
import { createFaucet } from './index.ts';

const someone = new Uint8Array(32).fill(0x42);
const address = toSs58(someone);

async function open() {
  const chain = await openTestChain();
  produceBlocks(chain, 1);
  const clock = { ms: 0 };
  const faucet = createFaucet({ chain, version: VERSION, nowMs: () => clock.ms });
  const balance = () => valueAt(chain.best, storage.System.Account, someone).data.free;
  return { chain, clock, faucet, balance };
}

describe('the faucet', () => {
  it('sends what is asked for, by a transfer in the next block', async () => {
    const { chain, faucet, balance } = await open();
    expect(faucet({ address, tao: '12.5' })).toMatchObject({
      ok: true,
      hash: expect.stringMatching(/^0x[0-9a-f]{64}$/),
    });
    produceBlocks(chain, 1);
    expect(balance()).toBe((125n * TAO) / 10n);
  });

  it('sends 100 TAO to who names no amount, and takes numbers too', async () => {
    const { chain, faucet, balance } = await open();
    expect(faucet({ address })).toMatchObject({ ok: true });
    expect(faucet({ address, tao: 7 })).toMatchObject({ ok: true });
    produceBlocks(chain, 1);
    expect(balance()).toBe(107n * TAO);
  });

  it('serves many at once, one nonce after the other', async () => {
    const { chain, faucet } = await open();
    for (let i = 1; i <= 20; i++) {
      expect(faucet({ address: toSs58(new Uint8Array(32).fill(i)), tao: '1' })).toMatchObject({ ok: true });
    }
    produceBlocks(chain, 1);
    expect(chain.best.body).toHaveLength(21);
  });

  it('gives an address at most 1000 TAO in a minute', async () => {
    const { clock, faucet } = await open();
    const tooMuch = expect.objectContaining({ ok: false, code: 'faucet/too-much' });
    expect(faucet({ address, tao: '1000.000000001' })).toEqual(tooMuch);
    expect(faucet({ address, tao: '600' })).toMatchObject({ ok: true });
    clock.ms = 30_000;
    expect(faucet({ address, tao: '401' })).toEqual(tooMuch);
    expect(faucet({ address, tao: '400' })).toMatchObject({ ok: true });
    expect(faucet({ address: toSs58(new Uint8Array(32).fill(1)), tao: '1000' })).toMatchObject({ ok: true });
    clock.ms = 59_999;
    expect(faucet({ address, tao: '1' })).toEqual(tooMuch);
    clock.ms = 60_000;
    expect(faucet({ address, tao: '600' })).toMatchObject({ ok: true });
    expect(faucet({ address, tao: '1' })).toEqual(tooMuch);
  });

  it('does not make anybody wait for hours when the clock is put back', async () => {
    const { clock, faucet } = await open();
    clock.ms = 7_200_000;
    expect(faucet({ address, tao: '1000' })).toMatchObject({ ok: true });
    clock.ms = 3_600_000;
    expect(faucet({ address, tao: '1' })).toMatchObject({ ok: true });
  });

  it.each([
    [undefined, 'faucet/bad-request'],
    ['text', 'faucet/bad-request'],
    [{}, 'faucet/bad-address'],
    [{ address: 5 }, 'faucet/bad-address'],
    [{ address: `${address.slice(0, -1)}x` }, 'faucet/bad-address'],
    [{ address: 'x'.repeat(100_000) }, 'faucet/bad-address'],
    // Polkadot's prefix 0.
    [{ address: '15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5' }, 'faucet/bad-address'],
    [{ address, tao: 'all' }, 'faucet/bad-amount'],
    [{ address, tao: '-1' }, 'faucet/bad-amount'],
    [{ address, tao: '0' }, 'faucet/bad-amount'],
    [{ address, tao: '0.0000000001' }, 'faucet/bad-amount'],
    [{ address, tao: {} }, 'faucet/bad-amount'],
  ])('refuses %j: %s', async (request, code) => {
    const { chain, faucet } = await open();
    expect(faucet(request)).toMatchObject({ ok: false, code, reason: expect.any(String) });
    expect(chain.pending()).toEqual([]);
  });
});

describe('the faucet’s client', () => {
  it.each([[[]], [['a', 'b', 'c']], [['a', '--metrics-port', 'x']], [['a', '--bogus']]])(
    'refuses arguments that make no sense: %j',
    async (args) => {
      await expect(askFaucet(args)).rejects.toThrowError(expect.objectContaining({ code: 'localnet/bad-flag' }));
    },
  );

  it('says that nobody is there', async () => {
    // Port 1 is nobody's on a machine for development.
    await expect(askFaucet([address, '1', '--metrics-port', '1'])).rejects.toThrowError(
      expect.objectContaining({
        code: 'faucet/no-localnet',
        message: expect.stringContaining('is the localnet running'),
      }),
    );
  });
});
