/**
 * Texts: JSON-RPC messages, headers as JSON-RPC writes them, checkpoints. What is read has the shape that was promised, a
 * header that is read is a header, a checkpoint that is read is written the same; everything else is refused by name.
 */
import { fromUtf8, toHex, utf8 } from '../../src/chain/bytes.ts';
import { decodeHeader, encodeHeader, headerHash } from '../../src/chain/header.ts';
import type { SeededRandom } from '../../src/gpu/random.ts';
import { decodeHeaderJson } from '../../src/light/header-json.ts';
import { parseRpcMessage } from '../../src/light/json-rpc-message.ts';
import { decodeCheckpoint, encodeCheckpoint } from '../../src/light/proof/checkpoint-text.ts';
import { mutate } from './mutate.ts';
import type { FuzzTarget, Outcome } from './target.ts';
import { insist, unlessRefused } from './target.ts';

const MESSAGES = [
  '{"jsonrpc":"2.0","id":7,"result":"0x1234"}',
  '{"jsonrpc":"2.0","id":8,"result":{"at":"0x00","proof":["0x01","0x02"]}}',
  '{"jsonrpc":"2.0","id":9,"error":{"code":-32000,"message":"no","data":[1]}}',
  '{"jsonrpc":"2.0","method":"chain_newHead","params":{"subscription":"aB","result":{"number":"0x1"}}}',
  '{"jsonrpc":"2.0","method":"x","params":{"subscription":5,"result":null}}',
].map(utf8);

export function jsonRpcMessages(): FuzzTarget {
  return {
    name: 'JSON-RPC messages',
    share: 6,
    tryOne(random): Outcome {
      const text = fromUtf8(mutate(random.pick(MESSAGES), random, random.pick(MESSAGES)));
      const read = unlessRefused(() => parseRpcMessage(text));
      if (!read) return 'refused';
      const message = read.value;
      if (message.kind === 'notification') {
        insist(['string', 'number'].includes(typeof message.subscription), 'a subscription without a name');
      } else {
        insist(Number.isSafeInteger(message.id), 'an answer to nothing');
      }
      if (message.kind === 'error') insist(typeof message.error.code === 'number', 'an error without a code');
      return 'read';
    },
  };
}

const HASH = `0x${'ab'.repeat(32)}`;
const HEADER = {
  parentHash: HASH,
  number: '0x1a2',
  stateRoot: HASH,
  extrinsicsRoot: HASH,
  digest: { logs: [`0x0661757261200102030405060708`, `0x056175726101${'01'.padEnd(130, '0')}`] },
};

export function jsonHeaders(): FuzzTarget {
  return {
    name: 'headers as JSON',
    share: 4,
    tryOne(random): Outcome {
      const json = mutateJson(HEADER, random);
      const read = unlessRefused(() => decodeHeaderJson(json));
      if (!read) return 'refused';
      const bytes = encodeHeader(read.value);
      insist(decodeHeader(bytes).number === read.value.number, 'a header was read that is none');
      return 'read';
    },
  };
}

const STRANGE: readonly unknown[] = [null, true, -1, 1e308, 2 ** 53, '', '0x', '0', [], {}, [[[]]], '\u0000', '0xZZ'];

/** The same tree with one place changed: another type, a damaged text, something missing, something more. */
export function mutateJson(value: unknown, random: SeededRandom): unknown {
  if (random.oneIn(6)) return random.pick(STRANGE);
  if (typeof value === 'string') {
    return fromUtf8(mutate(utf8(value), random, utf8(value)));
  }
  if (Array.isArray(value)) {
    const at = random.below(value.length + 1);
    if (random.oneIn(4)) return [...value, ...value];
    if (random.oneIn(4)) return value.toSpliced(at, 1);
    return value.map((item: unknown, i) => (i === at ? mutateJson(item, random) : item));
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value);
    const at = random.below(entries.length + 1);
    if (random.oneIn(6)) return Object.fromEntries(entries.toSpliced(at, 1));
    return Object.fromEntries(entries.map(([key, item], i) => [key, i === at ? mutateJson(item, random) : item]));
  }
  return random.pick(STRANGE);
}

const KEY = Uint8Array.from({ length: 32 }, (_, i) => i);
const genesis = { parentHash: KEY, number: 9, stateRoot: KEY, extrinsicsRoot: KEY, digest: [] };
const CHECKPOINT = encodeCheckpoint({
  chainId: 'localnet',
  genesisHash: HASH,
  headerBytes: encodeHeader(genesis),
  grandpa: { setId: 17n, authorities: [{ publicKey: KEY, weight: 1n }] },
  auraAuthorities: [KEY],
  takenAtMs: 1_790_000_000_000,
  anchor: {
    kind: 'servers',
    block: { number: 9, hash: toHex(headerHash(genesis)) },
    takenAtMs: 1_790_000_000_000,
    sources: ['wss://a.example', 'wss://b.example'],
    isConfirmed: false,
  },
});

export function checkpoints(): FuzzTarget {
  const bytes = utf8(CHECKPOINT);
  const json: unknown = JSON.parse(CHECKPOINT);
  return {
    name: 'checkpoints',
    share: 6,
    tryOne(random): Outcome {
      const text = random.oneIn(2)
        ? fromUtf8(mutate(bytes, random, bytes))
        : JSON.stringify(mutateJson(json, random) ?? null);
      const read = unlessRefused(() => decodeCheckpoint(text));
      if (!read) return 'refused';
      const written = encodeCheckpoint(read.value);
      insist(encodeCheckpoint(decodeCheckpoint(written)) === written, 'a checkpoint reads otherwise when written');
      const { number } = decodeHeader(read.value.headerBytes);
      insist(number >= read.value.anchor.block.number, 'a checkpoint comes before its anchor');
      return 'read';
    },
  };
}
