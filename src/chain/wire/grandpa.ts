/**
 * `grandpa/1`: what has become final.
 *
 *   neighbour packet = 02 · 01 · round u64 · set id u64 · finalized number u32     (where a node stands)
 *   commit           = 01 · commit message                                         (a block has become final)
 *
 * Votes (00), catch-up requests (03) and catch-up (04) are between voters and only named here. Layouts from
 * `sc_consensus_grandpa::communication::gossip`; the commit message itself is `chain/grandpa-codec.ts`.
 */
import type { Bytes } from '../bytes.ts';
import { concatBytes } from '../bytes.ts';
import { ChainError } from '../error.ts';
import { decode, encode, struct, u8, u32, u64 } from '../scale/index.ts';

const VOTE = 0;
const COMMIT = 1;
const NEIGHBOUR = 2;
const CATCH_UP_REQUEST = 3;
const CATCH_UP = 4;
/** Of the neighbour packet. */
const VERSION = 1;

const packetCodec = struct([], { version: u8, round: u64, setId: u64, finalizedNumber: u32 });

/** Where a node stands. */
export interface NeighbourPacket {
  readonly round: bigint;
  readonly setId: bigint;
  readonly finalizedNumber: number;
}

export type GrandpaMessage =
  | ({ readonly kind: 'neighbour' } & NeighbourPacket)
  /** SCALE of a commit, unchecked: `verifyCommit` takes it. */
  | { readonly kind: 'commit'; readonly commit: Bytes }
  | { readonly kind: 'vote' | 'catch-up-request' | 'catch-up' };

export function encodeNeighbourPacket(packet: NeighbourPacket): Bytes {
  return concatBytes(Uint8Array.of(NEIGHBOUR), encode(packetCodec, { version: VERSION, ...packet }));
}

export function encodeCommitMessage(commit: Uint8Array): Bytes {
  return concatBytes(Uint8Array.of(COMMIT), commit);
}

/** @throws ChainError `wire/bad-notification`, `scale/…`. */
export function decodeGrandpaMessage(notification: Uint8Array): GrandpaMessage {
  const [kind] = notification;
  const rest = notification.subarray(1);
  if (kind === NEIGHBOUR) {
    const { version, ...packet } = decode(packetCodec, rest, 'neighbour');
    if (version !== VERSION) throw refused(`version ${version} of the neighbour packet`);
    return { kind: 'neighbour', ...packet };
  }
  if (kind === COMMIT) return { kind: 'commit', commit: Uint8Array.from(rest) };
  if (kind === VOTE) return { kind: 'vote' };
  if (kind === CATCH_UP_REQUEST) return { kind: 'catch-up-request' };
  if (kind === CATCH_UP) return { kind: 'catch-up' };
  throw refused(kind === undefined ? 'an empty message' : `a message of kind ${kind}`);
}

function refused(what: string): ChainError {
  return new ChainError('wire/bad-notification', `GRANDPA has no use for ${what}`);
}
