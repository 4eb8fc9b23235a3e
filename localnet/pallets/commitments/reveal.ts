/**
 * Opens time-locked fields of commitments as soon as their round is on the chain (spec participation §6; `pallet_commitments`,
 * `reveal_timelocked_commitments`), in the pallet's turn at the beginning of a block.
 *
 *   field ─ pulse missing ─▶ stays ─ opened ─▶ RevealedCommitments, the last ten ─ anything else ─▶ gone
 *
 * A commitment that has no fields left is gone too.
 */
import type { Bytes } from '../../../src/chain/bytes.ts';
import type { CommitmentData } from '../../../src/chain/schema/index.ts';
import { storage } from '../../../src/chain/schema/index.ts';
import { decryptWithRound } from '../../../src/chain/timelock/index.ts';
import type { State } from '../../state.ts';
import type { BlockExecution } from '../block-execution.ts';
import { emit } from '../block-execution.ts';
import { forget } from './timelocked-index.ts';

const { Commitments: commitments, Drand } = storage;

/** Opened commitments of a hotkey that a subnet remembers. */
const MAX_REVEALED = 10;

export function revealCommitments(execution: BlockExecution): void {
  const { state } = execution;
  for (const [netuid, who] of state.get(commitments.TimelockedIndex)) revealOne(execution, netuid, who);
}

function revealOne(execution: BlockExecution, netuid: number, who: Bytes): void {
  const { state, number } = execution;
  const commitment = state.get(commitments.CommitmentOf, netuid, who);
  if (!commitment) {
    forget(state, netuid, who);
    return;
  }
  const { fields } = commitment.info;
  const { opened, kept } = openFields(state, fields);
  if (kept.length === fields.length) return;
  if (opened.length > 0) {
    const before = state.get(commitments.RevealedCommitments, netuid, who) ?? [];
    const revealed = [...before, ...opened.map((bytes) => [bytes, BigInt(number)] as const)];
    state.put(commitments.RevealedCommitments, netuid, who, revealed.slice(-MAX_REVEALED));
    for (const _ of opened) emit(execution, 'Commitments', 'CommitmentRevealed', { netuid, who });
  }
  if (kept.length === 0) state.kill(commitments.CommitmentOf, netuid, who);
  else state.put(commitments.CommitmentOf, netuid, who, { ...commitment, info: { fields: kept } });
  if (!kept.some(({ type }) => type === 'TimelockEncrypted')) forget(state, netuid, who);
}

function openFields(state: State, fields: readonly CommitmentData[]) {
  const opened: Bytes[] = [];
  const kept: CommitmentData[] = [];
  for (const field of fields) {
    const pulse = field.type === 'TimelockEncrypted' ? state.get(Drand.Pulses, field.value.reveal_round) : undefined;
    if (field.type !== 'TimelockEncrypted' || !pulse) {
      kept.push(field);
      continue;
    }
    const decrypted = decryptWithRound(field.value.encrypted, pulse.signature);
    // QUIRK: nothing at all is no content; the chain drops it like what does not open.
    if (decrypted.ok && decrypted.plaintext.length > 0) opened.push(decrypted.plaintext);
  }
  return { opened, kept };
}
