import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Bytes } from '../../src/chain/bytes.ts';
import { concatBytes } from '../../src/chain/bytes.ts';
import { ChainError } from '../../src/chain/error.ts';
import { decodeCall, encodeCall } from '../../src/chain/extrinsic.ts';
import { encode, u32 } from '../../src/chain/scale/index.ts';
import { storage } from '../../src/chain/schema/index.ts';
import { account, addNetwork, addNeuron, EMPTY, testBlock } from '../pallets/execution.fixture.ts';
import { State } from '../state.ts';
import { callRuntimeApi } from './index.ts';
import { answered, ask, METADATA_14, METADATA_15, testContext } from './runtime-api.fixture.ts';

const TIMES = { seed: 1, numRuns: 200 };
const call = (state: State, method: string, args: Uint8Array) => callRuntimeApi(state, testContext, method, args);

function smallChain(): State {
  const execution = testBlock();
  addNetwork(execution, 0);
  addNetwork(execution, 1);
  addNeuron(execution, 1, account('hot'), account('cold'), 5_000n);
  return execution.state;
}

describe('calling', () => {
  it('leaves unknown functions to others', () => {
    for (const method of ['Core_execute_block', 'AuraApi_slot_duration', 'toString', '__proto__', '', 'Core_']) {
      expect(call(new State(EMPTY), method, new Uint8Array())).toBeUndefined();
    }
  });

  it('refuses arguments that are too short, and bytes behind them', () => {
    const netuid = Uint8Array.of(1, 0);
    const price = (args: Uint8Array) => () => call(smallChain(), 'SwapRuntimeApi_current_alpha_price', args);
    expect(price(netuid)()).toHaveLength(8);
    expect(price(netuid.subarray(1))).toThrow(ChainError);
    expect(price(concatBytes(netuid, Uint8Array.of(0)))).toThrow(ChainError);
  });

  it('refuses a list that claims to be longer than its bytes without making room for it', () => {
    const aBillion = Uint8Array.of(0x02, 0x00, 0x00, 0xee);
    expect(() => call(smallChain(), 'StakeInfoRuntimeApi_get_stake_info_for_coldkeys', aBillion)).toThrow(ChainError);
  });

  it.each(answered)('%s answers or refuses whatever bytes it gets', (method) => {
    const states = [new State(EMPTY), smallChain()];
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), fc.constantFrom(...states), (args, state) => {
        try {
          expect(call(state, method, args)).toBeInstanceOf(Uint8Array);
        } catch (error) {
          expect(error).toBeInstanceOf(ChainError);
        }
      }),
      TIMES,
    );
  });

  it('does not change the state that it is asked about', () => {
    const state = smallChain();
    const before = state.entriesRaw(new Uint8Array()).length;
    ask(state, 'SubnetInfoRuntimeApi_get_all_metagraphs');
    ask(state, 'SwapRuntimeApi_sim_swap_tao_for_alpha', 1, 10n ** 9n);
    expect(state.entriesRaw(new Uint8Array())).toHaveLength(before);
  });
});

describe('Metadata', () => {
  const state = new State(EMPTY);

  it('is given in every version that there is, and no other', () => {
    expect(ask(state, 'Metadata_metadata_versions')).toEqual([14, 15]);
    expect(ask(state, 'Metadata_metadata')).toEqual(METADATA_14);
    expect(ask(state, 'Metadata_metadata_at_version', 15)).toEqual(METADATA_15);
    expect(ask(state, 'Metadata_metadata_at_version', 13)).toBeUndefined();
  });
});

describe('AccountNonceApi', () => {
  it('counts what an account has sent', () => {
    const state = new State(EMPTY);
    state.change(storage.System.Account, account('alice'), (info) => ({ ...info, nonce: 7 }));
    expect(ask(state, 'AccountNonceApi_account_nonce', account('alice'))).toBe(7);
    expect(ask(state, 'AccountNonceApi_account_nonce', account('bob'))).toBe(0);
  });
});

