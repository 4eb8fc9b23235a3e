/**
 * What smoldot says in its log and nowhere else: which peers it is connected to before it is in sync, and why finality
 * does not move. Hints for a status line; nothing is decided by them.
 *
 *   network       gossip-open-success; chain=…, peer_id=12D3Koo…          a peer of the chain
 *   network       gossip-closed; … | slot-unassigned; …, reason=user-ban    not any more
 *   sync-service  Error while verifying GrandPa commit: BadSignature        a warning (level 2)
 *   sync-service  Failed to verify warp sync fragment from …: BadSignature  a debug line (level 4)
 *   sync-service  Failed to build the chain information during warp syncing process: Error building the chain information:
 *                 BabeConfigurationOutputDecode                             a warning: the runtime names two consensus engines
 *
 * `system_health` would count peers, but in 3.4.1 it is not answered before the chain is in sync, and nothing that is
 * asked after it is either.
 */
import type { LogLine } from './pipe.ts';

/** Debug lines: some 16 short ones per block (3.4.1), dropped where they are made but for those above. */
export const LOG_LEVEL = 4;
const WARNING = 2;
/** Says that nothing happens, every ten seconds, and would hide why. */
const IDLE = /warp sync idle/i;
/** A warning is quoted to people; smoldot explains itself at length. */
const MAX_WARNING_CHARS = 200;

export interface PeerHint {
  readonly peerId: string;
  readonly isConnected: boolean;
}

/** Reads a line about a peer of the chain. */
export function readPeerHint({ target, text }: LogLine): PeerHint | undefined {
  if (target !== 'network') return undefined;
  const match = /^(gossip-open-success|gossip-closed|slot-unassigned); chain=[^,]*, peer_id=(\w{1,100})/.exec(text);
  return match ? { peerId: match[2]!, isConnected: match[1] === 'gossip-open-success' } : undefined;
}

/** Reads a line about finality that could not be verified. */
export function readWarning({ level, target, text }: LogLine): string | undefined {
  const isWarning = target.startsWith('sync-service') && (level <= WARNING || text.startsWith('Failed to verify'));
  return isWarning && !IDLE.test(text) ? text.slice(0, MAX_WARNING_CHARS) : undefined;
}

/**
 * How smoldot 3.4.1 fails at a runtime that lists AuraApi and BabeApi both: the placeholder's answers do not decode, are not
 * there (`While calling "BabeApi_configuration": Function to start was not found.`), or make a second consensus.
 */
const TWO_CONSENSUS_ENGINES =
  /Babe(?:Configuration|CurrentEpoch|NextEpoch)OutputDecode|While calling "BabeApi_|MultipleConsensusAlgorithms/;

/** What a person is told about it. */
export const INCOMPATIBLE_RUNTIME =
  'This light client cannot follow the chain: its runtime lists the consensus engines Aura and BABE both, BABE only as a placeholder, and smoldot takes one or the other. The proof engine can follow it.';

/** True for smoldot's words about such a runtime, in its log or in an error. */
export const saysTwoConsensusEngines = (text: string): boolean => TWO_CONSENSUS_ENGINES.test(text);

/**
 * Reads a line about a runtime that smoldot cannot follow by warp sync. It may still get there block by block, where the
 * chain's genesis had Aura alone and is near; who never follows, never will.
 */
export function isIncompatibility({ target, text }: LogLine): boolean {
  return target.startsWith('sync-service') && saysTwoConsensusEngines(text);
}

/** True for the lines that are worth passing on. */
export function isTelling(line: LogLine): boolean {
  return readPeerHint(line) !== undefined || readWarning(line) !== undefined;
}
