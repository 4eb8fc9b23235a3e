/** Stake: putting TAO in, taking it out, moving it between hotkeys, subnets and coldkeys. */
import type { Handlers } from '../../handlers.ts';
import { addStakeCall, addStakeLimitCall } from './add-stake.ts';
import { addStakeBurnCall, burnAlphaCall, recycleAlphaCall } from './destroy-alpha.ts';
import { moveStakeCall, swapStakeCall, swapStakeLimitCall, transferStakeCall } from './move-calls.ts';
import { removeStakeCall, removeStakeFullLimitCall, removeStakeLimitCall } from './remove-stake.ts';
import { unstakeAllAlphaCall, unstakeAllCall } from './unstake-all.ts';

export { alphaFeePosition, canPayInAlpha, payFeeInAlpha } from './alpha-fee.ts';
export { clearSmallNomination } from './small-nomination.ts';
export type { Position, Staked } from './stake-in.ts';
export { stakeIn } from './stake-in.ts';
export { stakeOut, type Unstaked } from './stake-out.ts';

export const stakingCalls: Handlers<'SubtensorModule'> = {
  add_stake: addStakeCall,
  add_stake_limit: addStakeLimitCall,
  add_stake_burn: addStakeBurnCall,
  remove_stake: removeStakeCall,
  remove_stake_limit: removeStakeLimitCall,
  remove_stake_full_limit: removeStakeFullLimitCall,
  unstake_all: unstakeAllCall,
  unstake_all_alpha: unstakeAllAlphaCall,
  move_stake: moveStakeCall,
  swap_stake: swapStakeCall,
  swap_stake_limit: swapStakeLimitCall,
  transfer_stake: transferStakeCall,
  recycle_alpha: recycleAlphaCall,
  burn_alpha: burnAlphaCall,
};
