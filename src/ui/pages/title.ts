/** The document's title follows the page. */
import type { Accessor } from 'solid-js';
import { createEffect } from 'solid-js';

export function useTitle(title: Accessor<string>): void {
  createEffect(() => {
    document.title = `${title()} · Yumalight`;
  });
}
