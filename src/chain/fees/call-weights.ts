/**
 * What calls weigh: picoseconds of reference time, by kind of work.
 *
 * UNKNOWN: the chain's own weights come from benchmarks that are not published with it. Ours follow the database accesses
 * of a kind of call (25 000 000 ps a read, 100 000 000 ps a write), so that fees are of the right order. Nothing but the
 * fee and the number of calls in a block depends on them.
 */

/** Refused before it does anything; also every call that this chain leaves out. */
export const REFUSED_REF_TIME = 10_000_000n;

interface Kind {
  readonly refTime: bigint;
  /** Calls by pallet; `all` of a pallet are those that no other kind names. */
  readonly calls: Readonly<Record<string, readonly string[] | 'all'>>;
}

const KINDS: readonly Kind[] = [
  { refTime: 135_000_000n, calls: { Timestamp: ['set'] } },
  { refTime: 2_000_000n, calls: { System: ['remark', 'remark_with_event'] } },
  // One or two accounts.
  { refTime: 175_000_000n, calls: { Balances: 'all' } },
  // A parameter, a switch, a name.
  {
    refTime: 250_000_000n,
    calls: {
      AdminUtils: 'all',
      Swap: 'all',
      SafeMode: 'all',
      Commitments: ['set_max_space'],
      Drand: ['set_beacon_config', 'set_oldest_stored_round'],
      SubtensorModule: 'all',
    },
  },
  // Pays a deposit, or gives one back.
  { refTime: 400_000_000n, calls: { Proxy: 'all', Multisig: 'all' } },
  // Hands a call on; what the call weighs is added.
  { refTime: 20_000_000n, calls: { Utility: 'all', Sudo: 'all' } },
  // A neuron's endpoint or what it publishes.
  {
    refTime: 300_000_000n,
    calls: { SubtensorModule: ['serve_axon', 'serve_axon_tls', 'serve_prometheus'], Commitments: ['set_commitment'] },
  },
  {
    refTime: 600_000_000n,
    calls: {
      SubtensorModule: [
        'commit_weights',
        'commit_mechanism_weights',
        'batch_commit_weights',
        'commit_crv3_mechanism_weights',
        'commit_timelocked_weights',
        'commit_timelocked_mechanism_weights',
        'lock_stake',
        'move_lock',
        'set_perpetual_lock',
        'announce_coldkey_swap',
      ],
    },
  },
  // A row of weights.
  {
    refTime: 15_000_000_000n,
    calls: {
      SubtensorModule: [
        'set_weights',
        'set_mechanism_weights',
        'batch_set_weights',
        'reveal_weights',
        'reveal_mechanism_weights',
        'batch_reveal_weights',
      ],
    },
  },
  // A swap and the stake of one position.
  {
    refTime: 2_500_000_000n,
    calls: {
      SubtensorModule: [
        'add_stake',
        'add_stake_limit',
        'add_stake_burn',
        'remove_stake',
        'remove_stake_limit',
        'remove_stake_full_limit',
        'recycle_alpha',
        'burn_alpha',
        'register',
        'burned_register',
        'register_limit',
        'root_register',
        'set_children',
      ],
      Drand: ['write_pulse'],
    },
  },
  // Two swaps and two positions.
  {
    refTime: 4_000_000_000n,
    calls: { SubtensorModule: ['move_stake', 'transfer_stake', 'swap_stake', 'swap_stake_limit', 'claim_root'] },
  },
  // Every subnet, every position of a key.
  {
    refTime: 20_000_000_000n,
    calls: {
      SubtensorModule: [
        'unstake_all',
        'unstake_all_alpha',
        'register_network',
        'register_network_with_identity',
        'swap_hotkey',
        'swap_hotkey_v2',
        'swap_coldkey',
        'swap_coldkey_announced',
      ],
      AdminUtils: ['sudo_trim_to_max_allowed_uids', 'sudo_set_nominator_min_required_stake'],
    },
  },
  // Everything that a subnet has stored.
  { refTime: 100_000_000_000n, calls: { SubtensorModule: ['dissolve_network', 'root_dissolve_network'] } },
];

/** By `Pallet.call`, and by `Pallet` for the rest of it. */
const REF_TIMES: ReadonlyMap<string, bigint> = new Map(
  KINDS.flatMap(({ refTime, calls }) =>
    Object.entries(calls).flatMap(([pallet, names]) =>
      names === 'all' ? [[pallet, refTime] as const] : names.map((name) => [`${pallet}.${name}`, refTime] as const),
    ),
  ),
);

/** The names that kinds mention, `Pallet.call`: for a test that they exist. */
export const weighedCalls = (): readonly string[] => [...REF_TIMES.keys()].filter((name) => name.includes('.'));

/** Picoseconds of a call alone, without calls in it and without what grows with its arguments. */
export const callRefTime = (pallet: string, name: string): bigint =>
  REF_TIMES.get(`${pallet}.${name}`) ?? REF_TIMES.get(pallet) ?? REFUSED_REF_TIME;
