/** The WGSL texts, read from the files beside this module. */
import { readFileSync } from 'node:fs';
import { SHADER_FILES, type ShaderTexts } from './shaders.ts';

export function loadShaderTexts(): ShaderTexts {
  const entries = SHADER_FILES.map((file) => [
    file,
    readFileSync(new URL(`./kernels/${file}.wgsl`, import.meta.url), 'utf8'),
  ]);
  return Object.fromEntries(entries) as ShaderTexts;
}
