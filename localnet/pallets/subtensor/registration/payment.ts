/**
 * What the Subtensor pallet takes from a coldkey for a registration, a subnet or a swap of keys.
 *
 * QUIRK: it asks whether the whole balance covers the price, but never closes the account: where little is left it takes
 * up to an existential deposit less (spec economy §4.1).
 */
import type { Bytes } from '../../../../src/chain/bytes.ts';
import { smaller } from '../../../../src/chain/fixed/index.ts';
import type { State } from '../../../state.ts';
import { spendableBalance, usableBalance } from '../../balances.ts';

/** Whether `who` passes for being able to pay `rao`. */
export const affords = (state: State, who: Bytes, rao: bigint): boolean => usableBalance(state, who) >= rao;

/** The rao that are taken of a price that `who` affords. */
export const payableRao = (state: State, who: Bytes, rao: bigint): bigint => smaller(rao, spendableBalance(state, who));
