import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SHADER_TEXTS } from './shaders.browser.ts';
import { loadShaderTexts } from './shaders.node.ts';
import { EPOCH_KERNELS, moduleText, SHADER_FILES } from './shaders.ts';

const texts = loadShaderTexts();

describe('shader texts', () => {
  it('are all the WGSL files there are', () => {
    const files = readdirSync(new URL('./kernels', import.meta.url)).map((file) => file.replace(/\.wgsl$/, ''));
    expect(files.sort()).toEqual([...SHADER_FILES].sort());
  });

  it('are the same in the browser and in Node', () => {
    expect(SHADER_TEXTS).toEqual(texts);
  });

  it('use no floats, no extensions and nothing that a compiler may lack', () => {
    for (const [file, text] of Object.entries(texts)) {
      const code = text.replaceAll(/\/\/.*$/gm, '');
      expect(code, file).not.toMatch(/\b(f32|f16|vec[234][fh]|enable|requires|override|subgroup\w*|i64|u64)\b/);
      expect(code, file).not.toMatch(/\d\.\d|\d[fh]\b/);
    }
  });

  it('bind at most eight storage buffers', () => {
    for (const files of Object.values(EPOCH_KERNELS)) {
      const bindings = moduleText(texts, files, 64).text.match(/@binding\(\d+\)/g)!;
      expect(new Set(bindings).size).toBeLessThanOrEqual(8);
    }
  });
});

describe('moduleText', () => {
  it('finds the file and line that a line of the module comes from', () => {
    const { text, locate } = moduleText(texts, EPOCH_KERNELS.dividends, 64);
    const lines = text.split('\n');
    const line = lines.findIndex((content) => content.includes('fn fixed_mul(')) + 1;
    const lineInFile = texts.fixed.split('\n').findIndex((content) => content.includes('fn fixed_mul(')) + 1;
    expect(locate(line)).toBe(`fixed.wgsl:${lineInFile}`);
    expect(locate(1)).toBe('workgroup size:1');
    expect(locate(lines.length + 1)).toBe(`line ${lines.length + 1}`);
  });
});
