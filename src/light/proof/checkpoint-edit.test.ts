import { describe, expect, it } from 'vitest';
import { FakeProofChain } from '../testing/fake-proof-chain.ts';
import { confirmedCheckpoint, importedCheckpoint } from './checkpoint-edit.ts';
import { decodeCheckpoint, encodeCheckpoint } from './checkpoint-text.ts';

const DAY_MS = 86_400_000;
const NOW_MS = 1_790_000_000_000;
const fake = new FakeProofChain();
const { hash } = fake.blocks[0]!;
const checkpoint = {
  ...fake.checkpoint(),
  takenAtMs: NOW_MS,
  anchor: { kind: 'servers', block: fake.best, takenAtMs: NOW_MS, sources: ['wss://a', 'wss://b'], isConfirmed: false },
} as const;
const text = encodeCheckpoint(checkpoint);
const codeOf = (work: () => unknown) => {
  try {
    work();
    return 'nothing';
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('a checkpoint that a person brings', () => {
  it('is one that the person stands for, of the same block', () => {
    const imported = importedCheckpoint(text, { id: 'fake', genesisHash: hash }, NOW_MS);
    expect(imported.genesisHash).toBe(hash);
    expect(decodeCheckpoint(imported.text)).toEqual({
      ...checkpoint,
      anchor: { ...checkpoint.anchor, block: { number: 0, hash }, kind: 'imported', isConfirmed: true },
    });
  });

  it('must be of this chain, by its genesis or else by its name', () => {
    const other = `0x${'ab'.repeat(32)}`;
    expect(codeOf(() => importedCheckpoint(text, { id: 'fake', genesisHash: other }, NOW_MS))).toBe(
      'checkpoint/other-chain',
    );
    expect(codeOf(() => importedCheckpoint(text, { id: 'other', genesisHash: undefined }, NOW_MS))).toBe(
      'checkpoint/other-chain',
    );
    expect(codeOf(() => importedCheckpoint(text, { id: 'fake', genesisHash: undefined }, NOW_MS))).toBe('nothing');
  });

  it('must not be too old, and must be a checkpoint', () => {
    const chain = { id: 'fake', genesisHash: hash };
    expect(codeOf(() => importedCheckpoint(text, chain, NOW_MS + 90 * DAY_MS))).toBe('nothing');
    expect(codeOf(() => importedCheckpoint(text, chain, NOW_MS + 90 * DAY_MS + 1))).toBe('checkpoint/too-old');
    expect(codeOf(() => importedCheckpoint('{}', chain, NOW_MS))).toBe('checkpoint/malformed');
  });
});

describe('a checkpoint that a person confirms', () => {
  it('keeps who named it, and says that it is confirmed', () => {
    expect(decodeCheckpoint(confirmedCheckpoint(text)).anchor).toMatchObject({
      kind: 'servers',
      sources: ['wss://a', 'wss://b'],
      isConfirmed: true,
    });
    expect(codeOf(() => confirmedCheckpoint('junk'))).toBe('checkpoint/malformed');
  });
});
