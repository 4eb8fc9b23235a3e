/** One button that goes round: system → light → dark. */
import type { JSX } from 'solid-js';
import { createSignal, Match, Switch } from 'solid-js';
import { applyTheme, loadTheme, nextTheme } from './theme.ts';

export function ThemeButton(): JSX.Element {
  const [theme, setTheme] = createSignal(loadTheme());
  const turn = () => applyTheme(setTheme(nextTheme(theme())));
  return (
    <button
      type="button"
      class="icon-button"
      title={`Theme: ${theme()}. Press for ${nextTheme(theme())}.`}
      aria-label={`Theme: ${theme()}. Change to ${nextTheme(theme())}.`}
      onClick={turn}
    >
      <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
        <Switch>
          <Match when={theme() === 'system'}>
            <circle cx="8" cy="8" r="5.5" fill="none" stroke="currentColor" stroke-width="1.5" />
            <path d="M8 2.5a5.5 5.5 0 0 1 0 11z" fill="currentColor" />
          </Match>
          <Match when={theme() === 'light'}>
            <circle cx="8" cy="8" r="3" fill="none" stroke="currentColor" stroke-width="1.5" />
            <path
              d="M8 .8v2M8 13.2v2M.8 8h2M13.2 8h2M2.9 2.9l1.4 1.4M11.7 11.7l1.4 1.4M13.1 2.9l-1.4 1.4M4.3 11.7l-1.4 1.4"
              stroke="currentColor"
              stroke-width="1.5"
              stroke-linecap="round"
            />
          </Match>
          <Match when={theme() === 'dark'}>
            <path
              d="M13.5 9.6A6 6 0 0 1 6.4 2.5a6 6 0 1 0 7.1 7.1z"
              fill="none"
              stroke="currentColor"
              stroke-width="1.5"
              stroke-linejoin="round"
            />
          </Match>
        </Switch>
      </svg>
    </button>
  );
}
