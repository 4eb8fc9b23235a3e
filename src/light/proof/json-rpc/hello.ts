/**
 * What a JSON-RPC server says by itself: its greeting, and the news that it is subscribed to.
 */
import { decodeHeader } from '../../../chain/header.ts';
import { isLightError } from '../../errors.ts';
import { decodeHeaderJson } from '../../header-json.ts';
import type { Greeting, ServerEvents } from '../server.ts';
import { hashOrNone, headerBytesOf, present, votesOf } from './answers.ts';
import type { Ask } from './question.ts';

export async function greetingOf(ask: Ask): Promise<Greeting> {
  const [genesisHash, head] = await Promise.all([
    ask('chain_getBlockHash', [0], (answer) => present(hashOrNone(answer), 'its genesis block')),
    ask('chain_getFinalizedHead', [], (answer) => present(hashOrNone(answer), 'its finalized block')),
  ]);
  const headerBytes = await ask('chain_getHeader', [head], (json) => headerBytesOf(present(json, `block ${head}`)));
  return { genesisHash, finalizedNumber: decodeHeader(headerBytes).number };
}

/** Listens to a subscription; what a notice `read`s to is told. */
export type Follow = (method: string, take: (notice: unknown) => void) => Promise<unknown>;

/** @throws LightError where the server does not tell of blocks; one that does not tell of votes is good enough. */
export async function followNews(
  follow: Follow,
  events: Pick<ServerEvents, 'onHeader' | 'onFinalized' | 'onVotes'>,
): Promise<void> {
  await Promise.all([
    follow('chain_subscribeNewHeads', (notice) => events.onHeader(headerBytesOf(notice))),
    follow('chain_subscribeFinalizedHeads', (notice) => events.onFinalized(decodeHeaderJson(notice).number)),
    follow('grandpa_subscribeJustifications', (notice) => events.onVotes(votesOf(notice))).catch((error: unknown) => {
      if (!isLightError(error, 'proof/refused')) throw error;
    }),
  ]);
}
