/** The filter of a table. `/` brings the focus here, Escape empties it and then leaves. */
import type { JSX } from 'solid-js';
import { createEffect } from 'solid-js';

export interface FilterFieldProps {
  readonly name: string;
  readonly placeholder: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
}

/** What the page's keyboard looks for. */
export const FILTER_FIELD = 'input[type="search"][data-filter]';

export function FilterField(props: FilterFieldProps): JSX.Element {
  let input!: HTMLInputElement;
  // The address may change under the field (back, a link); while somebody types, the field is ahead of the address.
  createEffect(() => {
    const { value } = props;
    if (document.activeElement !== input) input.value = value;
  });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    if (input.value === '') return input.blur();
    input.value = '';
    props.onInput('');
  };
  return (
    <label class="filter">
      <span class="unseen">{props.name}</span>
      <input
        ref={input}
        type="search"
        data-filter
        placeholder={props.placeholder}
        autocomplete="off"
        spellcheck={false}
        onInput={(event) => props.onInput(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <span class="filter-key" aria-hidden="true">
        <kbd>/</kbd>
      </span>
    </label>
  );
}
