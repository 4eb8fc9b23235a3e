import { describe, expect, it } from 'vitest';
import { sr25519FromUri } from '../../src/chain/keys.ts';
import { storage } from '../../src/chain/schema/index.ts';
import { CODE_KEY } from '../runtime/index.ts';
import type { ChainEvent } from '../types.ts';
import { openTestChain, produceBlocks, remark, sign, valueAt } from './chain.fixture.ts';

const ALICE = sr25519FromUri('//Alice');
const CODE = new Uint8Array(64).fill(9);

describe('an upgrade', () => {
  it('comes with the next block, which says so', async () => {
    const chain = await openTestChain();
    produceBlocks(chain, 1);
    chain.upgrade({ code: CODE, specVersion: 425 });
    expect(chain.version.specVersion).toBe(424);
    const block = produceBlocks(chain, 1);
    expect(chain.version.specVersion).toBe(425);
    expect(block.state!.get(CODE_KEY)).toEqual(CODE);
    expect(valueAt(block, storage.System.LastRuntimeUpgrade)).toMatchObject({ spec_version: 425 });
    const isUpdate = ({ type }: { readonly type: string }) => type === 'RuntimeEnvironmentUpdated';
    expect(block.header.digest.filter(isUpdate)).toHaveLength(1);
    expect(produceBlocks(chain, 1).header.digest.filter(isUpdate)).toHaveLength(0);
  });

  it('has no room for what was signed for the runtime before', async () => {
    const chain = await openTestChain();
    produceBlocks(chain, 1);
    const events: ChainEvent[] = [];
    chain.subscribe((event) => events.push(event));
    // The second has to wait for a nonce, and so for the other side of the upgrade.
    const late = sign(chain, ALICE, remark(), { nonce: 1 });
    expect(chain.submit(late)).toMatchObject({ ok: true });
    chain.upgrade({ code: CODE, specVersion: 425 });
    produceBlocks(chain, 1);
    expect(events.filter((event) => event.type === 'extrinsic' && event.status.type === 'invalid')).toHaveLength(1);
    expect(chain.submit(sign(chain, ALICE, remark()))).toMatchObject({ ok: false, code: 'pool/bad-proof' });
    expect(chain.submit(sign(chain, ALICE, remark(), { specVersion: 425 }))).toMatchObject({ ok: true });
  });

  it.each([424, 0, 425.5, 2 ** 32])('is refused with version %d', async (specVersion) => {
    const chain = await openTestChain();
    expect(() => chain.upgrade({ code: CODE, specVersion })).toThrow(/above 424/);
  });
});
