/** A subnet for tests of weights: four neurons, of which the first two may set weights; tempo 10, an epoch at block 95. */
import type { Bytes } from '../../../../src/chain/bytes.ts';
import { storage } from '../../../../src/chain/schema/index.ts';
import { beaconFromSeed, encodePayload, encryptToRound, signRound } from '../../../../src/chain/timelock/index.ts';
import type { BlockExecution } from '../../block-execution.ts';
import { attempt } from '../../block-execution.ts';
import { account, addNetwork, addNeuron, outcomeName, signed, TAO, testBlock } from '../../execution.fixture.ts';
import type { Handler } from '../../handlers.ts';
import { weightsCalls } from './index.ts';

const subtensor = storage.SubtensorModule;

export const NETUID = 1;
export const HOTKEYS = ['alice', 'bob', 'carol', 'dave'].map(account) as [Bytes, Bytes, Bytes, Bytes];
export const [ALICE, BOB, CAROL] = HOTKEYS;
/** The epoch that block 100 is in. */
export const EPOCH = 7n;

export function weightsBlock(number = 100): BlockExecution {
  const execution = testBlock(number);
  const { state } = execution;
  addNetwork(execution, NETUID, { tempo: 10 });
  for (const [i, hotkey] of HOTKEYS.entries()) {
    addNeuron(execution, NETUID, hotkey, account(`coldkey-${i}`), 1_000n * TAO);
  }
  state.put(subtensor.ValidatorPermit, NETUID, [true, true, false, false]);
  state.put(subtensor.LastUpdate, NETUID, [0n, 0n, 0n, 0n]);
  state.put(subtensor.LastEpochBlock, NETUID, 95n);
  state.put(subtensor.SubnetEpochIndex, NETUID, EPOCH);
  state.put(subtensor.WeightsSetRateLimit, NETUID, 20n);
  state.put(subtensor.MinAllowedWeights, NETUID, 1);
  execution.events.length = 0;
  return execution;
}

/** As after an epoch in block `block`. */
export function passEpoch({ state }: BlockExecution, block: number): void {
  state.put(subtensor.LastEpochBlock, NETUID, BigInt(block));
  state.change(subtensor.SubnetEpochIndex, NETUID, (index) => index + 1n);
}

type CallName = keyof typeof weightsCalls;
type ArgumentsOf<N extends CallName> = NonNullable<(typeof weightsCalls)[N]> extends Handler<infer A> ? A : never;

/** Runs the call itself, without the guards that stand before it. */
export function callWeights<N extends CallName>(
  execution: BlockExecution,
  hotkey: Bytes,
  name: N,
  args: ArgumentsOf<N>,
): string {
  const handler = weightsCalls[name] as Handler<ArgumentsOf<N>>;
  return outcomeName(attempt(execution, (branch) => handler(branch, signed(hotkey), args)));
}

const BEACON = beaconFromSeed(new Uint8Array(32).fill(3));
const SECRETS = { K: new Uint8Array(32).fill(1), sigma: new Uint8Array(32).fill(2), nonce: new Uint8Array(12) };

/** Weights on uid 0 … locked to a round. */
export function lockedWeights(hotkey: Bytes, round: bigint, values: readonly number[]): Bytes {
  const uids = values.map((_, uid) => uid);
  return encryptToRound(BEACON, round, encodePayload({ hotkey, uids, values, versionKey: 0n }), SECRETS);
}

/** As after a pulse of the beacon. */
export function storePulse({ state }: BlockExecution, round: bigint): void {
  const signature = signRound(BEACON.secretKey, round);
  state.put(storage.Drand.Pulses, round, { round, randomness: new Uint8Array(32), signature });
  state.put(storage.Drand.LastStoredRound, round);
}

export const rowOf = ({ state }: BlockExecution, uid: number, index = NETUID) =>
  state.get(subtensor.Weights, index, uid);
export const lastUpdateOf = ({ state }: BlockExecution, uid: number, index = NETUID) =>
  state.get(subtensor.LastUpdate, index)[uid];
