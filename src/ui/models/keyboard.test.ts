import { describe, expect, it } from 'vitest';
import type { KeyCommand, KeyPress } from './keyboard.ts';
import { KEY_START, pressKey } from './keyboard.ts';

const type = (keys: readonly string[], how: Partial<KeyPress> = {}): KeyCommand | undefined => {
  let state = KEY_START;
  let last: KeyCommand | undefined;
  for (const key of keys) {
    ({ state, command: last } = pressKey(state, { key, isModified: false, isTyping: false, ...how }));
  }
  return last;
};

describe('the keyboard', () => {
  it('goes places with g and a letter', () => {
    expect(type(['g', 'o'])).toEqual({ type: 'go', path: '/' });
    expect(type(['g', 's'])).toEqual({ type: 'go', path: '/subnets' });
    expect(type(['g', 'n'])).toEqual({ type: 'go', path: '/node' });
  });

  it('forgets g after any other letter', () => {
    expect(type(['g', 'x', 's'])).toBeUndefined();
    expect(type(['s'])).toBeUndefined();
  });

  it('filters, helps and closes', () => {
    expect(type(['/'])).toEqual({ type: 'filter' });
    expect(type(['?'])).toEqual({ type: 'help' });
    expect(type(['Escape'])).toEqual({ type: 'close' });
  });

  it('leaves typing and the shortcuts of the browser alone', () => {
    expect(type(['/'], { isTyping: true })).toBeUndefined();
    expect(type(['g', 's'], { isModified: true })).toBeUndefined();
  });

  it('closes from within a field too', () => {
    expect(type(['Escape'], { isTyping: true })).toEqual({ type: 'close' });
  });
});
