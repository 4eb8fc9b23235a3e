/**
 * `get_selective_metagraph` and `get_selective_mechagraph`: those fields of a metagraph that are asked for, by their
 * positions in the struct; unknown positions ask for nothing (spec storage §3).
 *
 * Two fields stand in no other answer: the uids of the validators that count, and what hotkeys have committed to.
 */
import type { Bytes } from '../../src/chain/bytes.ts';
import { byNetworkKey } from '../../src/chain/economy/index.ts';
import type { Value } from '../../src/chain/scale/index.ts';
import { encodeValue, selectiveMetagraph, storage } from '../../src/chain/schema/index.ts';
import type { State } from '../state.ts';
import { metagraphOf } from './metagraph.ts';
import { exists } from './networks.ts';

const { SubtensorModule: subtensor, Commitments } = storage;

type Selective = Value<typeof selectiveMetagraph>;
type Field = keyof Selective & string;

/** The fields by position. */
function fieldNames(): readonly Field[] {
  const shape = selectiveMetagraph.shape();
  return shape.kind === 'composite' ? shape.fields.map(({ name }) => name as Field) : [];
}

/** Nothing for a subnet that does not exist. What is per mechanism is empty for one that the subnet does not have. */
export function selectiveMetagraphOf(
  state: State,
  netuid: number,
  mechanism: number,
  positions: readonly number[],
): Selective | undefined {
  if (!exists(state, netuid)) return undefined;
  const isMechanism = mechanism < state.get(subtensor.MechanismCountCurrent, netuid);
  const graph = metagraphOf(state, netuid, isMechanism ? mechanism : 0);
  const all: Selective = {
    ...graph,
    identity: graph.identity ?? null,
    ...(isMechanism ? {} : { incentives: [], last_update: [] }),
    validators: validatorsOf(state, graph),
    commitments: commitmentsOf(state, netuid),
  };
  const names = fieldNames();
  const wanted = new Set(positions);
  const picked = names.map((name, position) => [name, wanted.has(position) ? all[name] : undefined] as const);
  return { ...(Object.fromEntries(picked) as unknown as Selective), netuid };
}

/** Uids with a permit and more stake than the threshold, the poorest first. */
function validatorsOf(state: State, graph: ReturnType<typeof metagraphOf>): number[] {
  const threshold = state.get(subtensor.StakeThreshold);
  const stake = (uid: number): bigint => graph.total_stake[uid]!;
  return graph.hotkeys
    .map((_, uid) => uid)
    .filter((uid) => graph.validator_permit[uid] && stake(uid) > threshold)
    .sort((a, b) => (stake(a) < stake(b) ? -1 : stake(a) > stake(b) ? 1 : byNetworkKey(a, b)));
}

/** Accounts with the bytes of their registration, deposit and block included, in the order of their keys. */
function commitmentsOf(state: State, netuid: number): (readonly [Bytes, number[]])[] {
  return state.entriesOf(Commitments.CommitmentOf, netuid).flatMap(([[, account], registration]) => {
    return registration ? [[account, Array.from(encodeValue(Commitments.CommitmentOf, registration))] as const] : [];
  });
}
