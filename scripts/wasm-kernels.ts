/**
 * Compiles the AssemblyScript kernels of `src/gpu` to WebAssembly: each once with SIMD and once without, for the engines
 * that have none.
 *
 *   src/gpu/wasm/assembly/epoch.ts        → src/gpu/built/epoch.simd.wasm, epoch.scalar.wasm
 *   src/gpu/scoring/assembly/scoring.ts   → src/gpu/built/scoring.simd.wasm, scoring.scalar.wasm
 *
 * Everything that loads a kernel calls this first: the page's build, the tests, the scripts. What is newer than its
 * sources stays as it is.
 */
import { mkdir, readdir, rename, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';

const ROOT = path.dirname(import.meta.dirname);
const OUTPUT = path.join(ROOT, 'src', 'gpu', 'built');
const PROGRAMS = [
  // 12 kB at most, for a page's first load. Without shrinking it is 4 % larger and up to 5 % faster on sparse rows.
  { name: 'epoch', entry: 'src/gpu/wasm/assembly/epoch.ts', options: ['--shrinkLevel', '1'] },
  { name: 'scoring', entry: 'src/gpu/scoring/assembly/scoring.ts', options: [] },
] as const;
const VARIANTS = [
  { name: 'simd', features: ['--enable', 'simd'] },
  { name: 'scalar', features: ['--disable', 'simd'] },
] as const;
/** Addresses are the caller's business, so no allocator; nothing throws, so no assertions. */
const OPTIONS = ['-O3', '--converge', '--runtime', 'stub', '--noAssert', '--use', 'abort='];

/** Builds what is missing or older than its sources. @throws Error with the compiler's messages */
export async function buildWasmKernels(): Promise<void> {
  await mkdir(OUTPUT, { recursive: true });
  for (const program of PROGRAMS) {
    const changedMs = await newest(path.dirname(path.join(ROOT, program.entry)));
    for (const variant of VARIANTS) {
      const file = path.join(OUTPUT, `${program.name}.${variant.name}.wasm`);
      const builtMs = await stat(file).then(
        ({ mtimeMs }) => mtimeMs,
        () => 0,
      );
      if (builtMs > changedMs) continue;
      await replace(file, await compileKernel(program.entry, [...program.options, ...variant.features]));
    }
  }
}

/** When a program was changed last: its sources, or how they are compiled. */
async function newest(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true });
  const files = [import.meta.filename, ...names.map((name) => path.join(folder, name))];
  return Math.max(...(await Promise.all(files.map(async (file) => (await stat(file)).mtimeMs))));
}

/** One program as a WebAssembly binary; `entry` from the repository's root. @throws Error with the compiler's messages */
export async function compileKernel(entry: string, options: readonly string[]): Promise<Uint8Array> {
  // Loaded only when there is something to compile: it takes a second.
  const { default: asc } = await import('assemblyscript/asc');
  let binary: Uint8Array | undefined;
  const { error, stderr } = await asc.main([entry, '--outFile', 'program.wasm', ...OPTIONS, ...options], {
    readFile: async (name: string, folder: string) => {
      const { readFile } = await import('node:fs/promises');
      return readFile(path.resolve(ROOT, folder, name), 'utf8').catch(() => null);
    },
    writeFile: (_name: string, data: Uint8Array | string) => {
      if (typeof data !== 'string') binary = data;
    },
    listFiles: () => [],
  });
  if (error || !binary) throw new Error(`${entry} did not compile:\n${stderr.toString()}`, { cause: error });
  return binary;
}

/** Renamed into place: another process may be reading it, or building the same. */
async function replace(file: string, bytes: Uint8Array): Promise<void> {
  const written = `${file}.${process.pid}`;
  await writeFile(written, bytes);
  await rename(written, file);
}

if (import.meta.main) await buildWasmKernels();
