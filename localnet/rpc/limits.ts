/**
 * Everything that a JSON-RPC client can make us hold or do.
 */

/** Connections at once: pages, scripts and tests of one machine. */
export const MAX_CONNECTIONS = 128;
/** The longest request text. The largest extrinsic is 1 MiB, twice that in hex. */
export const MAX_REQUEST_BYTES = 4 << 20;
/** Requests in one batch. */
export const MAX_BATCH = 128;
/** Substrate's default. */
export const MAX_SUBSCRIPTIONS_PER_CONNECTION = 1024;
/** Keys of one read, and of one storage subscription, which is looked through at every block. */
export const MAX_KEYS = 16_384;
/** Keys of all storage subscriptions of a connection. */
export const MAX_SUBSCRIBED_KEYS_PER_CONNECTION = 65_536;
/** Substrate's limit of `state_getKeysPaged`. */
export const MAX_PAGE = 1000;
/** Notifications waiting for a client that does not read; beyond it the client is let go. */
export const MAX_BACKLOG_BYTES = 32 << 20;
/** A client that has not answered a ping for this long is gone. */
export const HEARTBEAT_MS = 30_000;
/** Justifications remembered for `chain_getBlock`. */
export const MAX_JUSTIFICATIONS = 1024;
