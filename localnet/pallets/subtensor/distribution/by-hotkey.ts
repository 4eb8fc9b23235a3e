/** Amounts by hotkey, in the order in which the chain goes through them: ascending by account. */
import type { Bytes } from '../../../../src/chain/bytes.ts';
import { compareBytes, toHex } from '../../../../src/chain/bytes.ts';

export class AmountsByHotkey {
  readonly #amounts = new Map<string, { readonly hotkey: Bytes; rao: bigint }>();

  add(hotkey: Bytes, rao: bigint): void {
    const key = toHex(hotkey);
    const amount = this.#amounts.get(key);
    if (amount) amount.rao += rao;
    else this.#amounts.set(key, { hotkey, rao });
  }

  sorted(): { readonly hotkey: Bytes; readonly rao: bigint }[] {
    return [...this.#amounts.values()].sort((a, b) => compareBytes(a.hotkey, b.hotkey));
  }
}
