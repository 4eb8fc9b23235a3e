/**
 * The hotkey that stands for the owner of a subnet; once a week, whoever asks.
 *
 * Two calls do the same. The hotkey need not exist; only accounts of subnets are refused.
 */
import type { Bytes } from '../../../src/chain/bytes.ts';
import { isSubnetAccount, OWNER_HOTKEY_LIMIT_BLOCKS, passesRateLimit } from '../../../src/chain/economy/index.ts';
import { storage } from '../../../src/chain/schema/index.ts';
import type { BlockExecution, Origin, Outcome } from '../block-execution.ts';
import { BAD_ORIGIN, emit } from '../block-execution.ts';
import type { Handlers } from '../handlers.ts';
import { fail } from '../module-error.ts';
import { ownerOf } from '../subtensor/owner/index.ts';

const subtensor = storage.SubtensorModule;

interface NewHotkey {
  readonly netuid: number;
  readonly hotkey: Bytes;
}

function setOwnerHotkey(execution: BlockExecution, origin: Origin, { netuid, hotkey }: NewHotkey): Outcome {
  const { state, number } = execution;
  if (origin.type !== 'root' && !ownerOf(state, origin, netuid)) return BAD_ORIGIN;
  if (!state.get(subtensor.NetworksAdded, netuid)) return fail('SubnetNotExists');
  const key = { type: 'SetSNOwnerHotkey', value: [netuid] } as const;
  const block = BigInt(number);
  if (!passesRateLimit(state.get(subtensor.LastRateLimitedBlock, key), block, OWNER_HOTKEY_LIMIT_BLOCKS)) {
    return fail('TxRateLimitExceeded');
  }
  if (isSubnetAccount(hotkey)) return fail('CannotUseSystemAccount');
  state.put(subtensor.LastRateLimitedBlock, key, block);
  state.put(subtensor.SubnetOwnerHotkey, netuid, hotkey);
  emit(execution, 'SubtensorModule', 'SubnetOwnerHotkeySet', [netuid, hotkey]);
  return undefined;
}

export const ownerHotkeyCalls: Handlers<'AdminUtils'> = {
  sudo_set_subnet_owner_hotkey: setOwnerHotkey,
  sudo_set_sn_owner_hotkey: setOwnerHotkey,
};
