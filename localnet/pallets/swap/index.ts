/**
 * Parameters of the pools (spec economy §6): the fee, set by root. Liquidity of users is a thing of the past; its calls
 * always fail.
 */
import { constants, storage } from '../../../src/chain/schema/index.ts';
import { BAD_ORIGIN, emit } from '../block-execution.ts';
import type { Handlers } from '../handlers.ts';
import { moduleError } from '../module-error.ts';

/** Parts of 65535. */
const MAX_FEE_RATE = constants.Swap.MaxFeeRate.value;

const deprecated = () => moduleError('Swap', 'Deprecated');

export const swapCalls: Handlers<'Swap'> = {
  set_fee_rate: (execution, origin, { netuid, rate }) => {
    const { state } = execution;
    if (origin.type !== 'root') return BAD_ORIGIN;
    if (!state.get(storage.SubtensorModule.NetworksAdded, netuid)) return moduleError('Swap', 'MechanismDoesNotExist');
    if (rate > MAX_FEE_RATE) return moduleError('Swap', 'FeeRateTooHigh');
    state.put(storage.Swap.FeeRate, netuid, rate);
    emit(execution, 'Swap', 'FeeRateSet', { netuid, rate });
    return undefined;
  },
  add_liquidity: deprecated,
  remove_liquidity: deprecated,
  modify_position: deprecated,
  toggle_user_liquidity: deprecated,
  disable_lp: deprecated,
};
