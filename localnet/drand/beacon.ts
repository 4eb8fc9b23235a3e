/**
 * The beacon service: signs the rounds of the localnet's own drand network and brings them to the chain, as the off-chain
 * worker of a node does with quicknet's.
 *
 *   block imported ─▶ rounds up to its timestamp that are not stored yet ─▶ write_pulse extrinsics ─▶ in the next block
 *
 * The block's own time decides, so a chain that is made in a hurry has the pulses of its blocks' times.
 */
import { equalBytes } from '../../src/chain/bytes.ts';
import { encodeCall, encodeExtrinsic } from '../../src/chain/extrinsic.ts';
import type { KeyPair } from '../../src/chain/keys.ts';
import { storage } from '../../src/chain/schema/index.ts';
import { createPulse, newestRoundAt, type Pulse, writePulseCall } from '../../src/chain/timelock/index.ts';
import { rememberPulse } from '../pallets/index.ts';
import { State } from '../state.ts';
import type { Block, ChainView } from '../types.ts';
import { localnetBeacon } from './key.ts';
import { wantedRounds } from './wanted-rounds.ts';

const { Commitments, Drand, SubtensorModule, Timestamp } = storage;

/** Pulses that are kept until they are stored: a signature costs 5 ms. */
const MAX_MADE = 32;

export interface BeaconOptions {
  readonly chain: Pick<ChainView, 'best' | 'submit' | 'subscribe'>;
  /** Of the chain: `localnetBeacon(seed)` signs. */
  readonly seed: string;
  /** The node in whose name pulses are brought (sr25519). */
  readonly nodePair: KeyPair;
  /** One line when something is wrong. */
  readonly log: (line: string) => void;
  /** While true, only rounds that something waits for: a signature costs 5 ms, and history is made in a hurry. */
  readonly isInHurry?: () => boolean;
}

/** Brings pulses until stopped, beginning with those for the best block. */
export function startBeacon({ chain, seed, nodePair, log, isInHurry }: BeaconOptions): { readonly stop: () => void } {
  const keys = localnetBeacon(seed);
  const made = new Map<bigint, Pulse>();
  let isWarned = false;

  const pulseOf = (round: bigint): Pulse => {
    const known = made.get(round);
    if (known) return known;
    const pulse = createPulse(keys.secretKey, round);
    rememberPulse(keys, pulse);
    made.set(round, pulse);
    if (made.size > MAX_MADE) made.delete(made.keys().next().value!);
    return pulse;
  };

  const serve = (block: Block) => {
    const state = new State(block.state!);
    const config = state.get(Drand.BeaconConfig);
    if (!equalBytes(config.public_key, keys.publicKey)) {
      if (!isWarned) log('beacon: the chain follows another beacon; it gets no pulses from here');
      isWarned = true;
      return;
    }
    const clock = { genesisTimeS: config.genesis_time, periodS: config.period };
    const rounds = wantedRounds({
      last: state.get(Drand.LastStoredRound),
      newest: newestRoundAt(Number(state.get(Timestamp.Now)), clock),
      waitedFor: () => waitedRounds(state),
      onlyWaitedFor: isInHurry?.() ?? false,
    });
    for (const round of rounds) {
      const call = encodeCall(writePulseCall(pulseOf(round), block.number, nodePair));
      const result = chain.submit(encodeExtrinsic({ signature: undefined, call }), 'own');
      // What waits in the pool already is not refused for a fault of its own.
      if (!result.ok && result.code !== 'pool/already-imported' && result.code !== 'pool/priority-too-low') {
        log(`beacon: round ${round} was refused: ${result.message}`);
      }
    }
  };

  const stop = chain.subscribe((event) => {
    if (event.type === 'imported' && event.isBest) serve(event.block);
  });
  // The genesis has no time and no beacon yet.
  if (chain.best.number > 0) serve(chain.best);
  return { stop };
}

/** Rounds of all commits and commitments that are not open yet. */
function* waitedRounds(state: State): Generator<bigint> {
  for (const [, queue] of state.entriesOf(SubtensorModule.TimelockedWeightCommits)) {
    for (const [, , , round] of queue) yield round;
  }
  for (const [netuid, who] of state.get(Commitments.TimelockedIndex)) {
    for (const field of state.get(Commitments.CommitmentOf, netuid, who)?.info.fields ?? []) {
      if (field.type === 'TimelockEncrypted') yield field.value.reveal_round;
    }
  }
}
