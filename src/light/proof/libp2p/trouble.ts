/**
 * What went wrong between us and a full node, in the words of `ChainServer`.
 *
 *   wire/wrong-genesis            → proof/wrong-genesis   it is of another chain
 *   wire/…, scale/…, header/…     → proof/malformed       it sends what is no message
 *   UnsupportedProtocolError      → proof/refused         it does not speak this protocol
 *   a LightError                  → as it is
 *   anything else, of libp2p      → proof/unreachable     there is no connection, or it went away
 *
 * A WebSocket that cannot be opened throws an event, and libp2p errors of every class where the other side's bytes are
 * no handshake; so nothing else is taken for a fault of ours here.
 */
import { ChainError } from '../../../chain/error.ts';
import { LightError } from '../../errors.ts';

/** @param doing for people: `Headers from block 7`. */
export function inOurWords(error: unknown, doing: string): LightError {
  if (error instanceof LightError) return error;
  if (error instanceof ChainError) {
    const code = error.code === 'wire/wrong-genesis' ? 'proof/wrong-genesis' : 'proof/malformed';
    return new LightError(code, `${doing}: ${error.message}`, { cause: error });
  }
  if (isUnsupported(error)) {
    return new LightError('proof/refused', `${doing}: the node does not speak this protocol`, { cause: error });
  }
  const why = error instanceof Error ? error.message || error.name : 'the socket failed';
  return new LightError('proof/unreachable', `${doing}: ${why}`, { cause: error });
}

/** True if the node has no handler for the protocol. */
export function isUnsupported(error: unknown): boolean {
  return error instanceof Error && error.name === 'UnsupportedProtocolError';
}

export function silent(doing: string, afterMs: number): LightError {
  return new LightError('proof/timeout', `${doing}: no answer within ${afterMs / 1000} s`, { data: { afterMs } });
}
