/**
 * How long the messages of the protocols may be, and how much may be in them. Both ends keep to the same numbers; where
 * one is Substrate's or smoldot's, it says so.
 */

/** smoldot's limits: the handshake of block announcements, of the others, and any notification. */
export const MAX_ANNOUNCE_HANDSHAKE_BYTES = 64 << 10;
export const MAX_ROLE_HANDSHAKE_BYTES = 32;
export const MAX_NOTIFICATION_BYTES = 1 << 20;
/** Extrinsics in one notification. */
export const MAX_EXTRINSICS_PER_NOTIFICATION = 256;

/** Substrate's limit for a read or call request. Keys of one request of smoldot's take below 64 KiB. */
export const MAX_LIGHT_REQUEST_BYTES = 1 << 20;
/** A block request takes below 50 bytes, a hash 32, a Kademlia question below 100. */
export const MAX_SMALL_REQUEST_BYTES = 1024;
/** Substrate's limit for every response; smoldot reads no more. */
export const MAX_RESPONSE_BYTES = 16 << 20;

/** Keys of one read request; smoldot sends at most 800 at a time. */
export const MAX_KEYS_PER_READ = 4096;
/** Substrate answers no more than this, however many are asked for. */
export const MAX_BLOCKS_PER_RESPONSE = 128;
/** Extrinsics of one block: more than a block of Bittensor can weigh (10 MB) has room for. */
export const MAX_EXTRINSICS_PER_BLOCK = 10_000;
/** Consensus engines that justify a block; Substrate chains have one, GRANDPA. */
export const MAX_JUSTIFICATIONS_PER_BLOCK = 8;
/** Blocks that changed the voters, in one warp response: a proof with four voters takes 700 bytes, and 16 MiB are the end. */
export const MAX_WARP_FRAGMENTS = 1 << 14;

/** Bytes of a hash of this chain. */
export const HASH_BYTES = 32;
