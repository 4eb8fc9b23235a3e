/** What the page hears from the browser and not from the observer: the clock, and whether there is a network. */
import type { Accessor } from 'solid-js';
import { createSignal, onCleanup } from 'solid-js';

const TICK_MS = 1000;

/** Wall-clock ms, renewed every second. */
export function createClock(): Accessor<number> {
  const [nowMs, setNowMs] = createSignal(Date.now());
  const timer = setInterval(() => setNowMs(Date.now()), TICK_MS);
  onCleanup(() => clearInterval(timer));
  return nowMs;
}

/** What the browser says about the network. */
export function createOnline(): Accessor<boolean> {
  const [online, setOnline] = createSignal(navigator.onLine);
  const update = () => setOnline(navigator.onLine);
  window.addEventListener('online', update);
  window.addEventListener('offline', update);
  onCleanup(() => {
    window.removeEventListener('online', update);
    window.removeEventListener('offline', update);
  });
  return online;
}
