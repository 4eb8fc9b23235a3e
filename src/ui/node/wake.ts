/**
 * Calls `wake` when the page may have been asleep: it is shown again, thawed, brought back from the browser's cache, or the
 * device is online again. Call while a component is set up.
 */
import { onCleanup } from 'solid-js';

export function watchWaking(wake: () => void): void {
  const onVisible = () => {
    if (document.visibilityState === 'visible') wake();
  };
  document.addEventListener('visibilitychange', onVisible);
  document.addEventListener('resume', wake);
  window.addEventListener('pageshow', wake);
  window.addEventListener('online', wake);
  onCleanup(() => {
    document.removeEventListener('visibilitychange', onVisible);
    document.removeEventListener('resume', wake);
    window.removeEventListener('pageshow', wake);
    window.removeEventListener('online', wake);
  });
}
