/**
 * Everything that a JSON-RPC client can make us hold or do.
 */

/** Connections at once: pages, scripts and tests of one machine. */
export const MAX_CONNECTIONS = 128;
/** The same with those of HTTP, and with those that are just being turned away; more are not even accepted. */
export const MAX_SOCKETS = 256;
/** The longest request text. The largest extrinsic is 1 MiB, twice that in hex. */
export const MAX_REQUEST_BYTES = 4 << 20;
/** The answer to one message, a batch's as a whole. Metadata and the code take about a million characters each. */
export const MAX_RESPONSE_CHARACTERS = 64 << 20;
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
/** How long closing may take before connections are cut. */
export const CLOSE_DEADLINE_MS = 1_000;
/** Headers of one `grandpa_proveFinality`. Substrate's limit is 100 000, more than one answer of ours may hold. */
export const MAX_UNKNOWN_HEADERS = 16_384;

/** `chainHead_v1_follow` of one connection. The interface's specification asks for two at least. */
export const MAX_FOLLOWS_PER_CONNECTION = 4;
/** Finalized blocks that a follower hears of at the start. */
export const MAX_INITIAL_FINALIZED_BLOCKS = 16;
/** Blocks that a follower may leave pinned; with more it is stopped, since pinned blocks keep their state in memory. */
export const MAX_PINNED_BLOCKS = 512;
/** Operations of one follower at a time. The specification asks for 16 at least. */
export const MAX_OPERATIONS_PER_FOLLOW = 16;
/** Items of one storage operation; what comes behind them is discarded, as its answer says. */
export const MAX_STORAGE_ITEMS = 1024;
/** Entries, and bytes of keys and values, after which a storage operation waits for its client. */
export const STORAGE_ENTRIES_PER_BATCH = 512;
export const STORAGE_BYTES_PER_BATCH = 1 << 20;
/** `archive_v1_storage` and `archive_v1_storageDiff` of one connection at a time. */
export const MAX_ARCHIVE_QUERIES_PER_CONNECTION = 4;
/** Entries that one such query may answer with. */
export const MAX_ARCHIVE_ENTRIES = 65_536;
/** Keys that such a query looks at before others get their turn. */
export const ARCHIVE_KEYS_PER_TURN = 4096;
/** Transactions that one connection has broadcast at a time. The specification asks for four at least. */
export const MAX_BROADCASTS_PER_CONNECTION = 16;
/** The longest pause between two tries of one. */
export const MAX_BROADCAST_PAUSE_BLOCKS = 64;
/** Keys that such a query may look at in all: several times what a whole state of another chain has. */
export const MAX_ARCHIVE_KEYS = 1 << 24;
/** Entries of one `state_getPairs`. */
export const MAX_PAIRS = 4096;
/** Keys of one `state_getKeys`, which has no pages. */
export const MAX_LISTED_KEYS = 65_536;
/** Values that one `state_queryStorage` looks at: its keys times its blocks. */
export const MAX_QUERIED_VALUES = 65_536;
