/**
 * What may happen to the epochs of a small world, at random: weights set, committed and shown, in time and too late;
 * children; keys swapped; neurons and subnets replaced; parameters changed; epochs triggered and skipped.
 *
 * Weights are locked to rounds whose pulses are there early, so that many open in the very block of an epoch.
 */
import fc from 'fast-check';
import type { Bytes } from '../src/chain/bytes.ts';
import { storageIndex } from '../src/chain/economy/index.ts';
import type { InnerCall, RuntimeCall } from '../src/chain/schema/index.ts';
import { storage } from '../src/chain/schema/index.ts';
import { beaconFromSeed, encodePayload, encryptToRound, signRound } from '../src/chain/timelock/index.ts';
import { weightsCommitHash } from '../src/chain/weights/index.ts';
import type { BlockExecution, Origin } from './pallets/block-execution.ts';
import { anyHandledCall } from './pallets/calls.arbitrary.ts';
import { dispatch } from './pallets/dispatch.ts';
import {
  account,
  addNetwork,
  addNeuron,
  endow,
  ROOT_ORIGIN,
  signed,
  stakeFromNowhere,
  TAO,
  testBlock,
} from './pallets/execution.fixture.ts';
import type { Arguments, PalletName } from './pallets/handlers.ts';

const { SubtensorModule: subtensor, Drand } = storage;
const NAMES = ['ann', 'ben', 'cleo', 'dan', 'eve', 'finn'] as const;
const PEOPLE = NAMES.map(account);
const HOTKEYS = NAMES.map((name) => account(`${name}/hotkey`));
/** Not registered at the beginning; hotkey i is for the coldkey i to register, or to swap one for. */
const SPARE = NAMES.map((name) => account(`${name}/spare`));
const KEYS = [...HOTKEYS, ...SPARE];
const NETUIDS = [1, 2, 3];
/** Hotkeys cannot be swapped in single subnets of a chain that is younger than the interval between two such swaps. */
const FIRST_BLOCK = 10_000;
const BEACON = beaconFromSeed(new Uint8Array(32).fill(5));
/** The first has its pulse from the beginning, the last one never gets any. */
const ROUNDS = [1n, 2n, 3n, 4n];
const SECRETS = { K: new Uint8Array(32).fill(1), sigma: new Uint8Array(32).fill(2), nonce: new Uint8Array(12) };

/** Weights good and bad: for all, for oneself, for a uid twice, for one that nobody has, for nobody. */
const ROWS = [[0, 1, 2, 3, 4, 5], [0], [1], [3, 3], [9], []] as const;
const CONTENTS = ROWS.map((uids, i) => ({ uids, values: uids.map((uid) => 1 + uid * 7 + i), versionKey: 2n }));

/** Does something in a block; returns the block to go on with. */
export type Act = (block: BlockExecution) => BlockExecution;

type Name<P extends PalletName> = Extract<RuntimeCall, { readonly type: P }>['value'][0]['type'];
const bySomeone =
  <P extends PalletName>(pallet: P) =>
  <N extends Name<P>>(origin: Origin, type: N, value: Arguments<P, N>): Act =>
  (block) => {
    dispatch(block, origin, { type: pallet, value: [{ type, value }] } as unknown as InnerCall);
    return block;
  };
const subtensorCall = bySomeone('SubtensorModule');
const byRoot = <N extends Name<'AdminUtils'>>(type: N, value: Arguments<'AdminUtils', N>): Act =>
  bySomeone('AdminUtils')(ROOT_ORIGIN, type, value);
const bySigner = <N extends Name<'SubtensorModule'>>(
  who: Bytes,
  type: N,
  value: Arguments<'SubtensorModule', N>,
): Act => subtensorCall(signed(who), type, value);

const byOwner =
  (type: 'trigger_epoch' | 'start_call', at: number): Act =>
  (block) =>
    bySigner(block.state.get(subtensor.SubnetOwner, at), type, { netuid: at })(block);

const locked = new Map<string, Bytes>();
/** Content `i` locked to a round, in the name of hotkey `k`; encrypted once. */
function ciphertext(k: number, i: number, round: bigint): Bytes {
  const key = `${k} ${i} ${round}`;
  const known = locked.get(key);
  if (known) return known;
  const bytes = encryptToRound(BEACON, round, encodePayload({ hotkey: KEYS[k]!, ...CONTENTS[i]! }), SECRETS);
  locked.set(key, bytes);
  return bytes;
}

const signatures = new Map(ROUNDS.map((round) => [round, signRound(BEACON.secretKey, round)]));
const putPulse = ({ state }: BlockExecution, round: bigint): void => {
  const signature = signatures.get(round)!;
  state.put(Drand.Pulses, round, { round, randomness: new Uint8Array(32), signature });
};

const netuid = fc.constantFrom(...NETUIDS);
const person = fc.nat(PEOPLE.length - 1);
const key = fc.nat(KEYS.length - 1);
const mecid = fc.nat(2);
const content = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(0, 1, 2) }, fc.nat(ROWS.length - 1));

