/** The contrast of WCAG 2.1 §1.4.3, computed from the tokens themselves: 4.5 for text, in both themes. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const CSS = readFileSync('src/ui/style/tokens.css', 'utf8');
const MIN_TEXT_CONTRAST = 4.5;
const THEMES = ['light', 'dark'] as const;
const INKS = ['ink', 'ink-2', 'ink-3', 'light', 'good', 'bad', 'info'];
const GROUNDS = ['paper', 'sheet', 'wash'];

function colour(token: string, theme: (typeof THEMES)[number]): string {
  const both = new RegExp(`--${token}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\)`).exec(CSS);
  if (!both) throw new Error(`tokens.css has no opaque light-dark pair for --${token}`);
  return both[theme === 'light' ? 1 : 2]!;
}

/** Relative luminance of an sRGB colour, 0…1. */
function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

describe.each(THEMES)('the %s theme', (theme) => {
  it.each(INKS)('has %s legible on every ground', (ink) => {
    for (const ground of GROUNDS) {
      const measured = contrast(colour(ink, theme), colour(ground, theme));
      expect(measured, `--${ink} on --${ground}`).toBeGreaterThanOrEqual(MIN_TEXT_CONTRAST);
    }
  });
});
