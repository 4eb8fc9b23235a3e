/**
 * What may be handed to `JSON.parse` when somebody hostile wrote it. A megabyte of `[[],[],…` parses to thirty of objects,
 * and what is nested ten thousand deep parses well but breaks whatever walks it (`JSON.stringify`, structured cloning).
 *
 *   { "a": [ 1, "[" ] }      opened 2, depth 2: brackets within strings do not count
 *
 * The text is not read letter by letter: the engine's own search leaps from one bracket or quote to the next, so a megabyte
 * of hex costs as much as copying it.
 */

/** Objects and lists in one text: beyond what any answer has. */
export const MAX_JSON_CONTAINERS = 1 << 17;
/** Answers of JSON-RPC nest some ten deep. */
export const MAX_JSON_DEPTH = 128;
/** Members and items in one text: a proof as a list of numbers has a million. */
export const MAX_JSON_ITEMS = 1 << 22;

/** Why the text is refused before it is parsed; undefined if it is not. Text that is no JSON may pass. */
export function whyImmodest(text: string): string | undefined {
  if (text.length > MAX_JSON_ITEMS && count(text, ',', MAX_JSON_ITEMS) > MAX_JSON_ITEMS) {
    return `more than ${MAX_JSON_ITEMS} items`;
  }
  const marks = ['"', '[', '{', ']', '}'].map((mark) => ({ mark, at: text.indexOf(mark) }));
  let opened = 0;
  let depth = 0;
  for (;;) {
    let next: (typeof marks)[number] | undefined;
    for (const found of marks) if (found.at >= 0 && (!next || found.at < next.at)) next = found;
    if (!next) return undefined;
    let end = next.at + 1;
    if (next.mark === '"') end = endOfString(text, end);
    else if (next.mark === ']' || next.mark === '}') depth -= 1;
    else {
      depth += 1;
      opened += 1;
    }
    if (opened > MAX_JSON_CONTAINERS) return `more than ${MAX_JSON_CONTAINERS} objects and lists`;
    if (depth > MAX_JSON_DEPTH) return `objects and lists more than ${MAX_JSON_DEPTH} deep`;
    for (const found of marks) if (found.at >= 0 && found.at < end) found.at = text.indexOf(found.mark, end);
  }
}

/** The place after the quote that ends the string whose first letter is at `from`. */
function endOfString(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 1)) {
    let backslashes = 0;
    while (text[at - 1 - backslashes] === '\\' && at - 1 - backslashes >= from) backslashes += 1;
    if (backslashes % 2 === 0) return at + 1;
  }
  return text.length;
}

/** How often `letter` occurs; counting ends beyond `enough`. */
function count(text: string, letter: string, enough: number): number {
  let found = 0;
  for (let at = text.indexOf(letter); at >= 0 && found <= enough; at = text.indexOf(letter, at + 1)) found += 1;
  return found;
}
