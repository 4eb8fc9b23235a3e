/** Runs the page's keyboard machine on the document's key presses. */
import { useNavigate } from '@solidjs/router';
import { onCleanup, onMount } from 'solid-js';
import type { KeyCommand } from '../models/keyboard.ts';
import { KEY_START, pressKey } from '../models/keyboard.ts';
import { FILTER_FIELD } from '../parts/index.ts';

export interface Help {
  readonly open: () => void;
  readonly close: () => void;
}

export function useKeyboard(help: Help): void {
  const navigate = useNavigate();
  let state = KEY_START;

  function run(command: KeyCommand, event: KeyboardEvent): void {
    if (command.type === 'close') help.close();
    else event.preventDefault();
    if (command.type === 'go') navigate(command.path);
    if (command.type === 'help') help.open();
    if (command.type === 'filter') document.querySelector<HTMLInputElement>(FILTER_FIELD)?.focus();
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing) return;
    const isModified = event.ctrlKey || event.metaKey || event.altKey;
    const { state: next, command } = pressKey(state, { key: event.key, isModified, isTyping: isTyping(event.target) });
    state = next;
    if (command) run(command, event);
  }

  onMount(() => document.addEventListener('keydown', onKeyDown));
  onCleanup(() => document.removeEventListener('keydown', onKeyDown));
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'));
}