const commitTimelocked = fc
  .record({ k: key, copied: fc.nat(7), i: content, round: fc.constantFrom(1n, 1n, ...ROUNDS), netuid, mecid })
  .map(({ k, copied, i, round, ...place }) =>
    bySigner(KEYS[k]!, 'commit_timelocked_mechanism_weights', {
      ...place,
      // Now and then somebody else's message.
      commit: ciphertext(copied === 0 ? 0 : k, i, round),
      reveal_round: round,
      commit_reveal_version: 4,
    }),
  );
/** Commits, and is gone before they open. */
const commitAndLeave = fc.record({ p: person, netuid }).map(({ p, netuid: at }): Act => {
  const [from, to] = [HOTKEYS[p]!, SPARE[p]!];
  const commit = { netuid: at, mecid: 0, commit: ciphertext(p, 0, 1n), reveal_round: 1n, commit_reveal_version: 4 };
  const leave = bySigner(PEOPLE[p]!, 'swap_hotkey', { hotkey: from, new_hotkey: to, netuid: at });
  return (block) => leave(bySigner(from, 'commit_timelocked_mechanism_weights', commit)(block));
});
const pulse = fc.constantFrom(2n, 3n).map(
  (round): Act =>
    (block) => {
      putPulse(block, round);
      return block;
    },
);
const directWeights = fc.record({ k: key, i: content, netuid, mecid }).map(({ k, i, ...place }) => {
  const { uids, values, versionKey } = CONTENTS[i]!;
  return bySigner(KEYS[k]!, 'set_mechanism_weights', {
    ...place,
    dests: uids,
    weights: values,
    version_key: versionKey,
  });
});
const hashWeights = fc
  .record({ k: key, i: content, netuid, mecid, reveal: fc.boolean() })
  .map(({ k, i, reveal, ...place }) => {
    const { versionKey, ...shown } = { ...CONTENTS[i]!, salt: [1] };
    if (reveal) return bySigner(KEYS[k]!, 'reveal_mechanism_weights', { ...place, ...shown, version_key: versionKey });
    const index = storageIndex(place.netuid, place.mecid);
    const commit_hash = weightsCommitHash({ hotkey: KEYS[k]!, storageIndex: index, versionKey, ...shown });
    return bySigner(KEYS[k]!, 'commit_mechanism_weights', { ...place, commit_hash });
  });
const keysAndNeurons = fc
  .record({ p: person, spare: fc.boolean(), everywhere: fc.boolean(), netuid, child: key, half: fc.boolean() })
  .chain(({ p, spare, everywhere, netuid: at, child, half }) => {
    const [from, to] = spare ? [HOTKEYS[p]!, SPARE[p]!] : [SPARE[p]!, HOTKEYS[p]!];
    const coldkey = PEOPLE[p]!;
    const proportion = half ? 1n << 63n : (1n << 64n) - 1n;
    const register = bySigner(coldkey, 'burned_register', { netuid: at, hotkey: from });
    const only = everywhere ? undefined : at;
    const swapHotkey = bySigner(coldkey, 'swap_hotkey', { hotkey: from, new_hotkey: to, netuid: only });
    const children = [[proportion, KEYS[child]!]] as const;
    const lend = bySigner(coldkey, 'set_children', { hotkey: from, netuid: at, children });
    const create = bySigner(coldkey, 'register_network', { hotkey: to });
    const swapColdkey = subtensorCall(ROOT_ORIGIN, 'swap_coldkey', {
      old_coldkey: coldkey,
      new_coldkey: account(`${NAMES[p]}/new`),
      swap_cost: 0n,
    });
    return fc.constantFrom(register, register, register, swapHotkey, swapHotkey, lend, lend, create, swapColdkey);
  });
const clock = fc
  .record({ netuid, tempo: fc.integer({ min: 1, max: 6 }) })
  .chain(({ netuid: at, tempo }) =>
    fc.constantFrom<Act>(
      byRoot('sudo_set_tempo', { netuid: at, tempo }),
      byRoot('sudo_set_max_epochs_per_block', { max_epochs_per_block: 1 + (tempo % 3) }),
      byOwner('trigger_epoch', at),
      byOwner('start_call', at),
    ),
  );
const commitReveal = fc
  .record({ netuid, enabled: fc.boolean() })
  .map((args) => byRoot('sudo_set_commit_reveal_weights_enabled', args));
