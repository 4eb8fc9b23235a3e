/**
 * The answers of a JSON-RPC server, taken apart within bounds: hashes, headers, bodies, proofs, justifications.
 *
 * Nothing is believed here; an answer only has to have the shape that its method promises. Everything throws a LightError
 * `light/unexpected-answer`, or `proof/unavailable` where the server says `null` for something it does not have.
 */
import type { BlockHash } from '../../../chain/block-ref.ts';
import type { Bytes } from '../../../chain/bytes.ts';
import { equalBytes, fromHex } from '../../../chain/bytes.ts';
import { ChainError } from '../../../chain/error.ts';
import { GRANDPA_ENGINE, MAX_FINALITY_PROOF_BYTES } from '../../../chain/grandpa.ts';
import { finalityProofCodec } from '../../../chain/grandpa-codec.ts';
import type { Header } from '../../../chain/header.ts';
import { encodeHeader, headerHash } from '../../../chain/header.ts';
import { decode } from '../../../chain/scale/index.ts';
import { MAX_PROOF_BYTES, MAX_PROOF_ENTRIES } from '../../../chain/trie/index.ts';
import { MAX_EXTRINSICS } from '../../block-body.ts';
import { LightError } from '../../errors.ts';
import { decodeHeaderJson } from '../../header-json.ts';
import { isRecord } from '../../json-rpc-message.ts';
import type { Votes } from '../server.ts';
import { MAX_BODY_BYTES, MAX_JUSTIFICATIONS, MAX_MESSAGE_CHARS } from './limits.ts';

const HASH_TEXT = /^0x[0-9a-f]{64}$/i;

/** A block's hash, in lower case; undefined for `null`. */
export function hashOrNone(answer: unknown): BlockHash | undefined {
  if (answer === null) return undefined;
  if (typeof answer !== 'string' || !HASH_TEXT.test(answer)) throw unexpected('a hash', answer);
  return answer.toLowerCase();
}

/** The hashes up to the first block that the server does not know. */
export function hashesOf(answer: unknown, count: number): readonly BlockHash[] {
  if (!Array.isArray(answer) || answer.length !== count) throw unexpected(`${count} hashes`, answer);
  const hashes = (answer as readonly unknown[]).map(hashOrNone);
  const end = hashes.indexOf(undefined);
  return (end < 0 ? hashes : hashes.slice(0, end)) as readonly BlockHash[];
}

/** What is not `null`. @throws LightError `proof/unavailable` */
export function present<T>(answer: T | null | undefined, what: string): T {
  if (answer !== null && answer !== undefined) return answer;
  throw new LightError('proof/unavailable', `The server does not know ${what}`);
}

export function headerBytesOf(answer: unknown): Bytes {
  return encodeHeader(decodeHeaderJson(answer));
}

/** A block with its votes; `justification` is undefined where the server has none of GRANDPA. */
export function votesOfBlock(answer: unknown): {
  readonly headerBytes: Bytes;
  readonly justification: Bytes | undefined;
} {
  if (!isRecord(answer) || !isRecord(answer.block)) throw unexpected('a block', answer);
  return { headerBytes: headerBytesOf(answer.block.header), justification: grandpaOf(answer.justifications) };
}

/** `[[engine, bytes], …]`, each as a list of numbers (Substrate) or hex. */
function grandpaOf(justifications: unknown): Bytes | undefined {
  if (justifications === null || justifications === undefined) return undefined;
  if (!Array.isArray(justifications) || justifications.length > MAX_JUSTIFICATIONS) {
    throw unexpected('justifications', justifications);
  }
  for (const entry of justifications as readonly unknown[]) {
    const [engine, proof]: readonly unknown[] = Array.isArray(entry) ? entry : [];
    if (equalBytes(looseBytes(engine), GRANDPA_ENGINE)) return looseBytes(proof);
  }
  return undefined;
}

function looseBytes(value: unknown): Bytes {
  if (typeof value === 'string') return hexBytes(value, MAX_FINALITY_PROOF_BYTES);
  const isList = Array.isArray(value) && value.length <= MAX_FINALITY_PROOF_BYTES;
  if (!isList || !value.every((byte) => Number.isInteger(byte) && byte >= 0 && byte <= 0xff)) {
    throw unexpected('bytes', value);
  }
  return Uint8Array.from(value as readonly number[]);
}

/** Hex of a justification, as a subscription brings it. */
export function votesOf(notice: unknown): Votes {
  return { kind: 'justification', bytes: hexBytes(notice, MAX_FINALITY_PROOF_BYTES) };
}

/** What `grandpa_proveFinality` answers; `header` where it is among those that came along. Undefined for `null`. */
export function finalityProofOf(
  answer: unknown,
): { readonly block: Bytes; readonly justification: Bytes; readonly header: Header | undefined } | undefined {
  if (answer === null) return undefined;
  const { block, justification, unknownHeaders } = decode(
    finalityProofCodec,
    hexBytes(answer, MAX_MESSAGE_CHARS / 2),
    'proof',
  );
  const last = unknownHeaders.at(-1);
  return { block, justification, header: last && equalBytes(headerHash(last), block) ? last : undefined };
}

/** The nodes of a read proof at `at`. */
export function proofNodesOf(answer: unknown, at: BlockHash): readonly Bytes[] {
  if (!isRecord(answer) || hashOrNone(answer.at) !== at || !Array.isArray(answer.proof)) {
    throw unexpected(`a proof at ${at}`, answer);
  }
  return boundedList(answer.proof, MAX_PROOF_ENTRIES, MAX_PROOF_BYTES, 'proof nodes');
}

export function extrinsicsOf(answer: unknown): readonly Bytes[] {
  const block = isRecord(answer) ? answer.block : undefined;
  if (!isRecord(block) || !Array.isArray(block.extrinsics)) throw unexpected('a block', answer);
  return boundedList(block.extrinsics, MAX_EXTRINSICS, MAX_BODY_BYTES, 'extrinsics');
}

function boundedList(values: readonly unknown[], maxCount: number, maxBytes: number, what: string): readonly Bytes[] {
  if (values.length > maxCount) throw unexpected(`at most ${maxCount} ${what}`, values);
  let room = maxBytes;
  return values.map((value) => {
    const item = hexBytes(value, room);
    room -= item.length;
    return item;
  });
}

function hexBytes(value: unknown, maxBytes: number): Bytes {
  if (typeof value !== 'string' || !value.startsWith('0x')) throw unexpected('hex', value);
  if (value.length > 2 * maxBytes + 2) throw unexpected(`at most ${maxBytes} bytes`, value);
  return fromHex(value);
}

/** `answer` in a word or two: it is foreign and may be long. */
function unexpected(expected: string, answer: unknown): LightError {
  const got = Array.isArray(answer) ? `a list of ${answer.length}` : answer === null ? 'null' : typeof answer;
  return new LightError('light/unexpected-answer', `expected ${expected}, got ${got}`);
}

/** Runs `read`; what is wrong with the bytes inside is wrong with the answer. */
export function reading<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (!(cause instanceof ChainError)) throw cause;
    throw new LightError('light/unexpected-answer', cause.message, { cause });
  }
}
