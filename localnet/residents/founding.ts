/**
 * The founding: what the chain's first block writes before it does anything else, so that there is an economy to run.
 *
 *   cast ─▶ subnets, pools, neurons, stake shares, accounts, the beacon's key ─▶ entries of the state
 *
 * Every rao is accounted for (spec economy §1): the TAO of a subnet's pool, or of root's stake, stands on the subnet's own
 * account; the sum of all accounts is `Balances.TotalIssuance` and `SubtensorModule.TotalIssuance`; the alpha that people
 * hold is `SubnetAlphaOut`. Pure: the same cast and options are the same entries.
 */
import type { Bytes } from '../../src/chain/bytes.ts';
import { constants, storage } from '../../src/chain/schema/index.ts';
import { State } from '../state.ts';
import { STAKE_THRESHOLD_RAO } from './cast.ts';
import { foundAccounts } from './founding-accounts.ts';
import { foundStakes } from './founding-stakes.ts';
import { foundMember, foundSubnet } from './founding-subnet.ts';
import type { Cast } from './types.ts';

const { Drand, SubtensorModule: subtensor } = storage;
const ROOT = 0;
/** Seats on root, as on finney. */
const ROOT_MAX_UIDS = 64;

export interface FoundingOptions {
  /** Issuance to begin with, for a halving that is near; what nobody holds of it stands on the treasury. Rao. */
  readonly issuanceRao?: bigint | undefined;
  /** Tempos of `FAST_TEMPO_BLOCKS` everywhere. */
  readonly fastEpochs?: boolean | undefined;
  /** Whose pulses open time-locked data. Left out: drand's quicknet, which no localnet hears. */
  readonly beacon?: typeof Drand.BeaconConfig.absent | undefined;
}

/** Entries that an empty state gets, in no particular order. @throws LocalnetError `localnet/bad-issuance` */
export function foundingEntries(cast: Cast, options: FoundingOptions = {}): (readonly [Bytes, Bytes])[] {
  const { issuanceRao, fastEpochs = false, beacon } = options;
  const state = new State({ get: () => undefined, entries: () => [] });
  foundParameters(state, cast);
  foundRoot(state, cast);
  for (const subnet of cast.subnets) foundSubnet(state, subnet, fastEpochs);
  foundStakes(state, cast);
  foundAccounts(state, cast, issuanceRao);
  if (beacon) state.put(Drand.BeaconConfig, beacon);
  return state.changes().flatMap(([key, value]) => (value ? [[key, value] as const] : []));
}

function foundParameters(state: State, { subnets, takes }: Cast): void {
  state.put(subtensor.TotalNetworks, subnets.length + 1);
  state.put(subtensor.StakeThreshold, STAKE_THRESHOLD_RAO);
  for (const { hotkey, take } of takes) state.put(subtensor.Delegates, hotkey, take);
}

/** Root has members and no epoch. Whoever is on it has an entry among the delegates. */
function foundRoot(state: State, { root }: Cast): void {
  state.put(subtensor.NetworksAdded, ROOT, true);
  state.put(subtensor.MaxAllowedUids, ROOT, ROOT_MAX_UIDS);
  state.put(subtensor.SubnetworkN, ROOT, root.length);
  state.put(subtensor.SubtokenEnabled, ROOT, true);
  root.forEach(({ hotkey, coldkey }, uid) => {
    foundMember(state, ROOT, uid, hotkey, coldkey);
    if (!state.has(subtensor.Delegates, hotkey)) {
      state.put(subtensor.Delegates, hotkey, constants.SubtensorModule.InitialDefaultDelegateTake.value);
    }
  });
}
