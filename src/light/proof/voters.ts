/**
 * Who votes, from one finalized block to the next: the rules by which a set hands over to another.
 *
 *   set s ──votes for──▶ … ──▶ block that announces a change (+ delay) ──▶ set s + 1
 *
 * The old set votes up to and with the block at which the change takes effect, never beyond it: a proof for a later block
 * needs one for that block first. Pure.
 */
import { ChainError } from '../../chain/error.ts';
import type { Authority, ScheduledChange } from '../../chain/grandpa.ts';
import { decodeScheduledChange } from '../../chain/grandpa.ts';
import type { Header } from '../../chain/header.ts';
import { LightError } from '../errors.ts';

export interface Voters {
  readonly setId: bigint;
  readonly authorities: readonly Authority[];
  /** A change that is announced in a final block and takes effect with the block of this number. */
  readonly change?: { readonly at: number; readonly authorities: readonly Authority[] };
}

/**
 * The voters after the headers of `path` have become final by one proof: consecutive ones, or the proven one alone where
 * those before it are not known.
 * @throws LightError `proof/set-change-skipped` if the proof goes past a change; as `announcedChange`.
 */
export function votersAfter(voters: Voters, path: readonly Header[]): Voters {
  const target = path.at(-1)!.number;
  let { change } = voters;
  for (const header of path) {
    const announced = announcedChange(header);
    // While a change is pending the chain takes no other.
    if (announced) change ??= { at: header.number + announced.delay, authorities: announced.authorities };
  }
  if (!change) return voters;
  if (change.at < target) {
    throw new LightError('proof/set-change-skipped', `The voters change with block ${change.at}, before ${target}.`, {
      data: { at: change.at },
    });
  }
  if (change.at > target) return { ...voters, change };
  return { setId: voters.setId + 1n, authorities: change.authorities };
}

/**
 * The change of the voters that a header announces.
 * @throws LightError `proof/forced-change`: voters replaced by force are not voted for by those before them, so no proof
 *   leads from the ones to the others; ChainError `grandpa/duplicate-change`, `scale/…`.
 */
export function announcedChange(header: Header): ScheduledChange | undefined {
  try {
    return decodeScheduledChange(header);
  } catch (error) {
    if (!(error instanceof ChainError) || error.code !== 'grandpa/forced-change') throw error;
    throw new LightError('proof/forced-change', `Block ${header.number} replaces the voters by force.`, {
      data: { at: header.number },
      cause: error,
    });
  }
}
