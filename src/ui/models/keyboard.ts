/**
 * The keyboard of the whole page as a small machine: `(pending, key) → (pending, command)`. Pure.
 *
 *   g o  Overview    g s  Subnets    g n  Node    /  filter the table    ?  shortcuts    Esc  close
 */

export type KeyCommand =
  | { readonly type: 'go'; readonly path: string }
  | { readonly type: 'filter' }
  | { readonly type: 'help' }
  | { readonly type: 'close' };

export interface KeyPress {
  readonly key: string;
  /** Control, Meta or Alt is held: the browser's own shortcut. */
  readonly isModified: boolean;
  /** The focus is where text is typed. */
  readonly isTyping: boolean;
}

export interface KeyState {
  /** True between `g` and the letter that says where to go. */
  readonly isGoing: boolean;
}

export const KEY_START: KeyState = { isGoing: false };

/** Shown in the shortcuts dialog, in this order. */
export const SHORTCUTS: readonly { readonly keys: readonly string[]; readonly does: string }[] = [
  { keys: ['g', 'o'], does: 'Overview' },
  { keys: ['g', 's'], does: 'Subnets' },
  { keys: ['g', 'n'], does: 'Node' },
  { keys: ['/'], does: 'Filter the table' },
  { keys: ['?'], does: 'These shortcuts' },
  { keys: ['Esc'], does: 'Close, or leave the filter' },
];

const PLACES: Readonly<Record<string, string>> = { o: '/', s: '/subnets', n: '/node' };

export function pressKey(state: KeyState, press: KeyPress): { state: KeyState; command: KeyCommand | undefined } {
  if (press.key === 'Escape') return { state: KEY_START, command: { type: 'close' } };
  if (press.isModified || press.isTyping) return { state: KEY_START, command: undefined };
  if (state.isGoing) {
    const path = PLACES[press.key];
    return { state: KEY_START, command: path === undefined ? undefined : { type: 'go', path } };
  }
  if (press.key === 'g') return { state: { isGoing: true }, command: undefined };
  if (press.key === '/') return { state: KEY_START, command: { type: 'filter' } };
  if (press.key === '?') return { state: KEY_START, command: { type: 'help' } };
  return { state: KEY_START, command: undefined };
}
