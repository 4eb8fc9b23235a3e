/**
 * Everything that a peer can make us hold, do or wait for, besides the sizes of messages (`chain/wire/limits.ts`).
 * Where a number is Substrate's or smoldot's, it says so.
 */

/** Connections at once; a demo has a handful, the relay's residents do not come here. */
export const MAX_CONNECTIONS = 128;
/** Streams of all kinds that one peer may hold. smoldot opens one per request; yamux's own default is 1000. */
export const MAX_STREAMS_PER_PEER = 1024;
/** Streams of one request protocol that one peer may hold. */
export const MAX_REQUEST_STREAMS = 1024;
/** A peer needs one substream per gossip protocol, and a second while it replaces the first. */
export const MAX_GOSSIP_STREAMS = 2;
/** smoldot keeps one ping stream open and opens another when that one fails. */
export const MAX_PING_STREAMS = 4;

/** Bytes of incomplete frames that one peer may leave with us, over all its streams. */
export const MAX_INCOMING_BYTES_PER_PEER = 8 << 20;
/** Bytes that wait for one slow peer to take them, over all its streams. */
export const MAX_OUTGOING_BYTES_PER_PEER = 64 << 20;
/** Bytes that wait on one gossip substream; beyond it the peer is too slow to follow and is let go. */
export const MAX_GOSSIP_BACKLOG_BYTES = 4 << 20;

/** Blocks are added to a response until it is this long. */
export const ENOUGH_BLOCK_RESPONSE_BYTES = 8 << 20;

/** smoldot gives up a handshake after this. */
export const HANDSHAKE_DEADLINE_MS = 10_000;
/** From the opening of a request stream until the answer is sent: what smoldot waits for each. */
export const SYNC_DEADLINE_MS = 10_000;
export const LIGHT_DEADLINE_MS = 16_000;
export const WARP_DEADLINE_MS = 24_000;
export const KAD_DEADLINE_MS = 10_000;
/** How long one peer may leave us waiting for room to send. */
export const DRAIN_DEADLINE_MS = 10_000;
/** How long closing may take before connections are cut. */
export const CLOSE_DEADLINE_MS = 2_000;
/** The longest warp proof, and what is left free in it for its counts: Substrate's. Clients take twice as much. */
export const MAX_WARP_BYTES = 8 << 20;
export const WARP_MARGIN_BYTES = 50;
