/**
 * Who holds which stake when the chain begins: shares of the hotkeys' pools, as every later stake would leave them
 * (spec economy §13). The owner of a hotkey holds what its nominators do not.
 */
import { toHex } from '../../src/chain/bytes.ts';
import { storage } from '../../src/chain/schema/index.ts';
import { give } from '../pallets/subtensor/ledger.ts';
import type { State } from '../state.ts';
import type { Cast, Nomination } from './types.ts';

const { SubtensorModule: subtensor } = storage;
const ROOT = 0;

/** @throws RangeError if nominators hold more than there is on a hotkey. */
export function foundStakes(state: State, { root, subnets, nominations }: Cast): void {
  const nominated = byHotkey(nominations);
  const stakes = [
    ...root.map(({ hotkey, coldkey, stakeRao }) => ({ netuid: ROOT, hotkey, coldkey, rao: stakeRao })),
    ...subnets.flatMap(({ netuid, neurons }) =>
      neurons.map(({ hotkey, coldkey, alphaRao }) => ({ netuid, hotkey, coldkey, rao: alphaRao })),
    ),
  ];
  const totals = new Map<number, bigint>();
  for (const { netuid, hotkey, coldkey, rao } of stakes) {
    const others = nominated.get(nameOf({ netuid, hotkey })) ?? [];
    const own = others.reduce((left, nomination) => left - nomination.rao, rao);
    if (own < 0n) throw new RangeError(`${toHex(hotkey)} has ${rao} rao in subnet ${netuid}, its nominators have more`);
    give(state, hotkey, coldkey, netuid, own);
    for (const nomination of others) give(state, hotkey, nomination.coldkey, netuid, nomination.rao);
    totals.set(netuid, (totals.get(netuid) ?? 0n) + rao);
  }
  for (const [netuid, rao] of totals) state.put(subtensor.SubnetAlphaOut, netuid, rao);
  const onRoot = totals.get(ROOT) ?? 0n;
  state.put(subtensor.SubnetTAO, ROOT, onRoot);
  state.change(subtensor.TotalStake, (stake) => stake + onRoot);
}

const nameOf = ({ netuid, hotkey }: Pick<Nomination, 'netuid' | 'hotkey'>): string => `${netuid}/${toHex(hotkey)}`;

function byHotkey(nominations: readonly Nomination[]): ReadonlyMap<string, readonly Nomination[]> {
  const found = new Map<string, Nomination[]>();
  for (const nomination of nominations) {
    const name = nameOf(nomination);
    found.set(name, [...(found.get(name) ?? []), nomination]);
  }
  return found;
}
