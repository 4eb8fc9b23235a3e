/**
 * The WGSL files and which of them make up each kernel.
 *
 * WGSL has no imports, so a module is the texts of its files one after the other. How the texts are loaded differs per
 * platform: `shaders.browser.ts` lets the bundler inline them, `shaders.node.ts` reads the files.
 */

export const SHADER_FILES = [
  'wide',
  'fixed',
  'divisor',
  'liquid-alpha',
  'epoch',
  'workgroup-sum',
  'median',
  'weights',
  'bonds-start',
  'consensus',
  'incentive',
  'trust',
  'cursors',
  'yuma3',
  'bonds-yuma3',
  'bonds-liquid',
  'bonds-classic',
  'carry',
  'dividends',
  'dividend-shares',
  'operations',
] as const;

export type ShaderFile = (typeof SHADER_FILES)[number];

export type ShaderTexts = Readonly<Record<ShaderFile, string>>;

/** The kernels of an epoch, named after the file with their `run_tile`; the entry point that calls it is in `epoch`. */
export const EPOCH_KERNELS = {
  weights: ['wide', 'fixed', 'divisor', 'epoch', 'workgroup-sum', 'weights'],
  'bonds-start': ['wide', 'fixed', 'epoch', 'bonds-start'],
  consensus: ['wide', 'fixed', 'epoch', 'median', 'consensus'],
  incentive: ['wide', 'fixed', 'epoch', 'workgroup-sum', 'incentive'],
  trust: ['wide', 'fixed', 'epoch', 'workgroup-sum', 'trust'],
  cursors: ['wide', 'fixed', 'epoch', 'cursors'],
  'bonds-yuma3': ['wide', 'fixed', 'divisor', 'epoch', 'yuma3', 'bonds-yuma3'],
  'bonds-liquid': ['wide', 'fixed', 'divisor', 'liquid-alpha', 'epoch', 'yuma3', 'bonds-liquid'],
  'bonds-classic': ['wide', 'fixed', 'divisor', 'epoch', 'bonds-classic'],
  carry: ['wide', 'fixed', 'epoch', 'carry'],
  dividends: ['wide', 'fixed', 'epoch', 'workgroup-sum', 'dividends'],
  'dividend-shares': ['wide', 'fixed', 'epoch', 'workgroup-sum', 'dividend-shares'],
} as const satisfies Record<string, readonly ShaderFile[]>;

export type EpochKernel = keyof typeof EPOCH_KERNELS;

export const OPERATIONS_FILES = [
  'wide',
  'fixed',
  'divisor',
  'liquid-alpha',
  'operations',
] as const satisfies readonly ShaderFile[];

/** A whole module, and where a line of it (counted from 1, as compilers do) comes from. */
export interface ShaderModuleText {
  readonly text: string;
  locate(line: number): string;
}

/**
 * Joins files to a module. The workgroup size is a constant put in front rather than an `override`: array lengths may
 * depend on it and every compiler takes it.
 */
export function moduleText(texts: ShaderTexts, files: readonly ShaderFile[], workgroupSize: number): ShaderModuleText {
  const parts = [
    { name: 'workgroup size', text: `const WORKGROUP_SIZE = ${workgroupSize}u;\n` },
    ...files.map((file) => ({ name: `${file}.wgsl`, text: texts[file] })),
  ];
  return {
    text: parts.map((part) => part.text).join('\n'),
    locate(line) {
      let first = 1;
      for (const { name, text } of parts) {
        const lines = text.split('\n').length;
        if (line < first + lines) return `${name}:${line - first + 1}`;
        first += lines;
      }
      return `line ${line}`;
    },
  };
}
