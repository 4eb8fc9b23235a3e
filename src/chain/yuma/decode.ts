/**
 * Epoch inputs as JSON: the format of the vector files and of exported snapshots (test/vectors/yuma/README.md).
 * Every field is checked for type and range before it is used, so any document gives an input or a `ChainError`.
 */
import { JsonPlace } from '../json.ts';
import { EMPTY_ROW } from './masks.ts';
import type {
  HashCommits,
  MechanismInput,
  SparseMatrix,
  SparseRow,
  SubnetEpochInput,
  TimelockedCommits,
} from './types.ts';

/** The pallet's hard limit; no subnet can have more. */
const MAX_MECHANISMS = 16;
const UID = /^(0|[1-9][0-9]{0,4})$/;

/**
 * Decodes one epoch input. Unknown members are ignored.
 * @throws ChainError `json/…` with the path of the field that is missing or wrong.
 */
export function decodeEpochInput(value: unknown, name = 'input'): SubnetEpochInput {
  const input = JsonPlace.of(value, name);
  const n = input.get('n').u16();
  const ownerUid = input.get('owner_uid').nullable()?.u16();
  const mechanismCount = input.get('mechanism_count').integer(1, MAX_MECHANISMS);
  const mechanisms = input.get('mechanisms').list(MAX_MECHANISMS);
  if (mechanisms.length < mechanismCount) {
    throw input.get('mechanisms').error('missing', `${mechanismCount} mechanisms (mechanism_count)`);
  }
  return {
    n,
    currentBlock: input.get('current_block').u64(),
    tempo: input.get('tempo').u16(),
    activityCutoffFactorMilli: input.get('activity_cutoff_factor_milli').u32(),
    lastMechanismStepBlock: input.get('last_mechanism_step_block').u64(),
    stakeThreshold: input.get('stake_threshold').u64(),
    taoWeight: input.get('tao_weight').u64(),
    ownerUid,
    maxAllowedValidators: input.get('max_allowed_validators').u16(),
    kappa: input.get('kappa').u16(),
    bondsPenalty: input.get('bonds_penalty').u16(),
    bondsMovingAverage: input.get('bonds_moving_average').u64(),
    yuma3On: input.get('yuma3_on').bool(),
    liquidAlphaOn: input.get('liquid_alpha_on').bool(),
    alphaLow: input.get('alpha_low').u16(),
    alphaHigh: input.get('alpha_high').u16(),
    alphaSigmoidSteepness: input.get('alpha_sigmoid_steepness').i16(),
    commitRevealEnabled: input.get('commit_reveal_enabled').bool(),
    epochIndex: input.get('epoch_index').u64(),
    revealPeriod: input.get('reveal_period').u64(),
    alphaStake: u64Column(input.get('alpha_stake'), n),
    taoStake: u64Column(input.get('tao_stake'), n),
    blockAtRegistration: u64Column(input.get('block_at_registration')),
    validatorPermit: input
      .get('validator_permit')
      .list()
      .map((permit) => permit.bool()),
    raoEmission: input.get('rao_emission').u64(),
    mechanismCount,
    mechanismEmissionSplit: input
      .get('mechanism_emission_split')
      .nullable()
      ?.list(MAX_MECHANISMS)
      .map((part) => part.u16()),
    mechanisms: mechanisms.map((mechanism) => decodeMechanism(mechanism, n)),
  };
}

function decodeMechanism(mechanism: JsonPlace, n: number): MechanismInput {
  return {
    lastUpdate: u64Column(mechanism.get('last_update')),
    weights: decodeRows(mechanism.get('weights'), n),
    bonds: decodeRows(mechanism.get('bonds'), n),
    weightCommits: mechanism.get('weight_commits').list().map(decodeHashCommits),
    timelockedCommits: mechanism.get('timelocked_commits').list().map(decodeTimelockedCommits),
  };
}

/** `[uid, [[epoch, block], …]]` */
function decodeHashCommits(place: JsonPlace): HashCommits {
  const [uid, queue] = place.pair();
  return {
    uid: uid.u16(),
    queue: queue.list().map((commit) => {
      const [epoch, block] = commit.pair();
      return { epoch: epoch.u64(), block: block.u64() };
    }),
  };
}

/** `[epoch, [[uid, block], …]]` */
function decodeTimelockedCommits(place: JsonPlace): TimelockedCommits {
  const [epoch, commits] = place.pair();
  return {
    epoch: epoch.u64(),
    commits: commits.list().map((commit) => {
      const [uid, block] = commit.pair();
      return { uid: uid.u16(), block: block.u64() };
    }),
  };
}

/** A column of decimal strings; exactly `length` of them if that is given. */
function u64Column(place: JsonPlace, length?: number): BigUint64Array {
  const list = place.list();
  if (length !== undefined && list.length !== length) throw place.error('missing', `${length} entries, one per uid`);
  return BigUint64Array.from(list, (entry) => entry.u64());
}

/** `{"uid": [[column, value], …]}` as `n` rows; a uid that is not named has an empty one. */
function decodeRows(place: JsonPlace, n: number): SparseMatrix {
  const rows = new Array<SparseRow>(n).fill(EMPTY_ROW);
  for (const [uid, row] of place.entries()) {
    if (!UID.test(uid) || Number(uid) >= n) throw row.error('out-of-range', `a uid below ${n} as the key`);
    rows[Number(uid)] = decodeRow(row);
  }
  return rows;
}

function decodeRow(place: JsonPlace): SparseRow {
  const cells = place.list().map((cell) => {
    const [column, value] = cell.pair();
    return [column.u16(), value.u16()] as const;
  });
  return {
    columns: Uint16Array.from(cells, ([column]) => column),
    values: Uint16Array.from(cells, ([, value]) => value),
  };
}
