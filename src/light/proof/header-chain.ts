/**
 * The part of the chain that is not final yet, as a tree of checked headers over the last block that was voted for.
 *
 *   justified ─▶ header ─▶ header ─▶ best          every header: right seal, its author's turn, later slot, known parent
 *        ▲          └─▶ header (a fork)
 *        └── votes move it up; what does not descend from it is dropped
 *
 * Pure but for what it remembers: bytes come in, and it throws or knows more. Nothing is believed because of who said it.
 */
import { assertSlotIncreases, auraAuthoritiesChange, auraSlot, verifySeal } from '../../chain/aura.ts';
import type { BlockHash, BlockRef } from '../../chain/block-ref.ts';
import type { Bytes } from '../../chain/bytes.ts';
import { equalBytes, fromHex, toHex } from '../../chain/bytes.ts';
import { ChainError } from '../../chain/error.ts';
import { commitCodec, justificationCodec, verifyCommit, verifyJustification } from '../../chain/grandpa.ts';
import type { Header } from '../../chain/header.ts';
import { decodeHeader, headerHash } from '../../chain/header.ts';
import { encode, ScaleReader } from '../../chain/scale/index.ts';
import { isLightError, LightError } from '../errors.ts';
import type { Votes } from './server.ts';
import type { Voters } from './voters.ts';
import { announcedChange, votersAfter } from './voters.ts';

/** Headers that wait for finality. Nodes keep votes for every 512th block; twice that, and room for forks. */
export const MAX_OPEN_HEADERS = 2048;
/** Sets of voters remembered after they were replaced. */
const MAX_RETIRED_SETS = 16;
/** How far a slot may lie ahead of our clock (spec: 30 s). */
const MAX_SLOT_AHEAD_MS = 30_000;

/** A header that was checked. */
export interface KnownBlock extends BlockRef {
  readonly header: Header;
  /** The bytes that the hash is of. */
  readonly headerBytes: Bytes;
  /** Hex key of who built it; undefined for the block that we began with. */
  readonly author: string | undefined;
  /** Who builds the block after it, in the chain's order. */
  readonly authors: readonly Bytes[];
  /** It says that the voters are replaced without being voted for. */
  readonly forcesVoters: boolean;
}

export class HeaderChain {
  #justified: KnownBlock;
  #voters: Voters;
  /** Who voted before: from the block after `after` on, up to `until`. Oldest first. */
  readonly #retired: { readonly voters: Voters; readonly after: number; readonly until: number }[] = [];
  #best: KnownBlock;
  /** The number of the block that we began with. */
  readonly #begunAt: number;
  #authorsAreSure = true;
  /** By hash: the justified block and its checked descendants. */
  #blocks: Map<BlockHash, KnownBlock>;
  /** Ms per slot; undefined until proved state told it. Without it, slots are not compared with the clock. */
  slotMs: number | undefined;
  headersChecked = 0;
  sealsChecked = 0;
  votesChecked = 0;

  constructor(headerBytes: Bytes, voters: Voters, authors: readonly Bytes[]) {
    this.#justified = beginning(headerBytes, authors);
    this.#best = this.#justified;
    this.#begunAt = this.#justified.number;
    this.#voters = voters;
    this.#blocks = new Map([[this.#justified.hash, this.#justified]]);
  }

  /** The last block whose votes were checked. */
  get justified(): KnownBlock {
    return this.#justified;
  }
  get voters(): Voters {
    return this.#voters;
  }
  /** The end of the longest chain; of two, the one that was there first. */
  get best(): KnownBlock {
    return this.#best;
  }

  /** A block that is justified or descends from it. */
  block(hash: BlockHash): KnownBlock | undefined {
    return this.#blocks.get(hash);
  }

