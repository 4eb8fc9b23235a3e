/**
 * `light/2`: Merkle proofs of storage values and of runtime calls. Bytes: `chain/wire/light.ts`.
 *
 * The proof of a call is the proof of every key that the call reads, found by running it. The state of old blocks is
 * gone; then the proof has no entries. smoldot takes that as "this node cannot tell" and stays; a reset or an absent
 * proof makes it leave its only peer for ten seconds.
 */
import type { Bytes } from '../../src/chain/bytes.ts';
import type { Trie } from '../../src/chain/trie/index.ts';
import type { LightRequest } from '../../src/chain/wire/index.ts';
import {
  decodeLightRequest,
  encodeLightResponse,
  MAX_LIGHT_REQUEST_BYTES,
  protocolName,
} from '../../src/chain/wire/index.ts';
import { callRuntime } from '../runtime/index.ts';
import type { ChainView, Lies } from '../types.ts';
import { HONEST, proofServed } from './lies.ts';
import { LIGHT_DEADLINE_MS } from './limits.ts';
import type { RequestProtocol } from './requests.ts';

/** `:`, with which the keys of the runtime itself begin. */
const WELL_KNOWN = 0x3a;

export function lightRequests(chain: ChainView, lies: Lies): RequestProtocol {
  return {
    name: protocolName(chain.genesis.hash, 'light/2'),
    maxRequestBytes: MAX_LIGHT_REQUEST_BYTES,
    deadlineMs: LIGHT_DEADLINE_MS,
    answer(request) {
      const question = decodeLightRequest(request);
      const state = chain.byHash(question.block)?.state;
      return encodeLightResponse(question.kind, state ? prove(state, question, lies) : []);
    },
  };
}

function prove(state: Trie, question: LightRequest, lies: Lies): readonly Bytes[] {
  if (question.kind === 'call') return state.prove(callRuntime(state, question.method, question.args).reads);
  // Even a liar has to hand out its runtime, or nobody would listen to it.
  const isOfRuntime = question.keys.every((key) => key[0] === WELL_KNOWN);
  return proofServed(state.prove(question.keys), isOfRuntime ? HONEST : lies);
}
