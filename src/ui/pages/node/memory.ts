/** What this page's memory is, where the browser tells (Chromium's `performance.memory`; workers are not in it). */
import { formatBytes } from '../../format/index.ts';

/** `48.2 MB`, or that it is not told. */
export function describeMemory(source: unknown): string {
  if (typeof source === 'object' && source !== null && 'usedJSHeapSize' in source) {
    const { usedJSHeapSize } = source;
    if (typeof usedJSHeapSize === 'number' && usedJSHeapSize > 0) return formatBytes(usedJSHeapSize);
  }
  return 'not told by this browser';
}

export const readMemory = (): string => describeMemory('memory' in performance ? performance.memory : undefined);
