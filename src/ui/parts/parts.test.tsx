import { renderToString } from 'solid-js/web';
import { describe, expect, it } from 'vitest';
import { LABELS } from '../../chain/label.ts';
import { Figure, SortHead } from './cells.tsx';
import { Copyable } from './copyable.tsx';
import { Fact } from './facts.tsx';
import { FailureLine } from './failure.tsx';
import { TruthLabel } from './label.tsx';

/** What is left when tags and comments are taken away: what is read aloud. */
const words = (html: string) =>
  html
    .replace(/<!--.*?-->|<[^>]*>/g, '')
    .replace(/\s+/g, ' ')
    .trim();

describe('a label of truth', () => {
  it.each(LABELS)('says %s in words and has a shape of its own', (label) => {
    const html = renderToString(() => <TruthLabel label={label} />);
    expect(words(html)).toBe(label);
    expect(html).toContain(`class="label ${label}"`);
  });
});

describe('a failure', () => {
  const failure = { code: 'gpu/no-adapter', reason: 'There is no adapter.', next: 'The CPU computes instead.' };

  it('shows reason, next step and code', () => {
    const html = renderToString(() => <FailureLine failure={failure} />);
    expect(words(html)).toBe('There is no adapter. The CPU computes instead. gpu/no-adapter');
    expect(html).not.toContain('<button');
  });

  it('has one button where there is something to do', () => {
    const html = renderToString(() => <FailureLine failure={failure} action={{ words: 'Try again', run: () => {} }} />);
    expect(html.match(/<button/g)).toHaveLength(1);
    expect(words(html)).toContain('Try again');
  });
});

describe('an identifier', () => {
  it('is a button with its name and the whole of it in the title', () => {
    const html = renderToString(() => <Copyable name="hotkey" full="5vHDjXaaaaLkkY" short="5vHDjX…LkkY" />);
    expect(words(html)).toBe('Copy hotkey 5vHDjX…LkkY');
    expect(html).toContain('5vHDjXaaaaLkkY');
  });
});

describe('a figure', () => {
  it('reads exactly zero as 0 and draws a dash that is not read', () => {
    const html = renderToString(() => <Figure text="0" />);
    expect(html).toMatch(/unseen[^>]*>0</);
    expect(html).toMatch(/aria-hidden="true"[^>]*>–</);
  });

  it('has a meter only where it is given a share', () => {
    expect(renderToString(() => <Figure text="5" meter={0.25} />)).toMatch(/meter[^>]*--share:\s*0\.25/);
    expect(renderToString(() => <Figure text="5" />)).not.toContain('meter');
  });
});

describe('a column head', () => {
  const column = { key: 'uid', title: 'UID', help: 'The slot', isNumeric: true, value: () => 0 } as const;

  it('tells the direction only of the column that sorts', () => {
    const sorted = renderToString(() => (
      <SortHead column={column} sort={{ key: 'uid', direction: 'descending' }} onSort={() => {}} />
    ));
    const other = renderToString(() => (
      <SortHead<unknown, string> column={column} sort={{ key: 'stake', direction: 'descending' }} onSort={() => {}} />
    ));
    expect(sorted).toContain('aria-sort="descending"');
    expect(other).not.toContain('aria-sort');
  });
});

describe('a fact', () => {
  it('is a term and its description, with the unit', () => {
    const html = renderToString(() => (
      <Fact name="Price" unit="stable">
        1.0 τ
      </Fact>
    ));
    expect(html).toMatch(/<dt[^>]*>.*Price/);
    expect(words(html)).toBe('Price1.0 τ stable');
  });
});
