/** Where one can go: at the left on a wide screen, at the bottom on a phone. */
import { A, useLocation } from '@solidjs/router';
import type { JSX } from 'solid-js';
import { For } from 'solid-js';

const PLACES = [
  { path: '/', name: 'Overview' },
  { path: '/subnets', name: 'Subnets' },
  { path: '/node', name: 'Node' },
] as const;

export function Navigation(): JSX.Element {
  const location = useLocation();
  const current = (path: string) => {
    if (location.pathname === path) return 'page';
    return path !== '/' && location.pathname.startsWith(`${path}/`) ? 'true' : undefined;
  };
  return (
    <nav class="nav" aria-label="Main">
      <For each={PLACES}>
        {(place) => (
          <A href={place.path} aria-current={current(place.path)}>
            {place.name}
          </A>
        )}
      </For>
    </nav>
  );
}
