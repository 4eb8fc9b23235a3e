/**
 * `block-announces/1`: every new block's header, as soon as it is there.
 *
 *   handshake    = role u8 · best number u32 · best hash 32 · genesis hash 32
 *   notification = header · is best u8 · V(data of the consensus engine)
 *
 * Aura has no such data. `sc_network_sync`'s `BlockAnnouncesHandshake`, `sc_network_common`'s `BlockAnnounce`.
 */
import type { Bytes } from '../bytes.ts';
import { concatBytes, equalBytes } from '../bytes.ts';
import { ChainError } from '../error.ts';
import { headerCodec } from '../header.ts';
import { bool, bytes, decode, encode, fixedBytes, ScaleReader, struct, u8, u32, within } from '../scale/index.ts';
import { HASH_BYTES } from './limits.ts';
import type { Role } from './roles.ts';
import { checkRole } from './roles.ts';

const hash = fixedBytes(HASH_BYTES);
const handshakeCodec = struct([], { role: u8, number: u32, hash, genesisHash: hash });
const NO_DATA = Uint8Array.of(0);

/** Where a node stands when the substream opens. */
export interface AnnounceHandshake {
  readonly role: Role;
  /** Its best block. */
  readonly number: number;
  readonly hash: Bytes;
  readonly genesisHash: Bytes;
}

export interface Announcement {
  /** SCALE bytes of the header, sealed: as they came, for their hash. */
  readonly headerBytes: Bytes;
  readonly isBest: boolean;
}

export function encodeAnnounceHandshake(handshake: AnnounceHandshake): Bytes {
  return encode(handshakeCodec, handshake);
}

/**
 * Reads the handshake of a peer and checks that it is of our chain.
 * @throws ChainError `wire/wrong-genesis`, `wire/bad-handshake`, `scale/…`.
 */
export function decodeAnnounceHandshake(handshake: Uint8Array, genesisHash: Uint8Array): AnnounceHandshake {
  const peer = decode(handshakeCodec, handshake, 'handshake');
  const role = checkRole(peer.role);
  if (!equalBytes(peer.genesisHash, genesisHash)) {
    throw new ChainError('wire/wrong-genesis', 'the peer is of another chain', { field: 'handshake.genesisHash' });
  }
  return { ...peer, role };
}

export function encodeAnnouncement({ headerBytes, isBest }: Announcement): Bytes {
  return concatBytes(headerBytes, Uint8Array.of(isBest ? 1 : 0), NO_DATA);
}

/** @throws ChainError `header/…`, `scale/…`. */
export function decodeAnnouncement(notification: Uint8Array): Announcement {
  const input = new ScaleReader(notification);
  return within('announcement', () => {
    headerCodec.read(input);
    const headerBytes = Uint8Array.from(notification.subarray(0, input.offset));
    const isBest = bool.read(input);
    bytes.read(input);
    input.expectEnd();
    return { headerBytes, isBest };
  });
}
