/**
 * The one error class of `src/chain`: every refusal of hostile or damaged bytes.
 *
 * `code` is stable, kebab-case and namespaced (`scale/truncated`, `trie/duplicate-node`, `grandpa/bad-signature`);
 * callers match on it and never on the message. `field` names the place in the value that was being read, from the
 * outside in (`header.digest[2].engine`), `offset` the byte at which the trouble was noticed, counted from the start
 * of the input. Bugs of the caller (a negative length, a value out of a type's range) are `RangeError`/`TypeError`.
 */
export class ChainError extends Error {
  override readonly name = 'ChainError';
  readonly code: string;
  readonly field: string;
  readonly offset: number | undefined;

  constructor(
    code: string,
    reason: string,
    details: { readonly field?: string; readonly offset?: number; readonly cause?: unknown } = {},
  ) {
    const place = [details.field, details.offset === undefined ? undefined : `byte ${details.offset}`].filter(Boolean);
    super(place.length > 0 ? `${reason} (${place.join(', ')})` : reason, { cause: details.cause });
    this.code = code;
    this.field = details.field ?? '';
    this.offset = details.offset;
  }
}
