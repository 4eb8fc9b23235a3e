/**
 * Alpha that its holder gives up (spec economy §14).
 *
 *   recycle_alpha     leaves the supply: SubnetAlphaOut falls, the emission curve of the subnet moves back
 *   burn_alpha        stays in the supply and belongs to nobody
 *   add_stake_burn    buys alpha with TAO and burns it at once: how an owner buys back
 *
 * Both take at most what is owned, and locked alpha cannot be given up.
 */
import type { Bytes } from '../../../../src/chain/bytes.ts';
import { smaller } from '../../../../src/chain/fixed/index.ts';
import { storage } from '../../../../src/chain/schema/index.ts';
import type { BlockExecution, Outcome } from '../../block-execution.ts';
import { BAD_ORIGIN, emit, signerOf } from '../../block-execution.ts';
import type { Arguments, Handler } from '../../handlers.ts';
import { fail } from '../../module-error.ts';
import { recycleAlpha } from '../distribution/recycle.ts';
import { ROOT, stakeOf, take } from '../ledger.ts';
import { stakeAvailability } from '../locks/index.ts';
import { ownerOf } from '../owner/authority.ts';
import { hotkeyExists } from '../registration/hotkeys.ts';
import { addStake } from './add-stake.ts';
import type { Position } from './stake-in.ts';

const subtensor = storage.SubtensorModule;

/** Takes up to `alphaRao` from the position and reports it. */
function giveUp(
  execution: BlockExecution,
  { coldkey, hotkey, netuid }: Position,
  alphaRao: bigint,
  event: 'AlphaRecycled' | 'AlphaBurned',
): Outcome {
  const { state, number } = execution;
  if (!state.get(subtensor.NetworksAdded, netuid)) return fail('SubnetNotExists');
  if (netuid === ROOT) return fail('CannotBurnOrRecycleOnRootSubnet');
  if (!state.get(subtensor.SubtokenEnabled, netuid)) return fail('SubtokenDisabled');
  if (!hotkeyExists(state, hotkey)) return fail('HotKeyAccountNotExists');
  const amount = smaller(alphaRao, stakeOf(state, hotkey, coldkey, netuid));
  if (amount > state.get(subtensor.SubnetAlphaOut, netuid)) return fail('InsufficientLiquidity');
  const { available } = stakeAvailability(state, coldkey, netuid, BigInt(number));
  if (amount > available) return fail('StakeUnavailable');
  take(state, hotkey, coldkey, netuid, amount);
  if (event === 'AlphaRecycled') recycleAlpha(state, netuid, amount);
  emit(execution, 'SubtensorModule', event, [coldkey, hotkey, amount, netuid]);
  return undefined;
}

const giveUpFor = (
  execution: BlockExecution,
  coldkey: Bytes | undefined,
  { hotkey, netuid, amount }: Arguments<'SubtensorModule', 'burn_alpha'>,
  event: 'AlphaRecycled' | 'AlphaBurned',
): Outcome => (coldkey ? giveUp(execution, { coldkey, hotkey, netuid }, amount, event) : BAD_ORIGIN);

export const recycleAlphaCall: Handler<Arguments<'SubtensorModule', 'recycle_alpha'>> = (execution, origin, args) =>
  giveUpFor(execution, signerOf(origin), args, 'AlphaRecycled');

export const burnAlphaCall: Handler<Arguments<'SubtensorModule', 'burn_alpha'>> = (execution, origin, args) =>
  giveUpFor(execution, signerOf(origin), args, 'AlphaBurned');

/**
 * UNKNOWN: who may and how often; the spec names only the error, and the rate limit's key, which is the subnet alone. Here the
 * owner of the subnet, once per tempo, as in earlier releases.
 */
export const addStakeBurnCall: Handler<Arguments<'SubtensorModule', 'add_stake_burn'>> = (execution, origin, args) => {
  const { hotkey, netuid, amount, limit: limitRao } = args;
  const { state, number } = execution;
  const coldkey = ownerOf(state, origin, netuid);
  if (!coldkey) return BAD_ORIGIN;
  const record = { type: 'AddStakeBurn', value: [netuid] } as const;
  const last = state.get(subtensor.LastRateLimitedBlock, record);
  const pause = BigInt(state.get(subtensor.Tempo, netuid));
  if (last !== 0n && BigInt(number) - last < pause) return fail('AddStakeBurnRateLimitExceeded');

  const position = { coldkey, hotkey, netuid };
  const limit = limitRao === undefined ? undefined : { limitRao, allowPartial: false };
  const staked = addStake(execution, position, amount, limit);
  if (!staked.ok) return staked.error;
  const { alphaRao: alpha } = staked;
  const error = giveUp(execution, position, alpha, 'AlphaBurned');
  if (error) return error;
  state.put(subtensor.LastRateLimitedBlock, record, BigInt(number));
  emit(execution, 'SubtensorModule', 'AddStakeBurn', { netuid, hotkey, amount, alpha });
  return undefined;
};
