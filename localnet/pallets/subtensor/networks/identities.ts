/**
 * What subnets and coldkeys say about themselves: free text, bounded in length (the pallet's `utils/identity.rs`).
 *
 * UNKNOWN: the bounds are not in the metadata; these are the pallet's of 2025, and the logo's is taken to be like the other
 * addresses' of a subnet.
 */
import type { Bytes } from '../../../../src/chain/bytes.ts';
import { equalBytes } from '../../../../src/chain/bytes.ts';
import type { SubnetIdentityV3 } from '../../../../src/chain/schema/index.ts';
import { storage } from '../../../../src/chain/schema/index.ts';
import type { BlockExecution, Outcome } from '../../block-execution.ts';
import { emit } from '../../block-execution.ts';
import type { Arguments } from '../../handlers.ts';
import { fail } from '../../module-error.ts';
import { isRegisteredAnywhere } from '../registration/hotkeys.ts';

const subtensor = storage.SubtensorModule;
export type ColdkeyIdentity = Arguments<'SubtensorModule', 'set_identity'>;

/** Most bytes of each field. */
const SUBNET_BYTES: Readonly<Record<keyof SubnetIdentityV3, number>> = {
  subnet_name: 256,
  github_repo: 1_024,
  subnet_contact: 1_024,
  subnet_url: 1_024,
  discord: 256,
  description: 1_024,
  logo_url: 1_024,
  additional: 1_024,
};
const COLDKEY_BYTES: Readonly<Record<keyof ColdkeyIdentity, number>> = {
  name: 256,
  url: 256,
  github_repo: 256,
  image: 1_024,
  discord: 256,
  description: 1_024,
  additional: 1_024,
};

export const isValidSubnetIdentity = (identity: SubnetIdentityV3): boolean => fits(identity, SUBNET_BYTES);

function fits<Field extends string>(
  identity: Readonly<Record<Field, Bytes>>,
  limits: Readonly<Record<Field, number>>,
): boolean {
  return Object.entries<number>(limits).every(([field, limit]) => identity[field as Field].length <= limit);
}

/** `set_subnet_identity`, for the owner. */
export function setSubnetIdentity(
  execution: BlockExecution,
  owner: Bytes,
  { netuid, ...identity }: Arguments<'SubtensorModule', 'set_subnet_identity'>,
): Outcome {
  const { state } = execution;
  if (!equalBytes(state.get(subtensor.SubnetOwner, netuid), owner)) return fail('NotSubnetOwner');
  if (!isValidSubnetIdentity(identity)) return fail('InvalidIdentity');
  state.put(subtensor.SubnetIdentitiesV3, netuid, identity);
  emit(execution, 'SubtensorModule', 'SubnetIdentitySet', [netuid]);
  return undefined;
}

/** `set_identity`, for a coldkey with a neuron in any subnet. */
export function setIdentity(execution: BlockExecution, coldkey: Bytes, identity: ColdkeyIdentity): Outcome {
  const { state } = execution;
  const hotkeys = state.get(subtensor.OwnedHotkeys, coldkey);
  if (!hotkeys.some((hotkey) => isRegisteredAnywhere(state, hotkey))) return fail('HotKeyNotRegisteredInNetwork');
  if (!fits(identity, COLDKEY_BYTES)) return fail('InvalidIdentity');
  state.put(subtensor.IdentitiesV2, coldkey, identity);
  emit(execution, 'SubtensorModule', 'ChainIdentitySet', [coldkey]);
  return undefined;
}
