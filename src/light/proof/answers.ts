/** Answers of servers that are checked on the spot, and their failures in the words of `ChainEngine`. */
import type { BlockHash } from '../../chain/block-ref.ts';
import { toHex } from '../../chain/bytes.ts';
import type { Header } from '../../chain/header.ts';
import { decodeHeader, headerHash } from '../../chain/header.ts';
import { isLightError, LightError } from '../errors.ts';
import { verdictOn } from './blame.ts';
import type { ChainServer } from './server.ts';

/** The header that hashes to `hash`. @throws LightError `proof/wrong-header`. */
export async function headerOf(server: ChainServer, hash: BlockHash, signal: AbortSignal): Promise<Header> {
  const bytes = await server.header(hash, { signal });
  if (toHex(headerHash(bytes)) !== hash) {
    throw new LightError('proof/wrong-header', `A header was sent that is not the one of ${hash}.`);
  }
  return decodeHeader(bytes);
}

/** Runs a read at a block. @throws LightError `light/bad-proof`, `light/unavailable`, `light/unknown-block`; why it ended. */
export async function explained<T>(at: BlockHash, ended: AbortSignal, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (ended.aborted || isLightError(error, 'light/unknown-block')) throw error;
    if (verdictOn(error) === 'lied') {
      const reason = 'Servers answered a read with wrong proofs.';
      throw new LightError('light/bad-proof', reason, { data: { at }, cause: error });
    }
    throw unavailable(error);
  }
}

/** That no server could answer; errors that are none of a server's stay as they are. */
export function unavailable(error: unknown): unknown {
  if (!isLightError(error) || !error.code.startsWith('proof/')) return error;
  const reason = `No server could answer: ${error.message}`;
  return new LightError('light/unavailable', reason, { data: error.data, cause: error });
}

export const renamed = (code: LightError['code'], error: LightError): LightError =>
  new LightError(code, error.message, { data: error.data, cause: error });
