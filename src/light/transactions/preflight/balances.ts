/** Moving TAO (Substrate's `pallet_balances`). Refusals are token errors; the pool asks nothing but the fee. */
import { equalBytes } from '../../../chain/bytes.ts';
import type { ReadPlan } from '../../../chain/economy/index.ts';
import { checkTransfer, read, readAll, spendableRao, usableRao } from '../../../chain/economy/index.ts';
import { storage } from '../../../chain/schema/index.ts';
import type { Areas, Arguments, CallContext, Refusal } from './area.ts';

type Address = Arguments<'Balances', 'transfer_keep_alive'>['dest'];

function* transfer(
  dest: Address,
  amountRao: bigint,
  keepAlive: boolean,
  at: CallContext,
): ReadPlan<Refusal | undefined> {
  // Accounts are named by their ids on this chain; an index or an address of another kind belongs to nobody.
  if (dest.type !== 'Id') return { error: { pallet: 'DispatchError', name: 'CannotLookup' } };
  const [receiver] = yield* readAll([read(storage.System.Account, dest.value[0])]);
  const error = checkTransfer({
    from: at.account,
    receiverRao: receiver.data.free,
    amountRao,
    keepAlive,
    toItself: equalBytes(dest.value[0], at.signer),
  });
  if (!error) return undefined;
  return { error: { pallet: error === 'Overflow' ? 'Arithmetic' : 'Token', name: error } };
}

export const balancesAreas: Areas<'Balances'> = {
  transfer_keep_alive: {
    check: 'transfer',
    restsOnFee: true,
    dispatch: ({ dest, value }, at) => transfer(dest, value, true, at),
  },
  transfer_allow_death: {
    check: 'transfer',
    restsOnFee: true,
    dispatch: ({ dest, value }, at) => transfer(dest, value, false, at),
  },
  transfer_all: {
    check: 'transfer',
    restsOnFee: true,
    dispatch: ({ dest, keep_alive: keepAlive }, at) =>
      transfer(dest, keepAlive ? spendableRao(at.account) : usableRao(at.account), keepAlive, at),
  },
};
