/** What must add up in every state, to the rao. */
import { toHex } from '../../src/chain/bytes.ts';
import { storage } from '../../src/chain/schema/index.ts';
import type { State } from '../state.ts';
import { subnetAccount } from './subtensor/treasury.ts';

const { Balances, SubtensorModule: subtensor, System } = storage;
const ROOT = 0;

export interface Books {
  /** Balances.TotalIssuance less the sum of all accounts. */
  readonly currencyGap: bigint;
  /** By subnet: TAO on its account less what its pool counts. */
  readonly taoBesidePools: ReadonlyMap<number, bigint>;
  /** Root stake of all hotkeys less root's TAO. */
  readonly rootGap: bigint;
  /** By subnet: alpha outside the pool that is neither staked, pending, nor the protocol's. */
  readonly unassignedAlpha: ReadonlyMap<number, bigint>;
}

export function booksOf(state: State): Books {
  const accounts = state.entriesOf(System.Account);
  const currency = accounts.reduce((sum, [, { data }]) => sum + data.free + data.reserved, 0n);
  const free = new Map(accounts.map(([[account], { data }]) => [toHex(account), data.free]));
  const staked = new Map<number, bigint>();
  for (const [[, netuid], alpha] of state.entriesOf(subtensor.TotalHotkeyAlpha)) {
    staked.set(netuid, (staked.get(netuid) ?? 0n) + alpha);
  }
  const netuids = state.entriesOf(subtensor.NetworksAdded).flatMap(([[netuid], added]) => (added ? [netuid] : []));
  const taoOf = (netuid: number) => state.get(subtensor.SubnetTAO, netuid);
  const assigned = (netuid: number): bigint =>
    (staked.get(netuid) ?? 0n) +
    state.get(subtensor.SubnetProtocolAlpha, netuid) +
    state.get(subtensor.PendingServerEmission, netuid) +
    state.get(subtensor.PendingValidatorEmission, netuid) +
    state.get(subtensor.PendingRootAlphaDivs, netuid) +
    state.get(subtensor.PendingOwnerCut, netuid);
  return {
    currencyGap: state.get(Balances.TotalIssuance) - currency,
    taoBesidePools: new Map(netuids.map((n) => [n, (free.get(toHex(subnetAccount(n))) ?? 0n) - taoOf(n)])),
    rootGap: (staked.get(ROOT) ?? 0n) - taoOf(ROOT),
    unassignedAlpha: new Map(
      netuids.filter((n) => n !== ROOT).map((n) => [n, state.get(subtensor.SubnetAlphaOut, n) - assigned(n)]),
    ),
  };
}
