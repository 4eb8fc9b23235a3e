/**
 * The theme a person chose: as the system, light or dark. `public/theme.js` applies it before the first paint; this is
 * the same rule, for changes.
 */

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** Also read by `public/theme.js`. */
const STORAGE_KEY = 'yumalight-theme';

/** What was chosen; `system` where nothing was or the browser keeps nothing. */
export function loadTheme(): Theme {
  const chosen = document.documentElement.dataset.theme;
  return THEMES.find((theme) => theme === chosen) ?? 'system';
}

export function applyTheme(theme: Theme): void {
  const { dataset } = document.documentElement;
  if (theme === 'system') delete dataset.theme;
  else dataset.theme = theme;
  try {
    localStorage.setItem(STORAGE_KEY, theme);
  } catch (error) {
    // Storage may be forbidden; the choice then lasts as long as the page, which is all that can be done.
    console.info('The theme could not be kept.', error);
  }
}

export function nextTheme(theme: Theme): Theme {
  return THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length]!;
}
