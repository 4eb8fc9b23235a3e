/**
 * Dissolving a subnet (spec economy §4.4): its TAO goes to whoever holds its alpha, then it is forgotten.
 *
 *   SubnetTAO ─┬─▶ coldkeys of stakers, by the alpha that their shares are worth          largest remainder
 *              └─▶ the protocol, by its own alpha (and the pool's) ─▶ recycled, with whatever else is on the account
 *
 * Nothing of the lock is paid back, but to owners of subnets from before `NetworkRegistrationStartBlock`.
 */
import type { Bytes } from '../../../../src/chain/bytes.ts';
import { dissolveShares } from '../../../../src/chain/economy/index.ts';
import { larger, U64F64, U96F32 } from '../../../../src/chain/fixed/index.ts';
import { storage } from '../../../../src/chain/schema/index.ts';
import type { State } from '../../../state.ts';
import { freeBalance, transfer } from '../../balances.ts';
import type { BlockExecution, Outcome } from '../../block-execution.ts';
import { emit } from '../../block-execution.ts';
import { fail } from '../../module-error.ts';
import { nominatorsOf, ROOT, stakeOf } from '../ledger.ts';
import { alphaPrice } from '../staking/stake-facts.ts';
import { recycleTao, subnetAccount } from '../treasury.ts';
import { eraseNetwork } from './erase-network.ts';

const subtensor = storage.SubtensorModule;
const OWNER_CUT_WHOLE = 65_535n;
const POINT_SHIFT = U64F64.fractionBits - U96F32.fractionBits;

/** Pays everybody out and deletes the subnet. Root cannot be dissolved. */
export function dissolveNetwork(execution: BlockExecution, netuid: number): Outcome {
  const { state } = execution;
  if (netuid === ROOT || !state.get(subtensor.NetworksAdded, netuid)) return fail('SubnetNotExists');
  const refundRao = legacyRefund(state, netuid);
  payHolders(execution, netuid);
  payOut(execution, netuid, state.get(subtensor.SubnetOwner, netuid), refundRao);
  recycleTao(execution, subnetAccount(netuid), freeBalance(state, subnetAccount(netuid)));

  const potRao = state.get(subtensor.SubnetTAO, netuid);
  state.change(subtensor.TotalStake, (stake) => larger(stake - potRao, 0n));
  eraseNetwork(state, netuid);
  state.change(subtensor.TotalNetworks, (count) => count - 1);
  emit(execution, 'SubtensorModule', 'NetworkRemoved', [netuid]);
  return undefined;
}

function payHolders(execution: BlockExecution, netuid: number): void {
  const { state } = execution;
  const holders = holdersOf(state, netuid);
  const weights = [...holders.map(({ alphaRao }) => alphaRao), protocolAlpha(state, netuid)];
  const shares = dissolveShares(state.get(subtensor.SubnetTAO, netuid), weights);
  // The last share is the protocol's and stays where it is.
  holders.forEach(({ coldkey }, i) => {
    payOut(execution, netuid, coldkey, shares[i]!);
  });
}

/** QUIRK: an amount that cannot make an account is not paid; it stays on the subnet's account and is recycled. */
function payOut(execution: BlockExecution, netuid: number, to: Bytes, rao: bigint): void {
  if (rao > 0n) transfer(execution, subnetAccount(netuid), to, rao, 'allow-death');
}

interface Holder {
  readonly coldkey: Bytes;
  readonly alphaRao: bigint;
}

function holdersOf(state: State, netuid: number): Holder[] {
  const hotkeys = state.keysOf(subtensor.TotalHotkeyAlpha).flatMap(([hotkey, of]) => (of === netuid ? [hotkey] : []));
  return hotkeys.flatMap((hotkey) =>
    nominatorsOf(state, hotkey, netuid).map((coldkey) => ({
      coldkey,
      alphaRao: stakeOf(state, hotkey, coldkey, netuid),
    })),
  );
}

function protocolAlpha(state: State, netuid: number): bigint {
  const own = state.get(subtensor.SubnetProtocolAlpha, netuid);
  const isYoung = state.get(subtensor.NetworkRegisteredAt, netuid) > state.get(subtensor.TaoInRefundDeploymentBlock);
  return isYoung ? own + state.get(subtensor.SubnetAlphaIn, netuid) : own;
}

/** Lock less the value of the emission that the owner has had; 0 for subnets that are not legacy. */
function legacyRefund(state: State, netuid: number): bigint {
  const startBlock = state.get(subtensor.NetworkRegistrationStartBlock);
  if (state.get(subtensor.NetworkRegisteredAt, netuid) >= startBlock) return 0n;
  const issuance = state.get(subtensor.SubnetAlphaIn, netuid) + state.get(subtensor.SubnetAlphaOut, netuid);
  const cut = U96F32.div(
    U96F32.fromInteger(BigInt(state.get(subtensor.SubnetOwnerCut))),
    U96F32.fromInteger(OWNER_CUT_WHOLE),
  );
  const alphaRao = U96F32.floor(U96F32.mul(U96F32.fromInteger(issuance), cut));
  const price = alphaPrice(state, netuid) >> POINT_SHIFT;
  const valueRao = U96F32.floor(U96F32.mul(U96F32.fromInteger(alphaRao), price));
  return larger(state.get(subtensor.SubnetLocked, netuid) - valueRao, 0n);
}