  /**
   * Checks and adds a header.
   * @param nowMs wall clock, to refuse slots of the future.
   * @returns false if its parent is not known; true if it is there now or was before.
   * @throws ChainError `aura/…`, `grandpa/duplicate-change`, `scale/…`; LightError `proof/wrong-number`,
   *   `proof/future-slot`, `proof/too-many-headers` (there is no room, which is nobody's fault).
   */
  add(headerBytes: Bytes, nowMs: number): boolean {
    const hash = toHex(headerHash(headerBytes));
    if (this.#blocks.has(hash)) return true;
    const header = decodeHeader(headerBytes);
    const parent = this.#blocks.get(toHex(header.parentHash));
    if (!parent) return false;
    if (header.number !== followingNumber(parent, header)) {
      throw new LightError('proof/wrong-number', `A header of number ${header.number} follows block ${parent.number}.`);
    }
    if (this.isFull) this.#dropForks();
    if (this.isFull || !this.#blocks.has(parent.hash)) {
      throw new LightError('proof/too-many-headers', `More than ${MAX_OPEN_HEADERS} headers wait for finality.`);
    }
    assertSlotIncreases(parent.header, header);
    if (this.slotMs !== undefined && Number(auraSlot(header)) * this.slotMs > nowMs + MAX_SLOT_AHEAD_MS) {
      throw new LightError('proof/future-slot', `Block ${header.number} claims a slot of the future.`);
    }
    const { authorIndex } = verifySeal(header, parent.authors);
    this.headersChecked += 1;
    this.sealsChecked += 1;
    const block: KnownBlock = {
      number: header.number,
      hash,
      header,
      headerBytes,
      author: toHex(parent.authors[authorIndex]!),
      authors: auraAuthoritiesChange(header) ?? parent.authors,
      forcesVoters: forcesVoters(header),
    };
    this.#blocks.set(hash, block);
    if (block.number > this.#best.number) this.#best = block;
    return true;
  }

  /**
   * Checks votes for a block of the tree and makes it the justified one.
   * @returns the blocks that became final, oldest first; empty if the block was final already.
   * @throws ChainError `grandpa/…`, `scale/…`; LightError `proof/set-change-skipped`, `proof/unknown-target`.
   */
  finalize(votes: Votes): readonly KnownBlock[] {
    const target = targetOf(votes);
    if (target.number <= this.#justified.number) return [];
    const block = this.#blocks.get(target.hash);
    if (!block)
      throw new LightError('proof/unknown-target', `Votes are for block ${target.number}, which is not known.`);
    const path = this.pathTo(block);
    const after = votersAfter(
      this.#voters,
      path.map(({ header }) => header),
    );
    this.#check(votes, block);
    this.#replaceVoters(after, block.number);
    this.#rebase(block);
    return path;
  }

  /** True while as many headers wait for finality as there is room for. */
  get isFull(): boolean {
    return this.#blocks.size >= MAX_OPEN_HEADERS;
  }

  /**
   * Goes to a block that votes are for, over headers that were not added one by one: either all of them from the justified
   * block on, each the child of the one before, or the voted one alone.
   * @returns the blocks known to have become final, oldest first; empty if the voted one was final already.
   * @throws as `finalize`; LightError `proof/unconnected` if the headers do not follow on each other.
   */
  advance(headers: readonly Bytes[], votes: Votes): readonly KnownBlock[] {
    const path = headers.map((bytes) => beginning(bytes, this.#justified.authors));
    const target = path.at(-1);
    if (!target || target.number <= this.#justified.number) return [];
    if (this.#blocks.has(target.hash)) return this.finalize(votes);
    const isWhole = toHex(path[0]!.header.parentHash) === this.#justified.hash;
    const isLinked = path.every(({ header }, i) => i === 0 || toHex(header.parentHash) === path[i - 1]!.hash);
    if (!isLinked || (path.length > 1 && !isWhole)) {
      throw new LightError('proof/unconnected', 'The headers do not follow on each other.');
    }
    const passed = path.map(({ header }) => header);
    const after = votersAfter(this.#voters, passed);
    this.#check(votes, target);
    this.headersChecked += path.length;
    this.#replaceVoters(after, target.number);
    this.#authorsAreSure &&= isWhole;
    const changes = passed.map(auraAuthoritiesChange).filter((change) => change !== undefined);
    this.#beginAt({ ...target, authors: changes.at(-1) ?? target.authors });
    return isWhole ? [...path.slice(0, -1), this.#justified] : [this.#justified];
  }

  /**
   * Checks votes for a block that is final by now, with those who voted when it became so. Does nothing if that is not
   * remembered. Of a commit only the set is looked at: the headers that it may need are gone.
   * @throws ChainError `grandpa/…`, `scale/…`.
   */
  recheck(votes: Votes, block: BlockRef): void {
    if (block.number > this.#justified.number) return;
    const last = this.#retired.at(-1)?.until ?? this.#begunAt;
    const now = { voters: this.#voters, after: last, until: this.#justified.number };
    const then = [...this.#retired, now].find(({ after, until }) => block.number > after && block.number <= until);
    if (!then) return;
    const { setId, authorities } = then.voters;
    const target = { number: block.number, hash: fromHex(block.hash) };
    if (votes.kind === 'justification') verifyJustification(votes.bytes, { setId, authorities, target });
    else withAncestry(votes.bytes, [], setId);
  }

  /** Who builds after the justified block, by its state: after a jump, changes on the way were not seen. */
  setAuthors(authors: readonly Bytes[]): void {
    this.#authorsAreSure = true;
    const before = this.#justified.authors;
    if (authors.length === before.length && authors.every((author, i) => equalBytes(author, before[i]!))) return;
    // Headers that were checked against other authors have to be checked again.
    this.#beginAt({ ...this.#justified, authors });
  }

  /** A change of the voters that waits for its block, by the justified block's state: after a jump it was not seen. */
  setPendingChange(change: NonNullable<Voters['change']>): void {
    if (this.#voters.change || change.at <= this.#justified.number) return;
    this.#voters = { ...this.#voters, change };
  }

  /** False after a jump, until the state of a block has told who builds: they may have changed on the way. */
  get authorsAreSure(): boolean {
    return this.#authorsAreSure;
  }

  /** The blocks after the justified one up to `block`, oldest first. */
  pathTo(block: KnownBlock): readonly KnownBlock[] {
    const path: KnownBlock[] = [];
    for (let at: KnownBlock | undefined = block; at && at.hash !== this.#justified.hash; at = this.#parentOf(at)) {
      path.push(at);
    }
    return path.reverse();
  }

  /**
   * How many different authors have built on `block` up to the best one, of how many. Only authors that votes vouch for
   * count: a block that is not final may name others, and whoever sealed it alone could name keys of his own.
   */
  confirmations(block: BlockRef): { readonly authors: number; readonly of: number } {
    const known = this.#provedAuthors;
    const builders = new Set<string>();
    for (let at: KnownBlock | undefined = this.#best; at && at.number > block.number; at = this.#parentOf(at)) {
      if (at.author !== undefined && known.has(at.author)) builders.add(at.author);
    }
    return { authors: builders.size, of: known.size };
  }

  /** The newest block on which more than two thirds of the authors have built, counted so; undefined if none is known. */
  get confirmed(): KnownBlock | undefined {
    const known = this.#provedAuthors;
    const needed = Math.floor((2 * known.size) / 3) + 1;
    const builders = new Set<string>();
    for (let at: KnownBlock | undefined = this.#best; at; at = this.#parentOf(at)) {
      if (builders.size >= needed) return at;
      if (at.author !== undefined && known.has(at.author)) builders.add(at.author);
    }
    return undefined;
  }

  /** The block that replaced the voters by force, once more than two thirds of the authors have built on it. */
  get forcedChange(): KnownBlock | undefined {
    const { confirmed } = this;
    return confirmed && this.pathTo(confirmed).find((block) => block.forcesVoters);
  }

  get #provedAuthors(): ReadonlySet<string> {
    return new Set(this.#justified.authors.map(toHex));
  }

  #parentOf(block: KnownBlock): KnownBlock | undefined {
    return block.hash === this.#justified.hash ? undefined : this.#blocks.get(toHex(block.header.parentHash));
  }

  #check(votes: Votes, block: BlockRef): void {
    const expected = { ...this.#voters, target: { number: block.number, hash: fromHex(block.hash) } };
    const higher = votes.kind === 'commit' ? this.#votedAbove(votes.bytes, block) : [];
    if (votes.kind === 'justification') verifyJustification(votes.bytes, expected);
    else if (higher.length === 0) verifyCommit(votes.bytes, expected);
    else verifyJustification(withAncestry(votes.bytes, higher, this.#voters.setId), expected);
    this.votesChecked += 1;
  }

  /**
   * The headers between a commit's target and the higher blocks that some of its votes are for. A commit is gossiped
   * without them, as whoever gets it follows the chain.
   * @throws LightError `proof/unknown-target` if a vote is for a block that is not known.
   */
  #votedAbove(commit: Bytes, target: BlockRef): readonly Header[] {
    const headers = new Map<BlockHash, Header>();
    for (const vote of commitCodec.read(new ScaleReader(commit)).precommits) {
      const hash = toHex(vote.hash);
      if (hash === target.hash || vote.number <= target.number) continue;
      const block = this.#blocks.get(hash);
      if (!block) {
        const reason = `A vote is for block ${vote.number}, which is not known.`;
        throw new LightError('proof/unknown-target', reason, { data: { hash } });
      }
      for (
        let at: KnownBlock | undefined = block;
        at && at.number > target.number && !headers.has(at.hash);
        at = this.#parentOf(at)
      ) {
        headers.set(at.hash, at.header);
      }
    }
    return [...headers.values()];
  }

  #replaceVoters(voters: Voters, until: number): void {
    if (voters.setId !== this.#voters.setId) {
      const after = this.#retired.at(-1)?.until ?? this.#begunAt;
      this.#retired.push({ voters: this.#voters, after, until });
      if (this.#retired.length > MAX_RETIRED_SETS) this.#retired.shift();
    }
    this.#voters = voters;
  }

  /** Leaves the best chain alone. */
  #dropForks(): void {
    const kept = [this.#justified, ...this.pathTo(this.#best)];
    this.#blocks = new Map(kept.map((block) => [block.hash, block]));
  }

  #beginAt(block: KnownBlock): void {
    this.#justified = block;
    this.#best = block;
    this.#blocks = new Map([[block.hash, block]]);
  }

  /** Drops what does not descend from `block`. */
  #rebase(block: KnownBlock): void {
    const kept = new Map([[block.hash, block]]);
    // In the order in which they came, so a parent is always before its children.
    for (const [hash, candidate] of this.#blocks) {
      if (candidate.number > block.number && kept.has(toHex(candidate.header.parentHash))) kept.set(hash, candidate);
    }
    this.#blocks = kept;
    this.#justified = block;
    if (!kept.has(this.#best.hash)) this.#best = [...kept.values()].reduce((a, b) => (b.number > a.number ? b : a));
  }
}

/** A commit as the justification that it would be with its headers. @throws ChainError `grandpa/wrong-set`, `grandpa/unequal-counts`. */
function withAncestry(commit: Bytes, ancestry: readonly Header[], expectedSetId: bigint): Bytes {
  const { round, setId, target, precommits, signatures } = commitCodec.read(new ScaleReader(commit));
  if (setId !== expectedSetId) {
    throw new ChainError('grandpa/wrong-set', `expected votes of set ${expectedSetId}, got set ${setId}`, {});
  }
  if (precommits.length !== signatures.length) {
    const counts = `${precommits.length} votes and ${signatures.length} signatures`;
    throw new ChainError('grandpa/unequal-counts', counts, {});
  }
  const signed = precommits.map((vote, i) => ({ target: vote, ...signatures[i]! }));
  return encode(justificationCodec, { round, target, precommits: signed, ancestry });
}

/** The block that votes are for, read without checking anything. @throws ChainError `scale/…`. */
export function targetOf(votes: Votes): BlockRef {
  const codec = votes.kind === 'commit' ? commitCodec : justificationCodec;
  const { target } = codec.read(new ScaleReader(votes.bytes));
  return { number: target.number, hash: toHex(target.hash) };
}

function beginning(headerBytes: Bytes, authors: readonly Bytes[]): KnownBlock {
  const header = decodeHeader(headerBytes);
  return {
    number: header.number,
    hash: toHex(headerHash(headerBytes)),
    header,
    headerBytes,
    author: undefined,
    authors,
    forcesVoters: false,
  };
}

/** @throws as `announcedChange`, but for that. */
function forcesVoters(header: Header): boolean {
  try {
    announcedChange(header);
    return false;
  } catch (error) {
    if (isLightError(error, 'proof/forced-change')) return true;
    throw error;
  }
}

/** One more than the parent's. A chain that goes on from another chain's state begins with any number after its genesis. */
function followingNumber(parent: KnownBlock, header: Header): number {
  return parent.number === 0 ? Math.max(header.number, 1) : parent.number + 1;
}
