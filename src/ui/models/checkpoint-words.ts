/**
 * What is said about a checkpoint: what kind it is, how old, and how the search for one among servers goes.
 */
import type { TrustAnchor } from '../../light/types.ts';
import type { CheckpointSearch } from '../../roles/index.ts';
import { formatCount, unbroken } from '../format/index.ts';
import { TOO_OLD } from './need.ts';

const KIND_WORDS: Readonly<Record<TrustAnchor['kind'], string>> = {
  genesis: 'the genesis block of the specification',
  pinned: 'shipped with this page',
  imported: 'from a file that you chose',
  servers: 'named by several servers',
};

export const kindWords = (kind: TrustAnchor['kind']): string => KIND_WORDS[kind];

const DAY_MS = 24 * 60 * 60 * 1000;
/**
 * From here on a checkpoint is called old, as the proof engine does when it begins with one. What is too old to begin
 * with is the engine's to say (`checkpoint/too-old`).
 */
const OLD_MS = 14 * DAY_MS;

export type Freshness = 'fresh' | 'old' | 'too old';

export function freshness(takenAtMs: number, nowMs: number, failureCode: string | undefined): Freshness {
  if (failureCode === TOO_OLD) return 'too old';
  return nowMs - takenAtMs > OLD_MS ? 'old' : 'fresh';
}

export interface SearchWords {
  readonly title: string;
  readonly detail: string;
  readonly tone: 'good' | 'waiting' | 'bad';
}

/** `isFirst`: there is no checkpoint yet; else a comparison, which changes nothing by itself. */
export function describeSearch(search: CheckpointSearch, isFirst: boolean): SearchWords {
  const told = search.answers.filter(({ block }) => block !== undefined).length;
  const of = `${many(told)} of ${many(search.answers.length)}`;
  switch (search.state) {
    case 'searching':
      return {
        title: isFirst ? 'Asking servers for a checkpoint' : 'Comparing with the servers',
        detail: `${of} have answered. None is believed by itself: enough of them must name the same block.`,
        tone: 'waiting',
      };
    case 'agreed':
      return isFirst
        ? {
            title: 'The servers agree',
            detail: `${of} named the same block. The chain is followed from it.`,
            tone: 'good',
          }
        : { title: 'The servers agree', detail: `${of} named the same block as you have.`, tone: 'good' };
    case 'differ':
      return {
        title: 'The servers contradict each other',
        detail: 'At least one of them lies or follows another chain. Nothing is taken from any of them.',
        tone: 'bad',
      };
    case 'failed':
      return {
        title: isFirst ? 'No checkpoint was found' : 'The comparison could not be made',
        detail: `${of} answered; that is not enough.`,
        tone: 'bad',
      };
  }
}

/** Which answers stand apart: the groups of equal blocks, the largest first. `letter` marks the group in words. */
export function groupAnswers(search: CheckpointSearch): ReadonlyMap<string, string> {
  const counts = new Map<string, number>();
  for (const { block } of search.answers) if (block) counts.set(block.hash, (counts.get(block.hash) ?? 0) + 1);
  const ordered = [...counts].sort(([, a], [, b]) => b - a);
  return new Map(
    ordered.map(([hash], index) => [hash, String.fromCharCode(FIRST_LETTER + Math.min(index, LETTERS - 1))]),
  );
}

const FIRST_LETTER = 'A'.charCodeAt(0);
const LETTERS = 26;
const many = (count: number) => unbroken(formatCount(count));

/** How a hash that a person pasted compares: `empty`, or what it says. Case and blanks do not count. */
export function compareHash(pasted: string, hash: string): 'empty' | 'equal' | 'different' {
  const text = pasted.trim().toLowerCase();
  if (text === '') return 'empty';
  return text === hash || `0x${text}` === hash ? 'equal' : 'different';
}
