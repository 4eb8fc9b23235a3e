/** How much the database takes on the disk. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** More files are not looked at: a database of this chain has a few dozen. */
const MAX_FILES = 10_000;

/** Bytes of the files in `directory`, folders not entered; 0 if it is not there. */
export async function directoryBytes(directory: string): Promise<number> {
  const names = await readdir(directory).catch(() => []);
  let bytes = 0;
  for (const name of names.slice(0, MAX_FILES)) {
    // A file may go while we count: the database tidies up on its own.
    bytes += await stat(join(directory, name)).then(
      (file) => (file.isFile() ? file.size : 0),
      () => 0,
    );
  }
  return bytes;
}
