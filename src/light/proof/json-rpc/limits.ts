/**
 * What a JSON-RPC server may cost us: sizes, rates and times, each with its reason.
 */
import { MAX_FINALITY_PROOF_BYTES } from '../../../chain/grandpa.ts';
import { MAX_PROOF_BYTES } from '../../../chain/trie/index.ts';

/** The longest message: a proof of 16 MiB as hex, and room for the JSON around it. Substrate sends 15 MB unless told otherwise. */
export const MAX_MESSAGE_CHARS = 2 * MAX_PROOF_BYTES + (1 << 20);
/** The longest message while nothing is asked: a justification as hex, and room for the JSON around it. */
export const MAX_NEWS_CHARS = 2 * MAX_FINALITY_PROOF_BYTES + (1 << 16);

/** From opening the socket to the greeting; a handshake over a bad line takes seconds. */
export const HELLO_DEADLINE_MS = 15_000;
/** For any question. A server that takes longer is of no use to a page that waits. */
export const QUESTION_DEADLINE_MS = 15_000;
/** For requests of somebody else's choice, which may be long runtime calls. */
export const REQUEST_DEADLINE_MS = 30_000;
/** After this silence the server is asked how it is; it is given up when that stays unanswered for as long again. */
export const HEARTBEAT_MS = 10_000;

/** Headers of one `headers` question, as the interface has it. */
export const MAX_HEADERS = 512;
/** Requests in flight for one question; more gain nothing, and servers count them. */
export const HEADERS_AT_ONCE = 64;
/** Keys of one `readProof` question, as the interface has it. */
export const MAX_KEYS = 2048;
/** A refused read is halved down to so many keys: no server worth asking refuses fewer. */
export const MIN_SPLIT_KEYS = 32;
/** Bytes of all extrinsics of a block: its weight allows 10 MiB. */
export const MAX_BODY_BYTES = 16 << 20;
/** Proofs of one `finalitySince`; a chain changes its voters some times a year. Whoever needs more asks again. */
export const MAX_FINALITY_ROUNDS = 32;
/** Engines that justify one block; there is one. */
export const MAX_JUSTIFICATIONS = 8;
/** Subscriptions of somebody else's choice on one connection. */
export const MAX_SUBSCRIPTIONS = 64;