const parameters = fc.record({ netuid, on: fc.boolean(), few: fc.integer({ min: 1, max: 3 }) }).chain((with_) => {
  const { netuid: at, on, few } = with_;
  return fc.constantFrom<Act>(
    byRoot('sudo_set_commit_reveal_weights_interval', { netuid: at, interval: BigInt(few) }),
    byRoot('sudo_set_mechanism_count', { netuid: at, mechanism_count: few }),
    byRoot('sudo_set_weights_version_key', { netuid: at, weights_version_key: BigInt(few) }),
    byRoot('sudo_set_weights_set_rate_limit', { netuid: at, weights_set_rate_limit: BigInt(2 * few - 2) }),
    byRoot('sudo_set_stake_threshold', { min_stake: on ? 0n : 250n * TAO }),
    byRoot('sudo_set_subnet_emission_enabled', { netuid: at, enabled: on }),
    byRoot('sudo_trim_to_max_allowed_uids', { netuid: at, max_n: 3 + few }),
    subtensorCall(ROOT_ORIGIN, 'root_dissolve_network', { netuid: at }),
  );
});
/** A block on the state that a failed hotkey swap could leave: two uids with one hotkey. */
const doubled = (nextBlock: Act) =>
  netuid.map(
    (at): Act =>
      (block) => {
        const { state } = block;
        const last = state.get(subtensor.SubnetworkN, at) - 1;
        if (last < 1) return block;
        const own = state.get(subtensor.Keys, at, last);
        state.put(subtensor.Keys, at, last, state.get(subtensor.Keys, at, 0));
        const next = nextBlock(block);
        state.put(subtensor.Keys, at, last, own);
        return next;
      },
  );

/** What would stop the clock, or set a total by hand. */
const EXCEPT = [
  'AdminUtils.sudo_set_total_issuance',
  'AdminUtils.sudo_set_tempo',
  'AdminUtils.sudo_set_max_epochs_per_block',
  'AdminUtils.sudo_set_admin_freeze_window',
  'AdminUtils.sudo_set_stake_threshold',
  'Balances.force_adjust_total_issuance',
  'SafeMode.enter',
  'SafeMode.force_enter',
];
const anyCall = fc
  .record({
    origin: fc.oneof(fc.constantFrom(...PEOPLE, ...HOTKEYS).map(signed), fc.constant(ROOT_ORIGIN)),
    call: anyHandledCall({ accounts: [...PEOPLE, ...KEYS], netuids: [0, ...NETUIDS] }, EXCEPT),
  })
  .map(
    ({ origin, call: any }: { origin: Origin; call: RuntimeCall }): Act =>
      (block) => {
        dispatch(block, origin, any);
        return block;
      },
  );

/** A call, or `nextBlock`. */
export const anyAct = (nextBlock: Act): fc.Arbitrary<Act> =>
  fc.oneof(
    { weight: 30, arbitrary: fc.constant(nextBlock) },
    { weight: 25, arbitrary: commitTimelocked },
    { weight: 3, arbitrary: commitAndLeave },
    { weight: 4, arbitrary: pulse },
    { weight: 6, arbitrary: directWeights },
    { weight: 8, arbitrary: hashWeights },
    { weight: 8, arbitrary: keysAndNeurons },
    { weight: 3, arbitrary: clock },
    { weight: 5, arbitrary: commitReveal },
    { weight: 5, arbitrary: parameters },
    { weight: 1, arbitrary: doubled(nextBlock) },
    { weight: 10, arbitrary: anyCall },
  );

/** Root and three subnets of short tempo; everybody validates everywhere, stakes on root and on a neighbour. */
export function auditedWorld(): BlockExecution {
  const execution = testBlock(FIRST_BLOCK);
  const { state } = execution;
  state.put(subtensor.TxRateLimit, 0n);
  state.put(subtensor.NetworkRateLimit, 0n);
  state.put(subtensor.PendingChildKeyCooldown, 2n);
  state.put(subtensor.AdminFreezeWindow, 0);
  state.put(subtensor.MaxMechanismCount, 3);
  state.put(subtensor.NetworkMinLockCost, 10n * TAO);
  state.put(subtensor.MaxEpochsPerBlock, 1);
  putPulse(execution, ROUNDS[0]!);
  for (const who of PEOPLE) endow(execution, who, 50_000n * TAO);
  for (const at of [0, ...NETUIDS]) {
    addNetwork(execution, at, { tempo: 2 + at, owner: PEOPLE[at]!, ownerHotkey: HOTKEYS[at]! });
    state.put(subtensor.SubnetMovingPrice, at, 1n << 31n);
    state.put(subtensor.MaxAllowedUids, at, 6);
    state.put(subtensor.ImmunityPeriod, at, 2);
    state.put(subtensor.MinNonImmuneUids, at, 0);
    state.put(subtensor.MinAllowedUids, at, 2);
    state.put(subtensor.MinAllowedWeights, at, 1);
    state.put(subtensor.MechanismCountCurrent, at, at === 2 ? 2 : 1);
    state.put(subtensor.WeightsSetRateLimit, at, 0n);
    state.put(subtensor.SubnetEmissionEnabled, at, true);
    state.put(subtensor.SubnetEpochIndex, at, 2n);
    state.put(subtensor.LastEpochBlock, at, BigInt(FIRST_BLOCK - 1));
    HOTKEYS.forEach((hotkey, i) => {
      addNeuron(execution, at, hotkey, PEOPLE[i]!, BigInt(1 + i) * 100n * TAO);
      stakeFromNowhere(execution, hotkey, PEOPLE[(i + 1) % PEOPLE.length]!, at, 30n * TAO);
    });
    state.put(subtensor.ValidatorPermit, at, [true, true, true, true, true, false]);
  }
  return execution;
}
