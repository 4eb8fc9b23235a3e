/** Whoever is staked on by others is a delegate: the take that so far was the default gets an entry of its own. */
import type { Bytes } from '../../../../src/chain/bytes.ts';
import { equalBytes } from '../../../../src/chain/bytes.ts';
import { storage } from '../../../../src/chain/schema/index.ts';
import type { State } from '../../../state.ts';

const { Delegates, Owner } = storage.SubtensorModule;

/** `nominator` is about to stake on `hotkey`; nothing happens on its own hotkey. */
export function becomeDelegate(state: State, hotkey: Bytes, nominator: Bytes): void {
  if (equalBytes(state.get(Owner, hotkey), nominator) || state.has(Delegates, hotkey)) return;
  state.put(Delegates, hotkey, state.get(Delegates, hotkey));
}
