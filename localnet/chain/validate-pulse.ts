/**
 * May this unsigned extrinsic wait for a block? Only a beacon's pulse may (`pallet_drand`, `validate_unsigned`; spec
 * participation §5.4), and the cheap questions come first: a signature of the beacon costs 20 ms to check.
 */

import { storage } from '../../src/chain/schema/index.ts';
import { checkWritePulse, newestRoundAt, type Pulse, type PulseRefusal } from '../../src/chain/timelock/index.ts';
import { verifyPulse } from '../pallets/index.ts';
import type { ExtrinsicSource, PoolRefusal } from '../types.ts';
import type { RefusalCode } from './refusal.ts';
import { refuse } from './refusal.ts';
import type { PoolRoom, UnsignedExtrinsic, ValidationContext } from './valid-extrinsic.ts';

/** Blocks that a pulse may wait. */
const LONGEVITY = 5;
/** How far a node's clock may be ahead of the newest block. */
const CLOCK_SLACK_MS = 60_000;

const REFUSALS: Readonly<Record<PulseRefusal, Exclude<RefusalCode, 'pool/custom'>>> = {
  'not-one': 'pool/call',
  'too-long': 'pool/undecodable',
  old: 'pool/stale',
  'from-the-future': 'pool/future',
  'no-signature': 'pool/bad-signer',
  'bad-signature': 'pool/bad-proof',
};

export function validatePulse(
  read: Pick<UnsignedExtrinsic, 'bytes' | 'hash' | 'call' | 'info'>,
  at: ValidationContext,
  room: PoolRoom,
  source: ExtrinsicSource,
): { readonly ok: true; readonly extrinsic: UnsignedExtrinsic } | PoolRefusal {
  const { call } = read;
  const [inner] = call.value;
  if (call.type !== 'Drand' || inner.type !== 'write_pulse') return refuse('pool/no-unsigned');
  const pulses = inner.value.pulses_payload.pulses;
  if (pulses.length === 1 && room.hasRound(pulses[0]!.round)) return refuse('pool/priority-too-low');
  if (room.isFullOfPulses) return refuse('pool/full');
  const lastStoredRound = at.state.get(storage.Drand.LastStoredRound);
  const isSignatureKnown = source === 'own';
  const now = { lastStoredRound, block: at.best.number + 1, isSignatureKnown };
  const pulse: Pulse | PulseRefusal = checkWritePulse(inner.value, now);
  if (typeof pulse === 'string') return refuse(REFUSALS[pulse]);
  const config = at.state.get(storage.Drand.BeaconConfig);
  if (isAheadOfTime(pulse, config, at)) return refuse('pool/future');
  if (verifyPulse({ publicKey: config.public_key }, pulse) !== 'valid') return refuse('pool/bad-proof');
  const extrinsic: UnsignedExtrinsic = {
    ...read,
    type: 'unsigned',
    info: { ...read.info, paysFee: false },
    round: pulse.round,
    diesAt: at.best.number + 1 + LONGEVITY,
  };
  return { ok: true, extrinsic };
}

/**
 * DIFFERS: the chain does not look at the time of a round. Everybody can derive this beacon's key, and one round of the far
 * future on the chain would be the last one: rounds only increase.
 */
function isAheadOfTime(
  { round }: Pulse,
  { genesis_time: genesisTimeS, period: periodS }: { readonly genesis_time: number; readonly period: number },
  { state }: ValidationContext,
): boolean {
  const nowMs = Number(state.get(storage.Timestamp.Now)) + CLOCK_SLACK_MS;
  return round > newestRoundAt(nowMs, { genesisTimeS, periodS });
}

/** What may have changed since a pulse was found valid: the chain has a newer one now. */
export function revalidatePulse({ round, diesAt }: UnsignedExtrinsic, at: ValidationContext): PoolRefusal | undefined {
  if (at.best.number + 1 >= diesAt) return refuse('pool/ancient-birth-block');
  return round <= at.state.get(storage.Drand.LastStoredRound) ? refuse('pool/stale') : undefined;
}
