import { describe, expect, it } from 'vitest';
import { HELP, parseOptions } from './flags.ts';
import { DEFAULTS, historyOf } from './options.ts';

const parse = (text: string) => parseOptions(text.split(' '));

describe('the flags', () => {
  it('have defaults; the operator’s port is one that may be missing', () => {
    const program = { metricsPort: 9615, isMetricsPortChosen: false, logFormat: 'text' };
    expect(parseOptions([])).toEqual({ ...DEFAULTS, ...program });
  });

  it('give a large chain, or one that goes on from another, a short history, unless they say how long', () => {
    const lengthOf = (text: string) => historyOf(parse(text)!);
    expect(historyOf(DEFAULTS)).toEqual({ blocks: 128, isShort: false });
    expect(lengthOf('--subnets 8')).toEqual({ blocks: 128, isShort: false });
    expect(lengthOf('--subnets 128')).toEqual({ blocks: 16, isShort: true });
    expect(lengthOf('--subnets 8 --neurons 256')).toEqual({ blocks: 16, isShort: true });
    expect(lengthOf('--fork-from state.snap')).toEqual({ blocks: 16, isShort: true });
    expect(lengthOf('--subnets 128 --history 200')).toEqual({ blocks: 200, isShort: false });
  });

  it('are read', () => {
    const args =
      '--data-dir d --ephemeral --block-time 12000 --rpc-port 1 --p2p-port 2 --metrics-port 3 --history 3 --lie proof --seed s ' +
      '--subnets 9 --neurons 32 --residents 4 --at-issuance 10499990.5 --fast-epochs --log json ' +
      '--genesis-set-id 3 --justification-period 64 --rotate-every 10 --babe-api --votes stored --serve-justifications';
    expect(parse(args)).toEqual({
      dataDir: 'd',
      ephemeral: true,
      blockTimeMs: 12_000,
      rpcPort: 1,
      p2pPort: 2,
      metricsPort: 3,
      isMetricsPortChosen: true,
      historyBlocks: 3,
      lies: { proof: true, signature: false },
      seed: 's',
      subnets: 9,
      neurons: 32,
      residents: 4,
      issuanceRao: 10_499_990_500_000_000n,
      fastEpochs: true,
      forkFrom: undefined,
      genesisSetId: 3,
      justificationPeriod: 64,
      rotateEvery: 10,
      babeApi: true,
      votes: 'stored',
      serveJustifications: true,
      logFormat: 'json',
    });
    expect(parse('--fork-from state.snap')).toMatchObject({ forkFrom: 'state.snap' });
    expect(parse('--residents none')).toMatchObject({ residents: 0 });
    expect(parse('--residents all')).toMatchObject({ residents: undefined });
  });

  it.each([
    ['--bogus', /bogus/],
    ['--block-time soon', /--block-time takes an integer from 200 to 60000, got "soon"/],
    ['--block-time 10', /from 200/],
    ['--rpc-port 70000', /from 0 to 65535/],
    ['--metrics-port -1', /metrics-port/],
    ['--rotate-every 0', /--rotate-every takes an integer from 1/],
    ['--votes some', /--votes takes "all" or "stored"/],
    ['--lie everything', /--lie takes "proof" or "signature"/],
    ['--seed a!b', /--seed takes/],
    ['--subnets 3', /--subnets takes an integer from 4 to 128/],
    ['--subnets 129', /from 4 to 128/],
    ['--subnets 5 --neurons 257', /from 4 to 256/],
    ['--residents some', /--residents takes "all", "none" or a number/],
    ['--residents -1', /residents/],
    ['--at-issuance much', /--at-issuance takes an amount of TAO/],
    ['--at-issuance 0', /--at-issuance takes an amount of TAO/],
    ['--log xml', /--log takes "text" or "json"/],
    ['stray', /stray/],
  ])('are refused with the reason: %s', (args, reason) => {
    expect(() => parse(args)).toThrowError(
      expect.objectContaining({ code: 'localnet/bad-flag', message: expect.stringMatching(reason) }),
    );
  });

  it.each([
    ['--fork-from f --subnets 9', /the snapshot says/],
    ['--fork-from f --at-issuance 10499990', /the snapshot says/],
    ['--fork-from f --fast-epochs', /the snapshot says/],
    ['--fork-from f --residents all', /nobody here has the keys/],
    ['--fork-from f --residents 3', /nobody here has the keys/],
    ['--neurons 32', /more than 4 with --subnets/],
    ['--fast-epochs --subnets 21', /at most 20/],
    ['--rpc-port 9000 --p2p-port 9000', /must differ/],
    ['--rpc-port 30444', /must differ/],
    ['--p2p-port 5 --metrics-port 5', /must differ/],
  ])('are refused together if they contradict each other: %s', (args, reason) => {
    expect(() => parse(args)).toThrowError(
      expect.objectContaining({ code: 'localnet/bad-flag', message: expect.stringMatching(reason) }),
    );
  });

  it.each([
    '--fork-from f --residents none',
    '--fast-epochs --subnets 20',
    '--rpc-port 0 --p2p-port 0 --metrics-port 0',
  ])('are taken together if they make sense: %s', (args) => {
    expect(parse(args)).toBeDefined();
  });

  it('are all explained', () => {
    expect(parse('--help')).toBeUndefined();
    for (const name of Object.keys({ ...DEFAULTS, log: 0 })) {
      const flag: Readonly<Record<string, string>> = {
        dataDir: 'data-dir',
        blockTimeMs: 'block-time',
        rpcPort: 'rpc-port',
        p2pPort: 'p2p-port',
        metricsPort: 'metrics-port',
        historyBlocks: 'history',
        lies: 'lie',
        issuanceRao: 'at-issuance',
        fastEpochs: 'fast-epochs',
        forkFrom: 'fork-from',
        genesisSetId: 'genesis-set-id',
        justificationPeriod: 'justification-period',
        rotateEvery: 'rotate-every',
        babeApi: 'babe-api',
        serveJustifications: 'serve-justifications',
      };
      expect(HELP).toContain(`--${flag[name] ?? name} `);
    }
    expect(Math.max(...HELP.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  });
});
