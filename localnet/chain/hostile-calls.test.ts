/** Extrinsics made to be expensive: what they can make the chain do is bounded before it is done. */
import { beforeEach, expect, it } from 'vitest';
import { concatBytes } from '../../src/chain/bytes.ts';
import { decodeExtrinsic, encodeExtrinsic } from '../../src/chain/extrinsic.ts';
import { sr25519FromUri } from '../../src/chain/keys.ts';
import { encode, u32 } from '../../src/chain/scale/index.ts';
import type { InnerCall, RuntimeCall } from '../../src/chain/schema/index.ts';
import { eventNames, openTestChain, produceBlocks, remark, sign, testFounding } from './chain.fixture.ts';
import type { Chain } from './chain.ts';
import { openMemoryStore } from './memory-store.ts';

const alice = sr25519FromUri('//Alice');
/** Far above what it takes. */
const REFUSAL_MS = 2_000;

let chain: Chain;
beforeEach(async () => {
  chain = await openTestChain();
  produceBlocks(chain, 1);
});

const utility = (type: string, value: object): RuntimeCall =>
  ({ type: 'Utility', value: [{ type, value }] }) as unknown as RuntimeCall;
const batch = (calls: readonly InnerCall[]) => utility('force_batch', { calls });
function nested(depth: number, innermost: RuntimeCall = remark()): RuntimeCall {
  let call = innermost;
  for (let i = 0; i < depth; i++) call = utility('as_derivative', { index: 0, call });
  return call;
}
const outcome = (extrinsic: Uint8Array): string => {
  const result = chain.submit(extrinsic);
  return result.ok ? 'accepted' : result.code;
};

it('calls in calls in calls are read to a depth, and run that deep', () => {
  expect(outcome(sign(chain, alice, nested(65)))).toBe('pool/undecodable');
  expect(outcome(sign(chain, alice, nested(64)))).toBe('accepted');
  produceBlocks(chain, 1);
  expect(eventNames(chain.best, 1)).toContain('System.ExtrinsicSuccess');
});

it('a batch of a hundred thousand calls is paid for and runs none of them', () => {
  expect(outcome(sign(chain, alice, batch(Array.from({ length: 100_000 }, () => remark(0)))))).toBe('accepted');
  produceBlocks(chain, 1);
  const names = eventNames(chain.best, 1);
  expect(names).toContain('System.ExtrinsicFailed');
  expect(names).not.toContain('Utility.ItemCompleted');
});

it('batches in a batch’s derivatives run as far as their bytes go, and all their events are kept', () => {
  const inner = utility('as_derivative', { index: 0, call: batch(Array.from({ length: 10_000 }, () => remark(0))) });
  expect(outcome(sign(chain, alice, batch(Array.from({ length: 14 }, () => inner))))).toBe('accepted');
  produceBlocks(chain, 1);
  const completed = eventNames(chain.best, 1).filter((name) => name === 'Utility.ItemCompleted');
  expect(completed).toHaveLength(14 * 10_000 + 14);
});

it.each([
  ['calls in a batch', Uint8Array.of(11, 2)],
  ['bytes of a remark', Uint8Array.of(0, 0)],
])('a length of 2^30 %s is refused before there is room made for it', (_, head) => {
  // A compact of four bytes, and of five, with nothing behind them.
  for (const length of [encode(u32, 0xffff_fffe), concatBytes(Uint8Array.of(3), encode(u32, 2 ** 30))]) {
    const { signature } = decodeExtrinsic(sign(chain, alice, remark()));
    const started = performance.now();
    expect(outcome(encodeExtrinsic({ signature, call: concatBytes(head, length) }))).toBe('pool/undecodable');
    expect(performance.now() - started).toBeLessThan(REFUSAL_MS);
  }
});

it('what was signed for one chain is not taken by another of the same people', async () => {
  const signed = sign(chain, alice, remark());
  expect(outcome(signed)).toBe('accepted');
  const other = await openTestChain(openMemoryStore(), testFounding(7));
  produceBlocks(other, 1);
  expect(other.submit(signed)).toMatchObject({ code: 'pool/bad-proof' });
});
