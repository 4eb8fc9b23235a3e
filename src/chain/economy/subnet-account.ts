/**
 * Accounts that belong to pallets: "modl", the pallet's id, what is more particular, zero padded to 32 bytes.
 *
 * A subnet's account holds its TAO; nobody has its key, and no hotkey may be one.
 */
import type { Bytes } from '../bytes.ts';
import { concatBytes, equalBytes, utf8 } from '../bytes.ts';
import { decode, encode, u16 } from '../scale/index.ts';
import { constants } from '../schema/index.ts';

const ACCOUNT_BYTES = 32;
/** Where the netuid stands: behind "modl" and the eight bytes of the pallet's id. */
const NETUID_OFFSET = 12;
const NETUID_BYTES = 2;

export function palletAccount(palletId: Uint8Array, sub: Uint8Array = new Uint8Array()): Bytes {
  const account = new Uint8Array(ACCOUNT_BYTES);
  account.set(concatBytes(utf8('modl'), palletId, sub));
  return account;
}

/** Where a subnet's TAO stands. */
export const subnetAccount = (netuid: number): Bytes =>
  palletAccount(constants.SubtensorModule.SubtensorPalletId.value, encode(u16, netuid));

/** True for an account in which some subnet's TAO stands or could stand. */
export function isSubnetAccount(account: Bytes): boolean {
  const netuid = decode(u16, account.subarray(NETUID_OFFSET, NETUID_OFFSET + NETUID_BYTES));
  return equalBytes(account, subnetAccount(netuid));
}
