/**
 * `light/2`: Merkle proofs of storage values and of runtime calls.
 *
 *   request  { 1: { 2: block, 3: method, 4: arguments } }      call
 *            { 2: { 2: block, 3: key * } }                     read
 *   response { same number: { 2: proof } }                     proof = C(n) · V(entry)*
 *
 * A node that does not have the state resets the stream, leaves the proof away, or sends one without entries. Reads of
 * child tries (4) do not occur here. `sc_network_light`'s `light.v1.proto`; nothing is verified here.
 */
import type { Bytes } from '../bytes.ts';
import { concatBytes, fromUtf8, utf8 } from '../bytes.ts';
import { ChainError } from '../error.ts';
import { bytes, encode, readCompactLength, ScaleReader, vec } from '../scale/index.ts';
import { MAX_KEY_BYTES, MAX_PROOF_ENTRIES } from '../trie/index.ts';
import { MAX_KEYS_PER_READ } from './limits.ts';
import type { ProtobufFields } from './protobuf.ts';
import { decodeProtobuf, protobufBytes } from './protobuf.ts';

const CALL = 1;
const READ = 2;
/** Fields of both questions. */
const BLOCK = 2;
const METHOD_OR_KEY = 3;
const ARGUMENTS = 4;
/** Field of both answers. */
const PROOF = 2;

const entriesCodec = vec(bytes);

export type LightRequest =
  | { readonly kind: 'call'; readonly block: Bytes; readonly method: string; readonly args: Bytes }
  | { readonly kind: 'read'; readonly block: Bytes; readonly keys: readonly Bytes[] };

export function encodeLightRequest(request: LightRequest): Bytes {
  const block = protobufBytes(BLOCK, request.block);
  if (request.kind === 'read') {
    const keys = request.keys.map((key) => protobufBytes(METHOD_OR_KEY, key));
    return protobufBytes(READ, concatBytes(block, ...keys));
  }
  const method = protobufBytes(METHOD_OR_KEY, utf8(request.method));
  return protobufBytes(CALL, concatBytes(block, method, protobufBytes(ARGUMENTS, request.args)));
}

/** @throws ChainError `wire/bad-request` also beyond `MAX_KEYS_PER_READ` keys of `MAX_KEY_BYTES`; `wire/bad-protobuf`. */
export function decodeLightRequest(request: Uint8Array): LightRequest {
  const question = decodeProtobuf(request);
  const call = question.bytes(CALL);
  if (call) {
    const fields = decodeProtobuf(call);
    const method = fromUtf8(fields.bytes(METHOD_OR_KEY) ?? new Uint8Array());
    return { kind: 'call', block: blockOf(fields), method, args: Uint8Array.from(fields.bytes(ARGUMENTS) ?? []) };
  }
  const read = question.bytes(READ);
  if (!read) throw new ChainError('wire/bad-request', 'neither a call nor a read');
  const fields = decodeProtobuf(read);
  const keys = fields.all(METHOD_OR_KEY);
  if (keys.length > MAX_KEYS_PER_READ || keys.some((key) => key.length > MAX_KEY_BYTES)) {
    const reason = `at most ${MAX_KEYS_PER_READ} keys of ${MAX_KEY_BYTES} bytes can be proven`;
    throw new ChainError('wire/bad-request', reason);
  }
  return { kind: 'read', block: blockOf(fields), keys: keys.map((key) => Uint8Array.from(key)) };
}

function blockOf(fields: ProtobufFields): Bytes {
  const hash = fields.bytes(BLOCK);
  if (!hash) throw new ChainError('wire/bad-request', 'no block is named');
  return Uint8Array.from(hash);
}

/** `entries`: nodes of the state trie; none says that we do not have the state. */
export function encodeLightResponse(kind: LightRequest['kind'], entries: readonly Uint8Array[]): Bytes {
  const proof = encode(entriesCodec, entries as readonly Bytes[]);
  return protobufBytes(kind === 'call' ? CALL : READ, protobufBytes(PROOF, proof));
}

/**
 * The nodes that answer a question of this kind; none if the other side does not have the state.
 * @throws ChainError `wire/bad-response` also on an answer to another kind of question, `wire/bad-protobuf`, `scale/…`.
 */
export function decodeLightResponse(kind: LightRequest['kind'], response: Uint8Array): readonly Bytes[] {
  const answer = decodeProtobuf(response).bytes(kind === 'call' ? CALL : READ);
  if (!answer) throw new ChainError('wire/bad-response', `no answer to a ${kind}`);
  const proof = decodeProtobuf(answer).bytes(PROOF);
  // An absent field and one of zero bytes are the same in protobuf.
  if (!proof || proof.length === 0) return [];
  const input = new ScaleReader(proof);
  const count = readCompactLength(input, 1);
  if (count > MAX_PROOF_ENTRIES) {
    throw new ChainError('wire/bad-response', `${count} entries, at most ${MAX_PROOF_ENTRIES}`);
  }
  const entries = Array.from({ length: count }, () => bytes.read(input));
  input.expectEnd();
  return entries;
}
