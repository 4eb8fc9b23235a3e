/**
 * The two calls with which sudo hands the making and the finalizing of blocks to other keys.
 *
 * DIFFERS: only keys that this process holds can come to power, since nobody else could make or vote for the next block;
 * others, voters without weight and keys named twice are refused, and so is a forced change of voters, which no proof of
 * finality leads across. All of it as calls are that this chain does not do: `System.CallFiltered`.
 */
import { encodeAuraAuthoritiesChange } from '../../../src/chain/aura.ts';
import type { Bytes } from '../../../src/chain/bytes.ts';
import { toHex } from '../../../src/chain/bytes.ts';
import { storage } from '../../../src/chain/schema/index.ts';
import { BAD_ORIGIN } from '../block-execution.ts';
import { scheduleChange } from '../grandpa.ts';
import type { Handlers } from '../handlers.ts';
import { moduleError } from '../module-error.ts';
import { depositLog } from '../system.ts';

export const authorityCalls: Handlers<'AdminUtils'> = {
  swap_authorities: (execution, origin, { new_authorities: next }) => {
    if (origin.type !== 'root') return BAD_ORIGIN;
    // As `pallet_aura::change_authorities`: nobody to change to is nothing to do.
    if (next.length === 0) return undefined;
    if (!areHeld(next, execution.held.aura)) return moduleError('System', 'CallFiltered');
    execution.state.put(storage.Aura.Authorities, next);
    depositLog(execution, encodeAuraAuthoritiesChange(next));
    return undefined;
  },
  schedule_grandpa_change: (execution, origin, { next_authorities: next, in_blocks: delay, forced }) => {
    if (origin.type !== 'root') return BAD_ORIGIN;
    const keys = next.map(([publicKey]) => publicKey);
    const canVote = keys.length > 0 && areHeld(keys, execution.held.grandpa) && next.every(([, weight]) => weight > 0n);
    if (forced !== undefined || !canVote) return moduleError('System', 'CallFiltered');
    return scheduleChange(execution, next, delay);
  },
};

function areHeld(keys: readonly Bytes[], held: ReadonlySet<string>): boolean {
  const names = new Set(keys.map(toHex));
  return names.size === keys.length && [...names].every((name) => held.has(name));
}
