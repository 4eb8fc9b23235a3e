/**
 * Opens the observer after the first paint. The chain, light-client and GPU code arrives here, as chunks of its own.
 *
 * In the development server, `?fake=…` opens a stand-in instead (see `../testing`); in a build that branch is not there.
 */
import type { EngineKind } from '../../light/types.ts';
import type { Observer } from '../../roles/index.ts';
import type { RegisteredChain } from './chains.ts';

export async function openNode(chain: RegisteredChain, engine: EngineKind): Promise<Observer> {
  const query = new URLSearchParams(location.search);
  if (import.meta.env.DEV) {
    const fake = query.get('fake');
    if (fake !== null) {
      const { openFakeObserver } = await import('../testing/index.ts');
      return openFakeObserver(fake, chain, engine);
    }
  }
  const { openObserver } = await import('../../roles/index.ts');
  return openObserver({ chain, engine, forceSoftwareGpu: query.get('gpu') === 'software' });
}

/** Resolves once the browser has painted what is on the page now. */
export function afterPaint(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  requestAnimationFrame(() => setTimeout(resolve, 0));
  // A page opened in the background is not painted at all; its node starts nevertheless.
  setTimeout(resolve, AFTER_PAINT_LIMIT_MS);
  return promise;
}

const AFTER_PAINT_LIMIT_MS = 500;
