import { describe, expect, it } from 'vitest';
import { toHex } from '../../chain/bytes.ts';
import { BASE_EXTRINSIC_REF_TIME, callInfo, partialFee } from '../../chain/fees/index.ts';
import { encode, struct, u8, u64 } from '../../chain/scale/index.ts';
import type { RuntimeCall } from '../../chain/schema/index.ts';
import { weight } from '../../chain/schema/index.ts';
import { LightError } from '../errors.ts';
import type { ChainEngine } from '../types.ts';
import { quoteFee } from './fee.ts';
import { BOB, engineWith, HEAD, TAO, transfer } from './transactions.fixture.ts';

const dispatchInfo = struct([], { weight, class: u8, partial_fee: u64 });
const answer = (rao: bigint, refTime = 1n) =>
  toHex(encode(dispatchInfo, { weight: { ref_time: refTime, proof_size: 0n }, class: 0, partial_fee: rao }));
const call = transfer(BOB.publicKey, TAO);
const question = { call, extrinsic: new Uint8Array(146), tipRao: 5n, at: HEAD };
const answering =
  (value: unknown): ChainEngine['request'] =>
  async () =>
    value;
const estimate = partialFee(callInfo(call), 146) + 5n;

describe('the fee of a transaction', () => {
  it('is the runtime’s answer and the tip, as sure as the engine', async () => {
    const asked: unknown[] = [];
    const request: ChainEngine['request'] = async (method, params) => {
      asked.push([method, ...params]);
      return answer(1000n);
    };
    expect(await quoteFee(engineWith({ request }), question)).toEqual({
      rao: 1005n,
      label: 'proved',
      source: 'runtime',
      detail: '',
    });
    const args = `${toHex(question.extrinsic)}92000000`;
    expect(asked).toEqual([['state_call', 'TransactionPaymentApi_query_info', args, HEAD.hash]]);
  });

  it('is only claimed where a server was asked', async () => {
    const engine = engineWith({ kind: 'proof', label: 'proved', request: answering(answer(1000n)) });
    expect(await quoteFee(engine, question)).toMatchObject({ rao: 1005n, label: 'claimed', source: 'runtime' });
  });

  it('is the tip alone for a call that pays nothing, and nobody is asked', async () => {
    const setWeights: RuntimeCall = {
      type: 'SubtensorModule',
      value: [{ type: 'set_weights', value: { netuid: 1, dests: [], weights: [], version_key: 0n } }],
    };
    const request: ChainEngine['request'] = () => Promise.reject(new Error('asked'));
    const quote = await quoteFee(engineWith({ request }), { ...question, call: setWeights });
    expect(quote).toMatchObject({ rao: 5n, source: 'fee-less' });
  });

  it('is estimated where nobody can be asked, and says why', async () => {
    expect(await quoteFee(engineWith(), question)).toEqual({
      rao: estimate,
      label: 'simulated',
      source: 'estimate',
      detail: 'no server speaks JSON-RPC',
    });
  });

  it.each([
    ['no text', 7],
    ['no hex', '0xzz'],
    ['too short', '0x00'],
    ['more than an answer', `${answer(1n)}${'00'.repeat(40)}`],
    ['with something behind it', `${answer(1n)}00`],
  ])('is estimated where the answer is %s', async (_, value) => {
    const quote = await quoteFee(engineWith({ request: answering(value) }), question);
    expect(quote).toMatchObject({ rao: estimate, source: 'estimate', label: 'simulated' });
    expect(quote.detail).not.toBe('');
  });

  it('is estimated where the runtime leaves out what the call weighs', async () => {
    const request = answering(answer(54_228n, BASE_EXTRINSIC_REF_TIME));
    const quote = await quoteFee(engineWith({ request }), question);
    expect(quote).toMatchObject({ rao: estimate, source: 'estimate', label: 'simulated' });
    expect(quote.detail).toContain('without the weight');
  });

  it('is not told by a closed engine, nor after an abort', async () => {
    const closed = engineWith({ request: () => Promise.reject(new LightError('light/closed', 'closed')) });
    await expect(quoteFee(closed, question)).rejects.toMatchObject({ code: 'light/closed' });
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(quoteFee(engineWith(), question, { signal })).rejects.toThrow('enough');
  });
});
