/**
 * What one server shows of a block: that its header hashes to the name, when it was built, and who votes and builds after
 * it, by proofs under the header's state root. What comes out is true of the block; whether the block is the chain's is not said here.
 */
import type { BlockRef } from '../../../chain/block-ref.ts';
import type { Bytes } from '../../../chain/bytes.ts';
import { toHex } from '../../../chain/bytes.ts';
import type { Authority } from '../../../chain/grandpa.ts';
import { decodeHeader, headerHash } from '../../../chain/header.ts';
import { decodeValue, storage, storageKey } from '../../../chain/schema/index.ts';
import { verifyProof } from '../../../chain/trie/index.ts';
import { LightError } from '../../errors.ts';
import type { ChainServer, QuestionOptions } from '../server.ts';

export interface StateFacts {
  readonly headerBytes: Bytes;
  readonly authorities: readonly Authority[];
  /** As the pallet counts it, which is not as the voters do: see `settle-set-id.ts`. */
  readonly storedSetId: bigint;
  readonly auraAuthorities: readonly Bytes[];
  /** When the block was built, wall-clock ms of its author; 0 at the genesis. */
  readonly builtAtMs: number;
}

/** @throws LightError as questions do, `proof/wrong-header`, `light/unexpected-state`; ChainError `trie/…`. */
export async function readStateFacts(
  server: ChainServer,
  block: BlockRef,
  options: QuestionOptions,
): Promise<StateFacts> {
  const headerBytes = await server.header(block.hash, options);
  const { number, stateRoot } = decodeHeader(headerBytes);
  if (toHex(headerHash(headerBytes)) !== block.hash || number !== block.number) {
    throw new LightError('proof/wrong-header', `Another header than that of block ${block.number} was sent.`);
  }
  const { Authorities, CurrentSetId, PendingChange } = storage.Grandpa;
  const Authors = storage.Aura.Authorities;
  const { Now } = storage.Timestamp;
  const keys = [
    storageKey(Authorities),
    storageKey(CurrentSetId),
    storageKey(PendingChange),
    storageKey(Authors),
    storageKey(Now),
  ];
  const proof = verifyProof(stateRoot, await server.readProof(block.hash, keys, options));
  const [voters, setId, pending, authors, now] = keys.map((key) => proof.get(key));
  if (pending !== undefined) throw unusable('its voters are about to change');
  const authorities = decodeValue(Authorities, voters).map(([publicKey, weight]) => ({ publicKey, weight }));
  const auraAuthorities = decodeValue(Authors, authors);
  if (authorities.length === 0 || auraAuthorities.length === 0) throw unusable('nobody votes or builds after it');
  const storedSetId = decodeValue(CurrentSetId, setId);
  return { headerBytes, authorities, storedSetId, auraAuthorities, builtAtMs: Number(decodeValue(Now, now)) };
}

function unusable(why: string): LightError {
  return new LightError('light/unexpected-state', `This block cannot be a checkpoint: ${why}.`, {
    data: { item: 'Grandpa' },
  });
}
