/**
 * Weights that are committed as a hash in one epoch and revealed by their author in a later one (spec participation §5.3).
 *
 *   epoch c: hash( hotkey, index, uids, values, salt, version )        epoch c + P: the same values, and the chain compares
 *
 * The salt follows from the resident and the epoch. What was committed is remembered; after a restart it is thought up
 * once more, which gives the same for those who do not copy, and nothing is revealed that does not match.
 */
import type { Bytes } from '../../src/chain/bytes.ts';
import { equalBytes } from '../../src/chain/bytes.ts';
import type { WeightsCommit } from '../../src/chain/weights/index.ts';
import { weightsCommitHash } from '../../src/chain/weights/index.ts';
import type { WeightRow } from '../data/replay.ts';
import { drawU32 } from './chance.ts';

/** As many as the SDK takes. */
const SALT_ITEMS = 8;
const U16_MAX = 0xffff;
/** Commits remembered: of all residents, for a few epochs. The oldest is forgotten first. */
const MAX_REMEMBERED = 256;

/** Whose weights, and where they belong. */
export interface CommitOwner {
  readonly seed: string;
  readonly name: string;
  readonly hotkey: Bytes;
  /** `netuid + 4096 · mechanism`. */
  readonly index: number;
  readonly versionKey: bigint;
}

/** What `owner` commits in `epoch`. */
export function hashCommit({ seed, name, hotkey, index, versionKey }: CommitOwner, epoch: bigint, row: WeightRow) {
  const salt = Array.from({ length: SALT_ITEMS }, (_, i) => drawU32(seed, name, index, epoch, i, 'salt') & U16_MAX);
  const content: WeightsCommit = {
    hotkey,
    storageIndex: index,
    uids: row.map(([uid]) => uid),
    values: row.map(([, value]) => value),
    salt,
    versionKey,
  };
  return { content, hash: weightsCommitHash(content) };
}

export type Committed = ReturnType<typeof hashCommit>;

/** What was committed, until it is revealed or forgotten. */
export class Commits {
  readonly #held = new Map<string, Committed>();

  remember(owner: CommitOwner, epoch: bigint, committed: Committed): void {
    this.#held.set(nameOf(owner, epoch), committed);
    for (const oldest of this.#held.keys()) {
      if (this.#held.size <= MAX_REMEMBERED) break;
      this.#held.delete(oldest);
    }
  }

  /** What has this hash: as remembered, or as `again` says; undefined if neither does. */
  find(owner: CommitOwner, epoch: bigint, hash: Bytes, again: () => WeightRow | undefined): WeightsCommit | undefined {
    const remembered = this.#held.get(nameOf(owner, epoch));
    if (remembered && equalBytes(remembered.hash, hash)) return remembered.content;
    const row = again();
    const made = row && hashCommit(owner, epoch, row);
    return made && equalBytes(made.hash, hash) ? made.content : undefined;
  }
}

const nameOf = ({ name, index }: CommitOwner, epoch: bigint): string => `${name}/${index}/${epoch}`;
