/**
 * What a full node can make us hold and wait for, besides the sizes of messages (`chain/wire/limits.ts`).
 */

/** From the first dial to the handshakes and the first neighbour packet; smoldot waits as long for a handshake alone. */
export const OPEN_DEADLINE_MS = 10_000;
/**
 * Until `grandpa/1` is opened again to a node that refused it. Substrate admits a peer there a moment after it has
 * accepted its announcements. UNKNOWN: how long that moment is; the deadline above ends it.
 */
export const GOSSIP_RETRY_MS = 250;
/** What smoldot waits for blocks, for proofs of values and for proofs of finality. */
export const BLOCKS_DEADLINE_MS = 10_000;
export const READ_DEADLINE_MS = 16_000;
export const WARP_DEADLINE_MS = 24_000;
/** Handing over an extrinsic: a substream is open already. */
export const SUBMIT_DEADLINE_MS = 10_000;
/** After its answer a node has so long to end its side of the stream; then the stream is reset. */
export const LINGER_MS = 1_000;
/** How long saying goodbye may take before the connection is cut. */
export const CLOSE_DEADLINE_MS = 2_000;

/** Questions at once to one node. */
export const MAX_QUESTIONS = 64;
/** Bytes of unfinished answers and notifications of one node: four of the longest answers. */
export const MAX_UNFINISHED_BYTES = 64 << 20;
/** What waits for a node that does not take it. */
export const MAX_UNSENT_BYTES = 4 << 20;
/** A node needs one substream per gossip protocol, and a second while it replaces the first. */
export const MAX_GOSSIP_STREAMS = 2;
/** Streams of all kinds that a node may open to us: gossip, and what it tries and we do not serve. */
export const MAX_STREAMS_FROM_NODE = 64;

/** Headers of one `headers` question, by its contract. */
export const MAX_HEADERS = 512;
/**
 * Warp requests for one `finalitySince`. Each answer holds up to 8 MiB of proofs in Substrate, some ten thousand changes
 * of voters; who needs more asks again from where these end.
 */
export const MAX_WARP_ROUNDS = 4;
