/** Subnets: creating, starting, naming and dissolving them (spec economy §4). */
import { BAD_ORIGIN } from '../../block-execution.ts';
import { bySigner } from '../../by-signer.ts';
import type { Handlers } from '../../handlers.ts';
import { dissolveNetwork } from './dissolve.ts';
import { setIdentity, setSubnetIdentity } from './identities.ts';
import { registerNetwork } from './register-network.ts';
import { startCall, updateSymbol } from './start-call.ts';

export { dissolveNetwork } from './dissolve.ts';
export { setMechanismCount, setMechanismSplit } from './mechanisms.ts';
export { lockCostAt, mayRegisterNetwork, prunableSubnet } from './register-network.ts';

export const networkCalls: Handlers<'SubtensorModule'> = {
  register_network: bySigner((execution, coldkey, { hotkey }) => registerNetwork(execution, coldkey, hotkey)),
  register_network_with_identity: bySigner((execution, coldkey, { hotkey, identity }) =>
    registerNetwork(execution, coldkey, hotkey, identity),
  ),
  start_call: (execution, origin, { netuid }) => startCall(execution, origin, netuid),
  update_symbol: (execution, origin, { netuid, symbol }) => updateSymbol(execution, origin, netuid, symbol),
  set_subnet_identity: bySigner(setSubnetIdentity),
  set_identity: bySigner(setIdentity),
  // The coldkey that it names is not looked at.
  dissolve_network: (execution, origin, { netuid }) =>
    origin.type === 'root' ? dissolveNetwork(execution, netuid) : BAD_ORIGIN,
  root_dissolve_network: (execution, origin, { netuid }) =>
    origin.type === 'root' ? dissolveNetwork(execution, netuid) : BAD_ORIGIN,
};
