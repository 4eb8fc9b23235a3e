/**
 * What only a p2p node can do: handshakes of junk, frames that are none, protobuf cut short, proofs that never end.
 */
import { concatBytes } from '../../src/chain/bytes.ts';
import { encodeVarint, MAX_RESPONSE_BYTES } from '../../src/chain/wire/index.ts';
import type { Expectation } from './lie.ts';
import type { NodeLie, Outgoing, RequestName } from './lying-node.ts';
import { flipped } from './proof-lies.ts';

export interface NamedNodeLie extends NodeLie, Expectation {
  readonly name: string;
  readonly isHeavy?: boolean;
}

const refused = (...codes: readonly string[]) => ({ state: 'refused', codes }) as const;
const unreachable = (...codes: readonly string[]) => ({ state: 'unreachable', codes }) as const;

const DRIP_MS = 25;
const FLOOD = 1000;
const junk = (length: number) => Uint8Array.from({ length }, (_, i) => (i * 151 + 77) & 0xff);

/** Answers to one kind of question. */
const answering = (only: RequestName, make: (honest: Uint8Array) => Outgoing): Pick<NodeLie, 'answer'> => ({
  answer: (protocol, honest) => (protocol === only ? make(honest) : { frame: honest }),
});

export const NODE_LIES: readonly NamedNodeLie[] = [
  {
    name: 'a handshake of junk',
    ...refused('proof/malformed'),
    handshake: (protocol, honest) => (protocol === 'block-announces/1' ? junk(69) : honest) as typeof honest,
  },
  {
    name: 'a handshake that is cut short',
    ...refused('proof/malformed'),
    handshake: (protocol, honest) => (protocol === 'block-announces/1' ? honest.slice(0, 20) : honest),
  },
  {
    name: 'a role that does not exist',
    ...refused('proof/malformed'),
    handshake: (_protocol, honest) => flipped(honest, 0, 0x70),
  },
  {
    name: 'the handshake of another chain',
    ...refused('proof/wrong-genesis', 'proof/malformed'),
    handshake: (protocol, honest) => (protocol === 'block-announces/1' ? flipped(honest, 50) : honest),
  },
  {
    name: 'no protocol of this chain',
    ...unreachable('proof/unreachable', 'proof/refused'),
    serves: (protocol) => protocol !== 'block-announces/1',
  },
  {
    name: 'protobuf that is cut short',
    ...refused('proof/malformed'),
    ...answering('sync/2', (honest) => ({ frame: honest.slice(0, -5) })),
  },
  {
    name: 'junk for blocks',
    ...refused('proof/malformed'),
    ...answering('sync/2', () => ({ frame: junk(300) })),
  },
  {
    name: 'junk for a read proof',
    ...refused('proof/malformed'),
    ...answering('light/2', () => ({ frame: junk(300) })),
  },
  {
    name: 'a read proof whose length lies',
    ...refused('proof/malformed'),
    ...answering('light/2', (honest) => ({ frame: concatBytes(honest.subarray(0, 4), junk(3), honest.subarray(7)) })),
  },
  {
    name: 'junk for a warp proof',
    ...refused('proof/malformed'),
    ...answering('sync/warp', () => ({ frame: junk(300) })),
  },
  {
    name: 'a warp proof with bytes behind its end',
    ...refused('proof/malformed'),
    ...answering('sync/warp', (honest) => ({ frame: concatBytes(honest, junk(9)) })),
  },
  {
    name: 'a warp proof that says it goes on, for ever',
    ...refused('proof/malformed', 'proof/unproved-finality'),
    ...answering('sync/warp', (honest) => ({ frame: concatBytes(honest.subarray(0, -1), Uint8Array.of(7)) })),
  },
  {
    name: 'a frame longer than may be',
    ...refused('proof/malformed'),
    ...answering('light/2', () => ({ raw: concatBytes(encodeVarint(MAX_RESPONSE_BYTES + 1), junk(100)), ends: false })),
  },
  {
    name: 'a frame of four gigabytes',
    ...refused('proof/malformed'),
    ...answering('light/2', () => ({ raw: concatBytes(encodeVarint(2 ** 32), junk(100)), ends: false })),
  },
  {
    name: 'a length that never ends',
    ...refused('proof/malformed'),
    ...answering('light/2', () => ({ raw: new Uint8Array(64).fill(0xff), ends: false })),
  },
  {
    name: 'no answer to reads',
    namedOnly: 'alone',
    ...unreachable('proof/timeout'),
    ...answering('light/2', () => 'silence'),
  },
  {
    name: 'no answer to warp requests',
    namedOnly: 'alone',
    ...unreachable('proof/timeout'),
    ...answering('sync/warp', () => 'silence'),
  },
  {
    name: 'a warp proof that comes byte by byte',
    namedOnly: 'alone',
    ...unreachable('proof/timeout'),
    ...answering('sync/warp', (honest) => ({ drip: honest, everyMs: DRIP_MS })),
  },
  {
    name: 'half a frame and then nothing',
    namedOnly: 'alone',
    ...unreachable('proof/timeout'),
    ...answering('light/2', () => ({ raw: concatBytes(encodeVarint(5000), junk(2000)), ends: false })),
  },
  {
    name: 'the connection cut in the middle of a question',
    ...unreachable('proof/unreachable'),
    ...answering('light/2', () => 'hang up'),
  },
  {
    name: 'announcements of junk',
    ...refused('proof/malformed'),
    notify: (protocol, honest) => [protocol === 'block-announces/1' ? junk(120) : honest],
  },
  {
    name: 'announcements that are cut short',
    ...refused('proof/malformed'),
    notify: (protocol, honest) => [protocol === 'block-announces/1' ? honest.slice(0, -3) : honest],
  },
  {
    name: 'GRANDPA messages of a kind that does not exist',
    ...refused('proof/malformed'),
    notify: (protocol, honest) => [protocol === 'grandpa/1' ? Uint8Array.of(99, 1, 2, 3) : honest],
  },
  {
    name: 'commits of junk',
    ...refused('scale/truncated', 'scale/length-exceeds-input', 'proof/malformed'),
    notify: (protocol, honest) => [
      protocol === 'grandpa/1' && honest[0] === 1 ? concatBytes(Uint8Array.of(1), junk(100)) : honest,
    ],
  },
  {
    name: 'a flood of announcements',
    isHeavy: true,
    ...refused('proof/malformed'),
    notify: (protocol, honest) => (protocol === 'block-announces/1' ? Array<Uint8Array>(FLOOD).fill(honest) : [honest]),
  },
];
