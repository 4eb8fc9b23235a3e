/**
 * `light/2`: Merkle proofs of storage values and of runtime calls.
 *
 *   request  { 1: { 2: block, 3: method, 4: arguments } }      call
 *            { 2: { 2: block, 3: key * } }                     read
 *   response { same number: { 2: proof } }                     proof = C(n) · V(entry)*
 *
 * The proof of a call is the proof of every key that the call reads, found by running it. The state of old blocks is
 * gone; then the proof has no entries. smoldot takes that as "this node cannot tell" and stays; a reset or an absent
 * proof makes it leave its only peer for ten seconds. Child tries (4) do not exist here.
 */
import type { Bytes } from '../../src/chain/bytes.ts';
import { fromUtf8 } from '../../src/chain/bytes.ts';
import { bytes, encode, vec } from '../../src/chain/scale/index.ts';
import type { Trie } from '../../src/chain/trie/index.ts';
import { MAX_KEY_BYTES } from '../../src/chain/trie/index.ts';
import { callRuntime } from '../runtime/index.ts';
import type { ChainView, Lies } from '../types.ts';
import { P2pError } from './error.ts';
import { HONEST, proofServed } from './lies.ts';
import { LIGHT_DEADLINE_MS, MAX_KEYS_PER_READ, MAX_LIGHT_REQUEST_BYTES } from './limits.ts';
import { protocolName } from './names.ts';
import type { ProtobufFields } from './protobuf.ts';
import { decodeProtobuf, protobufBytes } from './protobuf.ts';
import type { RequestProtocol } from './requests.ts';

const CALL = 1;
const READ = 2;
/** Fields of both questions. */
const BLOCK = 2;
const METHOD_OR_KEY = 3;
const ARGUMENTS = 4;
const PROOF = 2;
/** `:`, with which the keys of the runtime itself begin. */
const WELL_KNOWN = 0x3a;

const entriesCodec = vec(bytes);
const NO_ENTRIES: readonly Bytes[] = [];

export function lightRequests(chain: ChainView, lies: Lies): RequestProtocol {
  return {
    name: protocolName(chain.genesis.hash, 'light/2'),
    maxRequestBytes: MAX_LIGHT_REQUEST_BYTES,
    deadlineMs: LIGHT_DEADLINE_MS,
    answer(request) {
      const question = decodeProtobuf(request);
      const call = question.bytes(CALL);
      if (call) return answerWith(chain, CALL, decodeProtobuf(call), proveCall);
      const read = question.bytes(READ);
      if (read) return answerWith(chain, READ, decodeProtobuf(read), (state, fields) => proveRead(state, fields, lies));
      throw new P2pError('p2p/bad-request', 'neither a call nor a read');
    },
  };
}

function answerWith(
  chain: ChainView,
  kind: number,
  fields: ProtobufFields,
  prove: (state: Trie, fields: ProtobufFields) => readonly Bytes[],
): Bytes {
  const hash = fields.bytes(BLOCK);
  if (!hash) throw new P2pError('p2p/bad-request', 'no block is named');
  const state = chain.byHash(hash)?.state;
  return protobufBytes(kind, protobufBytes(PROOF, encode(entriesCodec, state ? prove(state, fields) : NO_ENTRIES)));
}

function proveRead(state: Trie, fields: ProtobufFields, lies: Lies): readonly Bytes[] {
  const keys = fields.all(METHOD_OR_KEY);
  if (keys.length > MAX_KEYS_PER_READ || keys.some((key) => key.length > MAX_KEY_BYTES)) {
    throw new P2pError('p2p/bad-request', `at most ${MAX_KEYS_PER_READ} keys of ${MAX_KEY_BYTES} bytes can be proven`);
  }
  // Even a liar has to hand out its runtime, or nobody would listen to it.
  const isOfRuntime = keys.every((key) => key[0] === WELL_KNOWN);
  return proofServed(state.prove(keys), isOfRuntime ? HONEST : lies);
}

function proveCall(state: Trie, fields: ProtobufFields): readonly Bytes[] {
  const method = fromUtf8(fields.bytes(METHOD_OR_KEY) ?? new Uint8Array());
  const { reads } = callRuntime(state, method, fields.bytes(ARGUMENTS) ?? new Uint8Array());
  return state.prove(reads);
}
