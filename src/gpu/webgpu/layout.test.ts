import { describe, expect, it } from 'vitest';
import { QUESTION, ROW, TASK, writeStruct } from './layout.ts';
import { loadShaderTexts } from './shaders.node.ts';

const texts = loadShaderTexts();

/** Offsets and size of a struct of u32 and 64-bit pairs, by WGSL's rules. */
function reflect(text: string, name: string) {
  const body = new RegExp(`struct ${name} \\{([^}]*)\\}`).exec(text)![1]!;
  const fields = [...body.matchAll(/^\s*(\w+): (u32|Fixed),$/gm)];
  const offsets: Record<string, number> = {};
  let at = 0;
  for (const [, field, type] of fields) {
    const size = type === 'u32' ? 4 : 8;
    at = Math.ceil(at / size) * size;
    if (field !== 'padding') offsets[field!] = at;
    at += size;
  }
  return { offsets, bytes: Math.ceil(at / 8) * 8 };
}

describe('struct layouts', () => {
  it.each([
    ['Task', TASK, texts.epoch],
    ['Row', ROW, texts.epoch],
    ['Question', QUESTION, texts.operations],
  ] as const)('of %s are those that WGSL gives it', (name, layout, text) => {
    expect(layout).toEqual(reflect(text, name));
  });
});

describe('writeStruct', () => {
  it('writes numbers as u32 and bigints as i64, low word first, at the place of the struct in the array, and leaves the rest', () => {
    const view = new DataView(new ArrayBuffer(2 * ROW.bytes));
    writeStruct(view, ROW, 1, { stake: -2n, vote: 0x1_0000_0003n, first_entry: 0xffff_ffff, dropped: 7 });
    const words = new Uint32Array(view.buffer);
    expect([...words.subarray(0, 8)]).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
    expect([...words.subarray(8)]).toEqual([0xffff_fffe, 0xffff_ffff, 3, 1, 0xffff_ffff, 0, 0, 7]);
  });
});
