/**
 * `ChainServer.finalitySince` by `sync/warp`: question after question until a node says that it is finished.
 *
 * There is no word for "nothing is newer". Substrate answers with a finished proof that has no fragment, or only that of
 * the block asked from; our localnet resets the stream, as both do for a block that they do not know. A reset is taken as
 * "nothing newer" if the node's own neighbour packets claim nothing newer either.
 */
import { fromHex, toHex } from '../../../chain/bytes.ts';
import { ChainError } from '../../../chain/error.ts';
import { decodeHeader, headerHash } from '../../../chain/header.ts';
import { decodeWarpResponse, type WarpProof } from '../../../chain/wire/index.ts';
import { isLightError } from '../../errors.ts';
import type { FinalityProof } from '../server.ts';
import { MAX_WARP_ROUNDS, WARP_DEADLINE_MS } from './limits.ts';
import type { Session } from './session.ts';

/** As `finalitySince`; after `MAX_WARP_ROUNDS` answers it ends at a block that has successors. */
export async function warpFrom(
  session: Pick<Session, 'ask' | 'finalizedNumber'>,
  from: { readonly hash: string; readonly number: number },
  signal: AbortSignal | undefined,
): Promise<readonly FinalityProof[] | undefined> {
  const proofs: FinalityProof[] = [];
  let at = from;
  for (let round = 0; round < MAX_WARP_ROUNDS; round++) {
    const answer = await ask(session, at, signal);
    if (!answer) return proofs.length > 0 ? proofs : undefined;
    const newer = answer.fragments.filter(({ number }) => number > at.number);
    proofs.push(...newer.map(({ headerBytes, justification }) => ({ headerBytes, justification })));
    const last = newer.at(-1);
    if (answer.isFinished || !last) return proofs;
    at = { hash: toHex(headerHash(last.headerBytes)), number: last.number };
  }
  return proofs;
}

interface NumberedProof {
  readonly fragments: readonly (FinalityProof & { readonly number: number })[];
  readonly isFinished: boolean;
}

const NOTHING_NEWER: NumberedProof = { fragments: [], isFinished: true };

/** Undefined if the node does not speak the protocol. */
async function ask(
  session: Pick<Session, 'ask' | 'finalizedNumber'>,
  at: { readonly hash: string; readonly number: number },
  signal: AbortSignal | undefined,
): Promise<NumberedProof | undefined> {
  try {
    return await session.ask(
      {
        protocol: 'sync/warp',
        request: fromHex(at.hash),
        deadlineMs: WARP_DEADLINE_MS,
        what: `Proof of what is final after block ${at.number}`,
        read: (answer) => numbered(decodeWarpResponse(answer)),
      },
      signal,
    );
  } catch (error) {
    if (isLightError(error, 'proof/refused')) return undefined;
    const claimed = session.finalizedNumber;
    if (isLightError(error, 'proof/unavailable') && claimed !== undefined && claimed <= at.number) return NOTHING_NEWER;
    throw error;
  }
}

/** @throws ChainError `wire/bad-response` unless the fragments ascend. */
function numbered({ fragments, isFinished }: WarpProof): NumberedProof {
  const all = fragments.map((fragment) => ({ ...fragment, number: decodeHeader(fragment.headerBytes).number }));
  if (all.some(({ number }, i) => i > 0 && number <= all[i - 1]!.number)) {
    throw new ChainError('wire/bad-response', 'the fragments of a warp proof do not ascend', { field: 'warp' });
  }
  return { fragments: all, isFinished };
}
