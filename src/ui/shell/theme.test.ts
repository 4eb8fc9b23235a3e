import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { nextTheme, THEMES } from './theme.ts';

describe('the theme', () => {
  it('goes round through all choices', () => {
    const round = THEMES.map(nextTheme);
    expect(round).toEqual(['light', 'dark', 'system']);
  });

  it('is kept under the same name by the page and by the script before it', () => {
    const key = /STORAGE_KEY = '([^']+)'/.exec(readFileSync('src/ui/shell/theme.ts', 'utf8'))?.[1];
    expect(key).toBeTruthy();
    expect(readFileSync('public/theme.js', 'utf8')).toContain(`localStorage.getItem('${key}')`);
  });
});
