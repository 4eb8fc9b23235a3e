/**
 * The randomness beacon on the chain (`pallet_drand`; spec participation §5.4): pulses of drand rounds, which open
 * time-locked weights and commitments.
 *
 *   OldestStoredRound … LastStoredRound: at most 216 000 rounds (7.5 days); each new pulse prunes up to 100 old ones
 *
 * Rounds only increase; they may be skipped, and a skipped one never comes.
 */
import { storage } from '../../../src/chain/schema/index.ts';
import { checkWritePulse, type WritePulse } from '../../../src/chain/timelock/index.ts';
import type { State } from '../../state.ts';
import type { BlockExecution, Outcome } from '../block-execution.ts';
import { BAD_ORIGIN, emit } from '../block-execution.ts';
import type { Handlers } from '../handlers.ts';
import { moduleError } from '../module-error.ts';
import { verifyPulse } from './verified-pulses.ts';

export { openMessage, rememberMessage } from './known-messages.ts';
export { rememberPulse, type Verification, verifyPulse } from './verified-pulses.ts';

const drand = storage.Drand;

/** Rounds that the chain keeps (`MAX_KEPT_PULSES`). */
const MAX_KEPT_ROUNDS = 216_000n;
/** Old rounds that one pulse may take away (`MAX_REMOVED_PULSES`), so that a gap costs no block its time. */
const MAX_PRUNED_ROUNDS = 100n;

export const drandCalls: Handlers<'Drand'> = {
  write_pulse: (execution, origin, args) => (origin.type === 'none' ? writePulse(execution, args) : BAD_ORIGIN),
  set_beacon_config: (execution, origin, { config_payload }) => {
    if (origin.type !== 'root') return BAD_ORIGIN;
    execution.state.put(drand.BeaconConfig, config_payload.config);
    execution.state.put(drand.NextUnsignedAt, execution.number);
    emit(execution, 'Drand', 'BeaconConfigChanged', undefined);
    return undefined;
  },
  set_oldest_stored_round: (execution, origin, { oldest_round }) => {
    if (origin.type !== 'root') return BAD_ORIGIN;
    execution.state.put(drand.OldestStoredRound, oldest_round);
    emit(execution, 'Drand', 'SetOldestStoredRound', [oldest_round]);
    return undefined;
  },
};

function writePulse(execution: BlockExecution, args: WritePulse): Outcome {
  const { state, number } = execution;
  const lastStoredRound = state.get(drand.LastStoredRound);
  // The node's signature is the pool's to check (`validate_unsigned`).
  const pulse = checkWritePulse(args, { lastStoredRound, block: number, isSignatureKnown: true });
  if (pulse === 'old') return moduleError('Drand', 'InvalidRoundNumber');
  // UNKNOWN: the chain's error for what its pool never lets through; only root can bring it here.
  if (typeof pulse === 'string') return moduleError('Drand', 'PulseVerificationError');
  const verification = verifyPulse({ publicKey: state.get(drand.BeaconConfig).public_key }, pulse);
  if (verification === 'impossible') return moduleError('Drand', 'PulseVerificationError');
  if (verification === 'invalid') return moduleError('Drand', 'UnverifiedPulse');
  state.put(drand.Pulses, pulse.round, pulse);
  state.put(drand.LastStoredRound, pulse.round);
  if (lastStoredRound === 0n && state.get(drand.OldestStoredRound) === 0n) {
    state.put(drand.OldestStoredRound, pulse.round);
  }
  prune(state, pulse.round);
  state.put(drand.NextUnsignedAt, number);
  emit(execution, 'Drand', 'NewPulse', { rounds: [pulse.round] });
  return undefined;
}

function prune(state: State, newest: bigint): void {
  const oldest = state.get(drand.OldestStoredRound);
  if (oldest === 0n) return;
  const tooMany = newest - oldest + 1n - MAX_KEPT_ROUNDS;
  const count = tooMany < MAX_PRUNED_ROUNDS ? tooMany : MAX_PRUNED_ROUNDS;
  for (let i = 0n; i < count; i++) state.kill(drand.Pulses, oldest + i);
  if (count > 0n) state.put(drand.OldestStoredRound, oldest + count);
}
