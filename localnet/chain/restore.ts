/**
 * Brings back what an earlier process stored, and believes none of it unseen.
 *
 * The proof of the last finality names the finalized block; every header is named by the next one's parent hash; states
 * and bodies by the roots in the headers. So whatever was damaged on the disk is found here, not by a client later.
 */
import type { Bytes } from '../../src/chain/bytes.ts';
import { equalBytes } from '../../src/chain/bytes.ts';
import { ChainError } from '../../src/chain/error.ts';
import { verifyJustification } from '../../src/chain/grandpa.ts';
import { decodeHeader } from '../../src/chain/header.ts';
import { orderedTrieRoot, Trie } from '../../src/chain/trie/index.ts';
import { applyChanges } from '../state.ts';
import type { Block, Finality } from '../types.ts';
import { voterSetAfter } from './authorities.ts';
import { LocalnetError } from './error.ts';
import type { StoredBlock, StoredChain } from './store.ts';

export interface RestoredChain {
  readonly genesis: Block;
  readonly firstNumber: number;
  /** From the oldest block whose state is kept to the finalized one. */
  readonly recent: readonly Block[];
  readonly finality: Finality | undefined;
}

/** @throws LocalnetError `store/corrupt` */
export function restoreChain(stored: StoredChain, genesisSetId: bigint): RestoredChain {
  try {
    const genesis = restoreBlock(stored.genesis.block, applyChanges(Trie.empty(1), stored.genesis.changes));
    const base = restoreBlock(stored.base.block, applyChanges(Trie.empty(1), [...stored.base.state]));
    const recent = [base];
    for (const { block, changes } of stored.recent) {
      const parent = recent.at(-1)!;
      const next = restoreBlock(block, applyChanges(parent.state!, changes));
      if (!equalBytes(next.header.parentHash, parent.hash)) throw corrupt(`block ${block.number} has another parent`);
      recent.push(next);
    }
    const head = recent.at(-1)!;
    const finality = stored.finality && { ...stored.finality, block: head };
    if (finality) assertProven(finality, recent.at(-2) ?? genesis, genesisSetId);
    return { genesis, firstNumber: stored.firstNumber, recent, finality };
  } catch (error) {
    throw error instanceof ChainError ? corrupt(error.message, error) : error;
  }
}

/** A block whose state is not at hand. @throws ChainError if the header cannot be read. */
export function prunedBlock(stored: StoredBlock): Block {
  const { body = [], ...rest } = stored;
  const block = { ...rest, header: decodeHeader(stored.headerBytes), body, state: undefined };
  return stored.body ? block : { ...block, isBodyPruned: true };
}

function restoreBlock(stored: StoredBlock, state: Trie): Block {
  const block = prunedBlock(stored);
  assertRoot(state.root(), block.header.stateRoot, `the state of block ${stored.number}`);
  assertRoot(orderedTrieRoot(block.body), block.header.extrinsicsRoot, `the body of block ${stored.number}`);
  return { ...block, state };
}

function assertRoot(got: Bytes, expected: Bytes, what: string): void {
  if (!equalBytes(got, expected)) throw corrupt(`${what} is not what its header says`);
}

/** The voters are those that the state of the parent names. */
function assertProven({ block, justification }: Finality, parent: Block, genesisSetId: bigint): void {
  const { setId, voters: authorities } = voterSetAfter(parent, genesisSetId);
  verifyJustification(justification, { target: { hash: block.hash, number: block.number }, setId, authorities });
}

function corrupt(what: string, cause?: unknown): LocalnetError {
  return new LocalnetError('store/corrupt', `the database is damaged: ${what}; remove it to start a new chain`, cause);
}
