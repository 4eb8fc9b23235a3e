import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ChainError } from '../../src/chain/error.ts';
import { runEconomyDocument } from './economy.ts';

const load = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../test/vectors/economy/${name}.json`, import.meta.url), 'utf8'));
const failures = (document: unknown) => runEconomyDocument(document).filter(({ mismatches }) => mismatches.length > 0);
const firstMismatch = (document: unknown) => failures(document)[0]?.mismatches[0];
const single = (name: string, input: unknown, expected: unknown) => ({ name, cases: [{ id: '0', input, expected }] });

describe('economy vectors', () => {
  it.each([
    ['storage-keys', 26],
    ['type-encodings', 14],
    ['calls', 23],
    ['signing', 2],
    ['sdk-normalize-max-weight', 15],
    ['sdk-process-weights', 20],
    ['sdk-weights-for-emit', 5],
  ])('%s agrees in all %i cases', (name, cases) => {
    const document = load(name);
    expect(failures(document)).toEqual([]);
    expect(runEconomyDocument(document).length).toBe(cases);
  });

  it('reports every case of a name that nobody runs as one that cannot be run', () => {
    const document = { ...load('swap-fee'), name: 'swap-tax' };
    expect(failures(document).length).toBe(document.cases.length);
    expect(firstMismatch(document)?.got).toBe('cannot run: swap-tax');
  });

  it('reports a difference in every part of a case', () => {
    for (const [name, key] of [
      ['storage-keys', 'storage_key'],
      ['type-encodings', 'scale'],
      ['calls', 'scale'],
      ['signing', 'extra'],
      ['signing', 'additional'],
      ['signing', 'bytes_to_sign'],
      ['signing', 'extrinsic'],
    ] as const) {
      const document = load(name);
      const { expected } = document.cases[0];
      expected[key] = expected[key].replace(/.$/, (digit: string) => (digit === '0' ? '1' : '0'));
      expect(failures(document).map(({ id }) => id)).toEqual([document.cases[0].id]);
    }
  });

  it('reports a weight that is not there, that differs or that is refused', () => {
    for (const [name, key] of [
      ['sdk-normalize-max-weight', 'y'],
      ['sdk-process-weights', 'uids'],
      ['sdk-process-weights', 'weights'],
      ['sdk-process-weights', 'emit_uids'],
      ['sdk-process-weights', 'emit_values'],
      ['sdk-weights-for-emit', 'uids'],
      ['sdk-weights-for-emit', 'values'],
    ] as const) {
      const document = load(name);
      const { expected } = document.cases[0];
      expected[key][1] += 1e-5;
      expect(firstMismatch(document)?.field).toBe(`${key}[1]`);
      expected[key].pop();
      expect(failures(document)[0]?.mismatches.map(({ field }) => field)).toContain(key);
    }
    const refused = single('sdk-weights-for-emit', { uids: [0], weights: [-1] }, { uids: [], values: [] });
    expect(firstMismatch(refused)?.field).toBe('input');
  });

  it('reports a storage item, type or call that there is not', () => {
    for (const [name, input] of [
      ['storage-keys', { pallet: 'System', item: 'toString', keys: [] }],
      ['storage-keys', { pallet: 'constructor', item: 'Number', keys: [] }],
      ['storage-keys', { pallet: 'System', item: 'Number', keys: ['1'] }],
      ['type-encodings', { type: 'Nonsense', value: 1 }],
      ['type-encodings', { type: 'AxonInfo', value: { block: 0 } }],
      ['type-encodings', { type: 'u16', value: 65_536 }],
      ['calls', { call: 'subtensorModule.vote', args: [] }],
      ['calls', { call: 'subtensorModule.startCall', args: [1, 2] }],
    ] as const) {
      expect(firstMismatch(single(name, input, { scale: '0x', storage_key: '0x' }))?.field).toBe('input');
    }
  });

  it('reads the notations that values come in', () => {
    const key = '0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d';
    for (const [type, value, scale] of [
      ['AccountId32', '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY', key],
      ['U64F64', { bits: '18446744073709551616' }, '0x00000000000000000100000000000000'],
      ['SafeFloat', { mantissa: 2, exponent: '0xfffffffffffffff5' }, `0x02${'00'.repeat(15)}f5${'ff'.repeat(7)}`],
      ['Bytes', 'τ', '0x08cf84'],
      ['BTreeMap<u16, bool>', { 7: true }, '0x04070001'],
      ['RateLimitKey', { OwnerHyperparamUpdate: [64, 'Kappa'] }, '0x01400007'],
      ['RootClaimTypeEnum', { KeepSubnets: { subnets: [1, 2] } }, '0x020801000200'],
      ['Data', { Raw3: '0x010203' }, '0x04010203'],
      [
        'Vec<(u16, Option<u8>)>',
        [
          [1, null],
          [2, 3],
        ],
        '0x0801000002000103',
      ],
      ['MultiAddress', key, `0x00${key.slice(2)}`],
      ['SelectiveMetagraph', selective(), `0x04${'00'.repeat(73)}`],
    ] as const) {
      expect(failures(single('type-encodings', { type, value }, { scale }))).toEqual([]);
    }
  });

  it('refuses what is no economy document', () => {
    for (const document of [null, [], {}, { name: 'calls' }, { name: 'calls', cases: [{}] }]) {
      expect(() => runEconomyDocument(document)).toThrow(ChainError);
    }
  });
});

/** A selective metagraph in which nothing but the netuid was asked for. */
function selective(): Record<string, unknown> {
  const fields =
    'name symbol identity network_registered_at owner_hotkey owner_coldkey block tempo last_step ' +
    'blocks_since_last_step subnet_emission alpha_in alpha_out tao_in alpha_out_emission alpha_in_emission ' +
    'tao_in_emission pending_alpha_emission pending_root_emission subnet_volume moving_price rho kappa ' +
    'min_allowed_weights max_weights_limit weights_version weights_rate_limit activity_cutoff max_validators num_uids ' +
    'max_uids burn difficulty registration_allowed pow_registration_allowed immunity_period min_difficulty ' +
    'max_difficulty min_burn max_burn adjustment_alpha adjustment_interval target_regs_per_interval ' +
    'max_regs_per_block serving_rate_limit commit_reveal_weights_enabled commit_reveal_period liquid_alpha_enabled ' +
    'alpha_high alpha_low bonds_moving_avg hotkeys coldkeys identities axons active validator_permit pruning_score ' +
    'last_update emission dividends incentives consensus trust rank block_at_registration alpha_stake tao_stake ' +
    'total_stake tao_dividends_per_hotkey alpha_dividends_per_hotkey validators commitments';
  return { netuid: 1, ...Object.fromEntries(fields.split(' ').map((field) => [field, null])) };
}
