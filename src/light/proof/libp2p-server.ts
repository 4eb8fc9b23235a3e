/**
 * A full node over libp2p, as a `ChainServer`: what Substrate's nodes serve to light clients, asked for in their words.
 *
 *   headers, header, blockHash, body, finalityOf   sync/2        readProof   light/2
 *   finalitySince                                  sync/warp     submit      transactions/1, which has no answer
 *   onHeader  block-announces/1                    onVotes, onFinalized      grandpa/1
 *
 * Messages are `chain/wire`'s; the way there is in `libp2p/`. There is no JSON-RPC here: `request` and `subscribe` are
 * refused. Of what a node says "no" to by resetting the stream, only the context tells what it means.
 */
import type { BlockHash } from '../../chain/block-ref.ts';
import type { Bytes } from '../../chain/bytes.ts';
import { fromHex, toHex } from '../../chain/bytes.ts';
import { ChainError } from '../../chain/error.ts';
import { decodeHeader, headerHash } from '../../chain/header.ts';
import type { BlockData, BlockPart, BlockRequest } from '../../chain/wire/index.ts';
import {
  decodeBlockResponse,
  decodeLightResponse,
  encodeBlockRequest,
  encodeLightRequest,
  encodeTransactions,
  HASH_BYTES,
  MAX_BLOCKS_PER_RESPONSE,
  MAX_LIGHT_REQUEST_BYTES,
  MAX_NOTIFICATION_BYTES,
} from '../../chain/wire/index.ts';
import type { Clock } from '../clock.ts';
import { SYSTEM_CLOCK } from '../clock.ts';
import { LightError } from '../errors.ts';
import { BLOCKS_DEADLINE_MS, MAX_HEADERS, READ_DEADLINE_MS } from './libp2p/limits.ts';
import { Session } from './libp2p/session.ts';
import { warpFrom } from './libp2p/warp.ts';
import type { ChainServer, OpenServer, QuestionOptions } from './server.ts';

export interface Libp2pOptions {
  readonly clock?: Clock;
}

/**
 * How to open full nodes of the chain with this genesis; addresses are multiaddrs (`/dns4/…/tcp/443/wss/p2p/12D3…`).
 * @throws RangeError if `genesisHash` is no hash.
 */
export function libp2pServers(genesisHash: BlockHash, { clock = SYSTEM_CLOCK }: Libp2pOptions = {}): OpenServer {
  if (fromHex(genesisHash).length !== HASH_BYTES) throw new RangeError(`expected a genesis hash, got ${genesisHash}`);
  return (address, events) => serverOver(address, new Session(address, genesisHash, events, clock));
}

function serverOver(address: string, session: Session): ChainServer {
  /** Up to `count` blocks from `from` on, ascending. */
  const blocks = (
    from: BlockRequest['from'],
    count: number,
    parts: readonly BlockPart[],
    { signal }: QuestionOptions = {},
  ): Promise<readonly BlockData[]> =>
    session.ask(
      {
        protocol: 'sync/2',
        request: encodeBlockRequest({ parts, from, isDescending: false, maxBlocks: count }),
        deadlineMs: BLOCKS_DEADLINE_MS,
        what: `Block ${'hash' in from ? toHex(from.hash) : from.number}`,
        read(answer) {
          const data = decodeBlockResponse(answer);
          if (data.length <= count) return data;
          throw new ChainError('wire/bad-response', `${count} blocks were asked for, ${data.length} came`);
        },
      },
      signal,
    );

  const block = async (from: BlockRequest['from'], parts: readonly BlockPart[], options?: QuestionOptions) => {
    const [data] = await blocks(from, 1, parts, options);
    if (data) return data;
    const name = 'hash' in from ? toHex(from.hash) : from.number;
    throw new LightError('proof/unavailable', `The node does not know block ${name}`);
  };

  return {
    address,
    transport: 'libp2p',
    async blockHash(number, options) {
      const headerBytes = headerOf(await block({ number }, ['header'], options));
      if (numberOf(headerBytes) !== number) throw malformed(`Block ${number} was asked for, another came`);
      return toHex(headerHash(headerBytes));
    },
    async header(hash, options) {
      return headerOf(await block({ hash: fromHex(hash) }, ['header'], options));
    },
    async headers(from, count, options) {
      if (count > MAX_HEADERS) throw new RangeError(`at most ${MAX_HEADERS} headers at once, not ${count}`);
      const headers: Bytes[] = [];
      while (headers.length < count) {
        const wanted = Math.min(count - headers.length, MAX_BLOCKS_PER_RESPONSE);
        const more = await blocks({ number: from + headers.length }, wanted, ['header'], options);
        if (more.length === 0) break;
        headers.push(...more.map(headerOf));
      }
      return headers;
    },
    async finalityOf(number, options) {
      const data = await block({ number }, ['header', 'justifications'], options);
      return data.justification && { headerBytes: headerOf(data), justification: data.justification };
    },
    finalitySince: (from, { signal } = {}) => warpFrom(session, from, signal),
    async readProof(at, keys, { signal } = {}) {
      const request = encodeLightRequest({ kind: 'read', block: fromHex(at), keys: keys as readonly Bytes[] });
      if (request.length > MAX_LIGHT_REQUEST_BYTES) {
        throw new RangeError(`keys of ${request.length} bytes, at most ${MAX_LIGHT_REQUEST_BYTES} can be asked for`);
      }
      return session.ask(
        {
          protocol: 'light/2',
          request,
          deadlineMs: READ_DEADLINE_MS,
          what: `State of block ${at}`,
          read(answer) {
            const entries = decodeLightResponse('read', answer);
            if (entries.length > 0) return entries;
            throw new LightError('proof/unavailable', `The node does not have the state of block ${at}`);
          },
        },
        signal,
      );
    },
    async body(at, options) {
      return (await block({ hash: fromHex(at) }, ['body'], options)).body;
    },
    async submit(extrinsic, { signal } = {}) {
      const notification = encodeTransactions([extrinsic]);
      if (notification.length > MAX_NOTIFICATION_BYTES) {
        throw new LightError('proof/refused', `A transaction of ${extrinsic.length} bytes is too long to be sent`);
      }
      await session.tellTransactions(notification, signal);
    },
    request: (method) => Promise.reject(unsupported(method)),
    subscribe: (method) => Promise.reject(unsupported(method)),
    close: () => session.close(),
  };
}

function headerOf({ headerBytes }: BlockData): Bytes {
  if (headerBytes) return headerBytes;
  throw malformed('A header was asked for, none came');
}

function numberOf(headerBytes: Bytes): number {
  try {
    return decodeHeader(headerBytes).number;
  } catch (error) {
    throw malformed('A header that is none', error);
  }
}

function malformed(reason: string, cause?: unknown): LightError {
  return new LightError('proof/malformed', reason, { cause });
}

function unsupported(method: string): LightError {
  return new LightError('light/unsupported', `${method}: full nodes do not speak JSON-RPC over libp2p`);
}
