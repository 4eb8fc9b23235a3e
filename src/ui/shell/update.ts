/**
 * New versions of the page: fetched in the background, they wait until the person reloads. Nothing is swapped under
 * somebody's hands.
 */
import type { Accessor } from 'solid-js';
import { createSignal, onMount } from 'solid-js';

export interface Update {
  readonly isWaiting: Accessor<boolean>;
  readonly reload: () => void;
}

/**
 * Keeping the page for offline copies a few megabytes; the chain comes first. Long enough for a first sync, short enough
 * for a visit that means to come back.
 */
const REGISTER_AFTER_MS = 4_000;
/** A tab that follows a chain stays open for days; a new version is looked for this often. */
const CHECK_MS = 60 * 60 * 1000;

/** Offline is no news here: the next check comes by itself. */
const reportUnreachable = (error: unknown) => console.info('A new version could not be looked for.', error);

export function watchForUpdate(): Update {
  const [isWaiting, setWaiting] = createSignal(false);
  let apply: () => Promise<void> = async () => location.reload();
  onMount(async () => {
    if (!import.meta.env.PROD) return;
    await new Promise((resolve) => setTimeout(resolve, REGISTER_AFTER_MS));
    const { registerSW } = await import('virtual:pwa-register');
    apply = registerSW({
      onRegisteredSW: (_url, registration) => {
        if (registration) setInterval(() => void registration.update().catch(reportUnreachable), CHECK_MS);
      },
      onNeedRefresh: () => {
        setWaiting(true);
        // Also in the visit that installed the first version, which the library does not take for an update.
        navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
      },
      onRegisterError: (error: unknown) => console.warn('The page cannot be kept for offline.', error),
    });
  });
  return { isWaiting, reload: () => void apply() };
}
