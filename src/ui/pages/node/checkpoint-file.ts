/** Checkpoints as files: read within bounds, written as a download. What is in them is the observer's to judge. */
import { PageError } from './action.ts';

/** A checkpoint with a hundred authorities has some 20 kB. */
export const MAX_CHECKPOINT_FILE_BYTES = 1024 * 1024;
/** A raw specification of a real chain stays under 10 MB; the observer takes no more than this either. */
export const MAX_SPEC_FILE_BYTES = 32 * 1024 * 1024;

/** @throws PageError `ui/file-too-large`, `ui/file-not-read`. */
export async function readTextFile(file: File, maxBytes: number): Promise<string> {
  if (file.size > maxBytes) {
    const limit = `${maxBytes / 1024 / 1024} MiB`;
    throw new PageError('ui/file-too-large', `“${file.name}” is larger than the ${limit} that such a file can have.`);
  }
  try {
    return await file.text();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new PageError('ui/file-not-read', `“${file.name}” could not be read: ${why}`);
  }
}

export function downloadText(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken the address by then; the text need not stay in memory.
  setTimeout(() => URL.revokeObjectURL(url), 0);
}
