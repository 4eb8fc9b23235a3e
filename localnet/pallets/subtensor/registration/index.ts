/**
 * Registering neurons: `burned_register`, `register`, `register_limit`, `root_register`, `try_associate_hotkey`; all are
 * signed by the coldkey (spec participation §1, §3).
 *
 * `register` has arguments for a proof of work, which the chain no longer asks for: it is a burned registration of the
 * signer's, whatever its `coldkey` says.
 */
import { bySigner } from '../../by-signer.ts';
import type { Handlers } from '../../handlers.ts';
import { createHotkey } from './hotkeys.ts';
import { registerNeuron } from './register.ts';
import { rootRegister } from './root-register.ts';

export { decayRegistrationPrices } from './prices.ts';
export { registerNeuron } from './register.ts';
export { trimToMaxUids } from './trim.ts';

export const registrationCalls: Handlers<'SubtensorModule'> = {
  burned_register: bySigner((execution, coldkey, { netuid, hotkey }) =>
    registerNeuron(execution, netuid, hotkey, coldkey),
  ),
  register: bySigner((execution, coldkey, { netuid, hotkey }) => registerNeuron(execution, netuid, hotkey, coldkey)),
  register_limit: bySigner((execution, coldkey, { netuid, hotkey, limit_price }) =>
    registerNeuron(execution, netuid, hotkey, coldkey, limit_price),
  ),
  root_register: bySigner((execution, coldkey, { hotkey }) => rootRegister(execution, coldkey, hotkey)),
  try_associate_hotkey: bySigner(({ state }, coldkey, { hotkey }) => createHotkey(state, coldkey, hotkey)),
};
