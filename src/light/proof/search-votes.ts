/**
 * Finds the way to the newest votes where a server keeps them only for every n-th block and for changes of the voters.
 *
 *   justified ─ m ─ m ─ m ─ m ─ m ─ m ─ head           m: multiples of the period, votes are kept for them
 *                       └ the last one that our voters signed: the set changed within the next period;
 *                         walk its headers to the announcement, take the votes for that block, go on with the new set
 *
 * One question where the set did not change, about log₂ of the number of periods for each time that it did. Other
 * servers may move the justified block meanwhile: then what was found is let go, and the search begins anew from there.
 */
import type { Bytes } from '../../chain/bytes.ts';
import { toHex } from '../../chain/bytes.ts';
import { ChainError } from '../../chain/error.ts';
import { verifyJustification } from '../../chain/grandpa.ts';
import { decodeHeader, headerHash } from '../../chain/header.ts';
import { LightError } from '../errors.ts';
import type { HeaderChain } from './header-chain.ts';
import type { FinalityProof, Votes } from './server.ts';
import { announcedChange } from './voters.ts';

/** Changes of the voters that are followed in one search. */
const MAX_CHANGES = 256;
const HEADERS_AT_ONCE = 256;

export interface VotesSearch {
  readonly chain: HeaderChain;
  /** The server's finalized block. */
  readonly headNumber: number;
  readonly period: number;
  readonly finalityOf: (number: number) => Promise<FinalityProof | undefined>;
  readonly headers: (from: number, count: number) => Promise<readonly Bytes[]>;
  /** Makes the last of the headers the justified block, by votes for it. */
  readonly advance: (headers: readonly Bytes[], votes: Votes) => Promise<void>;
}

/**
 * Goes as far as the server's votes lead.
 * @returns true if they led anywhere.
 * @throws what the questions and checks throw; LightError `proof/forced-change` where a header says so, as yet unchecked.
 */
export async function searchVotes(search: VotesSearch): Promise<boolean> {
  let hasLed = false;
  const advance: VotesSearch['advance'] = async (headers, votes) => {
    await search.advance(headers, votes);
    hasLed = true;
  };
  for (let changes = 0; changes < MAX_CHANGES; changes++) {
    await goToLastOfSet({ ...search, advance });
    if (!(await passChange({ ...search, advance }))) return hasLed;
  }
  throw new LightError('proof/malformed', `More than ${MAX_CHANGES} changes of the voters in one search.`);
}

/** To the newest multiple that the voters of now have signed. */
async function goToLastOfSet({ chain, headNumber, period, finalityOf, advance }: VotesSearch): Promise<void> {
  const base = chain.justified;
  const last = Math.floor(headNumber / period);
  /** Multiples up to the one are signed by these voters, those from the other on are not, or nobody knows. */
  let signed = Math.floor(chain.justified.number / period);
  let unsigned = last + 1;
  let proof: FinalityProof | undefined;
  for (let at = last; signed + 1 < unsigned; at = Math.floor((signed + unsigned) / 2)) {
    const found = await finalityOf(at * period);
    if (chain.justified !== base) return;
    if (found && isSigned(chain, found, at * period)) {
      signed = at;
      proof = found;
    } else {
      unsigned = at;
    }
  }
  if (proof) await advance([proof.headerBytes], { kind: 'justification', bytes: proof.justification });
}

/** Over the block at which the voters change, if it is among the headers of the next period. False: there is no way on. */
async function passChange({ chain, headNumber, period, headers, finalityOf, advance }: VotesSearch): Promise<boolean> {
  const base = chain.justified;
  const path: Bytes[] = [];
  let changeAt = chain.voters.change?.at;
  const end = Math.min(headNumber, Math.max(base.number + period, changeAt ?? 0));
  while (base.number + path.length < end) {
    const from = base.number + path.length + 1;
    const part = await headers(from, Math.min(HEADERS_AT_ONCE, end - from + 1));
    if (chain.justified !== base) return true;
    if (part.length === 0) return false;
    for (const bytes of part) {
      const header = decodeHeader(bytes);
      path.push(bytes);
      const announced = announcedChange(header);
      if (announced) changeAt ??= header.number + announced.delay;
      if (header.number !== changeAt) continue;
      const proof = await finalityOf(changeAt);
      if (chain.justified !== base) return true;
      if (!proof) return false;
      if (toHex(headerHash(proof.headerBytes)) !== toHex(headerHash(bytes))) {
        throw new LightError('proof/wrong-header', `The votes for block ${changeAt} are of another chain.`);
      }
      await advance(path, { kind: 'justification', bytes: proof.justification });
      return true;
    }
  }
  return false;
}

function isSigned(chain: HeaderChain, proof: FinalityProof, number: number): boolean {
  const header = decodeHeader(proof.headerBytes);
  if (header.number !== number) throw new LightError('proof/wrong-header', `Another block than ${number} was sent.`);
  try {
    verifyJustification(proof.justification, {
      ...chain.voters,
      target: { number, hash: headerHash(proof.headerBytes) },
    });
    return true;
  } catch (error) {
    if (error instanceof ChainError && error.code.startsWith('grandpa/')) return false;
    throw error;
  }
}
