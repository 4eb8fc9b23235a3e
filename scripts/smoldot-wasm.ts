/**
 * smoldot's WebAssembly as a file of its own.
 *
 * The package carries it as text (base64 of zlib), which every start would have to decode, inflate and only then compile.
 * As a file a browser compiles it while it arrives. The text is not part of the package's public face: a release that
 * keeps it elsewhere, or otherwise, stops the build here.
 */
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { inflateSync } from 'node:zlib';

/** Unpacks the installed smoldot into `folder` and returns the file's path. @throws when it is no WebAssembly. */
export async function unpackSmoldot(folder: string): Promise<string> {
  const entry = createRequire(import.meta.url).resolve('smoldot/bytecode');
  const text = path.join(path.dirname(entry), '..', 'mjs', 'internals', 'bytecode', 'wasm.js');
  const { default: packed }: { readonly default: unknown } = await import(pathToFileURL(text).href);
  if (typeof packed !== 'string') throw new Error(`${text} exports no text; has smoldot changed?`);
  const bytes = inflateSync(Buffer.from(packed, 'base64'));
  if (!WebAssembly.validate(bytes)) throw new Error(`${text} holds no WebAssembly; has smoldot changed?`);
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, 'smoldot.wasm');
  // Renamed into place: another build may be reading it.
  const written = `${file}.${process.pid}`;
  await writeFile(written, bytes);
  await rename(written, file);
  return file;
}