describe('TransactionPaymentApi', () => {
  const state = new State(EMPTY);
  const remark = decodeCall(
    encodeCall({ type: 'System', value: [{ type: 'remark', value: { remark: new Uint8Array(3) } }] }),
  );

  it('asks the state machine about an extrinsic, with its length prefix', () => {
    const extrinsic = Uint8Array.of(4, 0, 0) as Bytes;
    expect(ask(state, 'TransactionPaymentApi_query_info', extrinsic, 3)).toMatchObject({ partial_fee: 60_004n });
  });

  it('splits a fee into base, length and weight', () => {
    const extrinsic = Uint8Array.of(4, 0, 0) as Bytes;
    expect(ask(state, 'TransactionPaymentApi_query_fee_details', extrinsic, 3)).toEqual({
      inclusion_fee: { base_fee: 54_078n, len_fee: 4n, adjusted_weight_fee: 60_004n - 54_078n - 4n },
      tip: 0n,
    });
  });

  it('prices a call by the length that the caller gives', () => {
    type Info = { readonly partial_fee: bigint };
    const fee = (length: number) => ask<Info>(state, 'TransactionPaymentCallApi_query_call_info', remark, length);
    expect(fee(150).partial_fee - fee(100).partial_fee).toBe(50n);
    const details = ask<{ readonly inclusion_fee: Readonly<Record<string, bigint>> }>(
      state,
      'TransactionPaymentCallApi_query_call_fee_details',
      remark,
      100,
    );
    expect(Object.values(details.inclusion_fee).reduce((sum, part) => sum + part)).toBe(fee(100).partial_fee);
  });

  it('finds no fee in a call that pays none', () => {
    const feeless = {
      type: 'SubtensorModule',
      value: [{ type: 'increase_take', value: { hotkey: account('h'), take: 1 } }],
    };
    expect(ask(state, 'TransactionPaymentCallApi_query_call_fee_details', feeless, 100)).toEqual({
      inclusion_fee: undefined,
      tip: 0n,
    });
  });

  it('prices weight at 0.0005 rao and length at one', () => {
    const weight = { ref_time: 1_000_000n, proof_size: 5n };
    expect(ask(state, 'TransactionPaymentApi_query_weight_to_fee', weight)).toBe(500n);
    expect(ask(state, 'TransactionPaymentCallApi_query_length_to_fee', 77)).toBe(77n);
    expect(encode(u32, 77)).toHaveLength(4);
  });
});

describe('ProxyFilterRuntimeApi', () => {
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  interface Filter {
    readonly proxy_type: number;
    readonly filter_mode: { readonly type: string };
    readonly calls: readonly {
      readonly call_name: Uint8Array;
      readonly call_index: number;
      readonly condition: unknown;
    }[];
  }

  it('names the eighteen types by index, the dead ones as such', () => {
    const types = ask<readonly { name: Uint8Array; index: number; deprecated: boolean }[]>(
      new State(EMPTY),
      'ProxyFilterRuntimeApi_get_proxy_types',
    );
    expect(types.map(({ index }) => index)).toEqual(Array.from({ length: 18 }, (_, i) => i));
    const dead = types.filter(({ deprecated }) => deprecated).map(({ name }) => text(name));
    expect(dead).toEqual(['Senate', 'Triumvirate', 'Governance', 'RootWeights']);
  });

  it('shows the calls of one type with their indices and limits, or all types', () => {
    const filter = (type: number | undefined) =>
      ask<readonly Filter[]>(new State(EMPTY), 'ProxyFilterRuntimeApi_get_proxy_filter', type);
    expect(filter(undefined)).toHaveLength(18);
    expect(filter(99)).toEqual([]);
    const [small] = filter(11);
    expect(small!.filter_mode.type).toBe('Allow');
    expect(small!.calls[0]).toMatchObject({
      call_index: 3,
      condition: { type: 'ParamLessThan', value: { limit: 500_000_000n } },
    });
    expect(text(small!.calls[0]!.call_name)).toBe('transfer_keep_alive');
  });
});
