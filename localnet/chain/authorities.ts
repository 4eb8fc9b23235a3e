/**
 * Who makes the next block and who votes for it, as the state says.
 *
 *   block n is made by     Aura.Authorities[slot mod length]            of the state after block n − 1
 *   block n is voted for   by Grandpa.Authorities in set CurrentSetId   of the state after block n − 1
 *
 * So a block that changes either is itself the old authorities' work. Votes are of set CurrentSetId + N where the
 * node numbers sets from N on (`genesisSetId`), as finney's does.
 */
import type { Bytes } from '../../src/chain/bytes.ts';
import { toHex } from '../../src/chain/bytes.ts';
import type { Authority } from '../../src/chain/grandpa.ts';
import type { KeyPair } from '../../src/chain/keys.ts';
import { storage } from '../../src/chain/schema/index.ts';
import type { Authorities } from '../residents/index.ts';
import { State } from '../state.ts';
import type { Block } from '../types.ts';
import { LocalnetError } from './error.ts';

const { Aura, Grandpa } = storage;

/** Who has `slot`. @throws LocalnetError `chain/no-key` */
export function authorOf(state: State, slot: bigint, { aura }: Authorities): KeyPair {
  const turn = state.get(Aura.Authorities);
  return pairOf(aura, turn[Number(slot % BigInt(turn.length || 1))]);
}

export interface VoterSet {
  /** As in votes. */
  readonly setId: bigint;
  readonly voters: readonly Authority[];
}

/** Who votes for the block after `block`, whose state must be there. */
export function voterSetAfter({ state }: Block, genesisSetId: bigint): VoterSet {
  const after = new State(state!);
  const voters = after.get(Grandpa.Authorities).map(([publicKey, weight]) => ({ publicKey, weight }));
  return { setId: after.get(Grandpa.CurrentSetId) + genesisSetId, voters };
}

/** Their keys. @throws LocalnetError `chain/no-key` */
export const votersPairs = (voters: readonly Authority[], { grandpa }: Authorities): readonly KeyPair[] =>
  voters.map(({ publicKey }) => pairOf(grandpa, publicKey));

/** True if voters change with `block`: it is the last one that the old ones vote for. */
export const changesVoters = (block: Block, genesisSetId: bigint, setId: bigint): boolean =>
  new State(block.state!).get(Grandpa.CurrentSetId) + genesisSetId !== setId;

function pairOf(pairs: readonly KeyPair[], wanted: Bytes | undefined): KeyPair {
  const name = wanted && toHex(wanted);
  const pair = pairs.find(({ publicKey }) => toHex(publicKey) === name);
  if (!pair) throw new LocalnetError('chain/no-key', `nobody here has the key ${name} of an authority of this chain`);
  return pair;
}
