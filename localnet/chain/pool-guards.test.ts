import { beforeEach, describe, expect, it } from 'vitest';
import { decodeExtrinsic, encodeExtrinsic } from '../../src/chain/extrinsic.ts';
import { sr25519FromUri } from '../../src/chain/keys.ts';
import type { RuntimeCall } from '../../src/chain/schema/index.ts';
import { storage } from '../../src/chain/schema/index.ts';
import { account, addNetwork, addNeuron, endow, TAO } from '../pallets/execution.fixture.ts';
import { eventNames, produceBlocks, remark, sign, valueAt } from './chain.fixture.ts';
import type { Chain } from './chain.ts';
import { MAX_POOL_BYTES } from './pool.ts';
import { openStateChain } from './state-chain.fixture.ts';
import { MAX_EXTRINSIC_BYTES } from './validate.ts';

const subtensor = storage.SubtensorModule;
const NETUID = 1;
const validator = sr25519FromUri('//Validator');
const coldkey = sr25519FromUri('//Coldkey');

let chain: Chain;
beforeEach(async () => {
  chain = await openStateChain((founding) => {
    addNetwork(founding, NETUID);
    addNeuron(founding, NETUID, validator.publicKey, coldkey.publicKey, 1_000n * TAO);
    endow(founding, coldkey.publicKey, 100n * TAO);
    endow(founding, validator.publicKey, TAO);
    founding.state.put(subtensor.LastUpdate, NETUID, [0n]);
    founding.state.put(subtensor.StakeThreshold, TAO);
  });
  produceBlocks(chain, 1);
});

function outcome(extrinsic: Uint8Array): string {
  const result = chain.submit(extrinsic);
  if (result.ok) return 'accepted';
  return result.custom === undefined ? result.code : `${result.code} ${result.custom}`;
}
const commitCall = (byte: number): RuntimeCall => ({
  type: 'SubtensorModule',
  value: [{ type: 'commit_weights', value: { netuid: NETUID, commit_hash: new Uint8Array(32).fill(byte) } }],
});

describe('guards in the pool', () => {
  it('refuse with the chain’s own code, before anything is paid', () => {
    expect(outcome(sign(chain, coldkey, commitCall(1)))).toBe('pool/custom 1');
    const reveal = { netuid: NETUID, uids: [0], values: [1], salt: [], version_key: 0n };
    const call: RuntimeCall = { type: 'SubtensorModule', value: [{ type: 'reveal_weights', value: reveal }] };
    expect(outcome(sign(chain, validator, call))).toBe('pool/custom 16');
  });

  it('look only at the outermost call; inside a batch the call fails in its own words', () => {
    const batch: RuntimeCall = { type: 'Utility', value: [{ type: 'batch', value: { calls: [commitCall(1)] } }] };
    expect(outcome(sign(chain, coldkey, batch))).toBe('accepted');
    produceBlocks(chain, 1);
    expect(eventNames(chain.best, 1)).toContain('Utility.BatchInterrupted');
  });

  it('keep out of the block what an extrinsic before it has made invalid', () => {
    const [first, second] = [0, 1].map((nonce) => sign(chain, validator, commitCall(nonce), { nonce }));
    expect([outcome(first!), outcome(second!)]).toEqual(['accepted', 'accepted']);
    const invalid: string[] = [];
    chain.subscribe((event) => event.type === 'extrinsic' && invalid.push(event.status.type));
    produceBlocks(chain, 1);
    expect(chain.best.body).toHaveLength(2);
    expect(eventNames(chain.best, 1)).toContain('SubtensorModule.WeightsCommitted');
    expect(valueAt(chain.best, storage.System.Account, validator.publicKey).nonce).toBe(1);
    expect(invalid).toEqual(['in-block', 'in-block', 'invalid']);
    expect(chain.pending()).toEqual([]);
  });
});

describe('the pool', () => {
  it('reads no call that is longer than its type allows', () => {
    const commit = new Uint8Array(5001);
    const args = { netuid: NETUID, commit, reveal_round: 1n, commit_reveal_version: 4 };
    const call: RuntimeCall = { type: 'SubtensorModule', value: [{ type: 'commit_timelocked_weights', value: args }] };
    expect(outcome(sign(chain, validator, call))).toBe('pool/undecodable');
    const fields = [0, 1, 2, 3].map(() => ({ type: 'ResetBondsFlag', value: undefined }) as const);
    const commitment: RuntimeCall = {
      type: 'Commitments',
      value: [{ type: 'set_commitment', value: { netuid: NETUID, info: { fields } } }],
    };
    expect(outcome(sign(chain, validator, commitment))).toBe('pool/undecodable');
  });

  it('takes no call that is too heavy for every block', () => {
    const stated = { call: remark(), weight: { ref_time: 3_000_000_000_000n, proof_size: 0n } };
    const call: RuntimeCall = { type: 'Utility', value: [{ type: 'with_weight', value: stated }] };
    expect(outcome(sign(chain, coldkey, call))).toBe('pool/exhausts-resources');
  });

  it('keeps a tenth of its room for what waits for an earlier nonce', () => {
    const large = (nonce: number) => sign(chain, coldkey, remark(MAX_EXTRINSIC_BYTES - 200), { nonce });
    expect([1, 2, 3].map((nonce) => outcome(large(nonce)))).toEqual(['accepted', 'accepted', 'pool/full']);
    expect([0, 3].map((nonce) => outcome(large(nonce)))).toEqual(['accepted', 'accepted']);
  });

  it('lets go, with an extrinsic that has become invalid, of what comes after it', () => {
    const [first, second, third] = [commitCall(0), commitCall(1), remark()].map((call, nonce) =>
      sign(chain, validator, call, { nonce }),
    );
    for (const extrinsic of [first!, third!, second!]) expect(outcome(extrinsic)).toBe('accepted');
    const statuses: string[] = [];
    chain.subscribe((event) => event.type === 'extrinsic' && statuses.push(event.status.type));
    produceBlocks(chain, 1);
    expect(chain.best.body).toHaveLength(2);
    // The time, the first; then the second for its own sake, and the third with it.
    expect(statuses).toEqual(['in-block', 'in-block', 'invalid', 'invalid']);
  });

  it('looks at no more signatures once it is full', () => {
    const bytes = MAX_EXTRINSIC_BYTES - 200;
    const held = Math.floor(MAX_POOL_BYTES / MAX_EXTRINSIC_BYTES);
    for (let nonce = 0; nonce < held; nonce++) {
      expect(outcome(sign(chain, coldkey, remark(bytes), { nonce }))).toBe('accepted');
    }
    const { signature, call } = decodeExtrinsic(sign(chain, coldkey, remark(bytes), { nonce: held }));
    const forged = { ...signature!, signature: { type: 'Sr25519', value: [new Uint8Array(64)] } } as const;
    expect(outcome(encodeExtrinsic({ call, signature: forged }))).toBe('pool/full');
    expect(
      outcome(encodeExtrinsic({ call, signature: { ...forged, address: { type: 'Id', value: [account('x')] } } })),
    ).toBe('pool/full');
  });
});
