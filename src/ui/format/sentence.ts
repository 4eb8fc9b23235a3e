/** Reasons come from many hands: light clients, drivers, browsers. Each is shown as one sentence with one full stop. */

/** `Failed to parse` → `Failed to parse.`; `was destroyed..` → `was destroyed.`; other ends of sentences stay. */
export function asSentence(words: string): string {
  const trimmed = words
    .trim()
    .replace(/\.{2,}$/, '.')
    .replace(/\.\)\.$/, ').');
  return /[.!?…]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
