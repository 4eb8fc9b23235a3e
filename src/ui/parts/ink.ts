/**
 * Inks an element for 600 ms when its text has changed: motion only where something arrived.
 */
import type { Accessor } from 'solid-js';
import { createEffect, on } from 'solid-js';

const INK_MS = 600;

/** Call while the element's component is set up. The first text is not news. */
export function inkChanges(element: () => HTMLElement, text: Accessor<unknown>): void {
  const ink = () => {
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    const wash = getComputedStyle(element()).getPropertyValue('--ink-wash');
    element().animate([{ backgroundColor: wash }, { backgroundColor: 'transparent' }], INK_MS);
  };
  createEffect(on(text, ink, { defer: true }));
}
