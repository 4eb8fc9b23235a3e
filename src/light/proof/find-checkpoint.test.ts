import { describe, expect, it, vi } from 'vitest';
import { toHex } from '../../chain/bytes.ts';
import { encode } from '../../chain/scale/index.ts';
import { storage, storageKey } from '../../chain/schema/index.ts';
import { auraPairs, FakeProofChain, grandpaPairs } from '../testing/fake-proof-chain.ts';
import type { ChainSource } from '../types.ts';
import { encodeCheckpoint } from './checkpoint-text.ts';
import type { CheckpointOffers } from './find-checkpoint.ts';
import { findCheckpoint } from './find-checkpoint.ts';

const NOW_MS = 1_790_000_000_000;
const TOO_OLD_MS = NOW_MS - 91 * 86_400_000;
const fake = new FakeProofChain();
fake.grow(2);
const at = (number: number, takenAtMs = NOW_MS) => {
  const checkpoint = fake.checkpoint(fake.blocks[number]!);
  return encodeCheckpoint({ ...checkpoint, takenAtMs, anchor: { ...checkpoint.anchor, kind: 'pinned' } });
};
const agreed = { ...fake.checkpoint(fake.blocks[2]!), takenAtMs: NOW_MS };

const { Aura, Grandpa } = storage;
const SPEC = JSON.stringify({
  genesis: {
    raw: {
      top: {
        [toHex(storageKey(Aura.Authorities))]: toHex(encode(Aura.Authorities.value, [auraPairs[0]!.publicKey])),
        [toHex(storageKey(Grandpa.Authorities))]: toHex(
          encode(Grandpa.Authorities.value, [[grandpaPairs[0]!.publicKey, 1n]]),
        ),
      },
      childrenDefault: {},
    },
  },
});

function find(offers: Partial<CheckpointOffers>, source: Partial<ChainSource> = {}) {
  const agree = vi.fn(async () => agreed);
  const found = findCheckpoint(
    {
      id: 'fake',
      name: 'Fake',
      specText: undefined,
      servers: [],
      genesisHash: fake.blocks[0]!.hash,
      genesisSetId: 0n,
      justificationPeriod: 4,
      blockTimeMs: 1000,
      ...source,
    },
    { keptText: undefined, shippedText: undefined, agree, nowMs: NOW_MS, ...offers },
  );
  return { found, agree };
}
const isAt = async (found: ReturnType<typeof find>['found'], number: number) =>
  expect(toHex((await found).headerBytes)).toBe(toHex(fake.blocks[number]!.headerBytes));

describe('the checkpoint to begin with', () => {
  it('is the kept one before the shipped one, and neither needs anybody', async () => {
    const both = find({ keptText: at(2), shippedText: at(1) });
    await isAt(both.found, 2);
    await isAt(find({ shippedText: at(1) }).found, 1);
    expect(both.agree).not.toHaveBeenCalled();
  });

  it('is the shipped one where the kept one is too old, of another chain or none at all', async () => {
    const other = new FakeProofChain(auraPairs.slice(2, 6));
    for (const keptText of [at(2, TOO_OLD_MS), encodeCheckpoint(other.checkpoint()), 'junk']) {
      await isAt(find({ keptText, shippedText: at(1) }).found, 1);
    }
  });

  it('comes from the specification before servers are asked', async () => {
    const { found, agree } = find({ keptText: 'junk' }, { specText: SPEC, genesisHash: undefined });
    expect(await found).toMatchObject({ anchor: { kind: 'genesis', isConfirmed: true }, takenAtMs: NOW_MS });
    expect(agree).not.toHaveBeenCalled();
  });

  it('is what servers agree on where there is nothing else, also after a shipped one aged', async () => {
    expect(await find({}).found).toBe(agreed);
    expect(await find({ shippedText: at(1, TOO_OLD_MS) }).found).toBe(agreed);
  });

  it('is not replaced behind the person’s back where the kept one is too old', async () => {
    const { found, agree } = find({ keptText: at(2, TOO_OLD_MS) });
    await expect(found).rejects.toMatchObject({ code: 'checkpoint/too-old' });
    expect(agree).not.toHaveBeenCalled();
  });

  it('is none where the specification is of another chain', async () => {
    await expect(find({}, { specText: SPEC }).found).rejects.toMatchObject({ code: 'checkpoint/other-chain' });
  });
});
