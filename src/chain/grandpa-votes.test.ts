import { describe, expect, it } from 'vitest';
import { ChainError } from './error.ts';
import {
  alice,
  authorities,
  block,
  bob,
  chain,
  charlie,
  code,
  dave,
  eve,
  fork,
  justify,
  known,
  pairs,
  round,
  setId,
  start,
  target,
  vote,
} from './grandpa.fixture.ts';
import { MAX_ANCESTRY_HEADERS, verifyJustification } from './grandpa.ts';
import type { Header } from './header.ts';
import { ed25519FromUri } from './keys.ts';

describe('verifyJustification', () => {
  it('needs more than two thirds of the voters: three of four', () => {
    const votes = pairs.map((pair) => vote(pair, target));
    expect(verifyJustification(justify(votes.slice(1)), known)).toEqual({ round, target });
    expect(() => verifyJustification(justify(votes.slice(2)), known)).toThrow(code('grandpa/not-enough-votes'));
    expect(() => verifyJustification(justify([]), known)).toThrow(code('grandpa/not-enough-votes'));
  });

  it.each([
    [1, 1],
    [2, 2],
    [3, 3],
    [4, 3],
    [6, 5],
    [7, 5],
    [20, 14],
  ])('of %i voters needs %i', (count, needed) => {
    const voters = Array.from({ length: count }, (_, i) => ed25519FromUri(`//${i}`));
    const set = { setId, authorities: voters.map(({ publicKey }) => ({ publicKey, weight: 1n })) };
    const votes = voters.map((pair) => vote(pair, target));
    expect(verifyJustification(justify(votes.slice(0, needed)), set).target).toEqual(target);
    expect(() => verifyJustification(justify(votes.slice(0, needed - 1)), set)).toThrow(ChainError);
  });

  it('counts weight, not heads', () => {
    const weights = [7n, 1n, 1n, 1n];
    const weighted = { setId, authorities: authorities.map((voter, i) => ({ ...voter, weight: weights[i]! })) };
    expect(verifyJustification(justify([vote(alice, target)]), weighted).round).toBe(round);
    const poor = [bob, charlie, dave].map((pair) => vote(pair, target));
    expect(() => verifyJustification(justify(poor), weighted)).toThrow(code('grandpa/not-enough-votes'));
  });

  it('takes no voter without weight and no empty set', () => {
    const without = { setId, authorities: authorities.map((voter) => ({ ...voter, weight: 0n })) };
    expect(() => verifyJustification(justify([vote(alice, target)]), without)).toThrow(code('grandpa/bad-authorities'));
    const part = { setId, authorities: authorities.map((voter, i) => ({ ...voter, weight: i === 0 ? 0n : 1n })) };
    const votes = pairs.map((pair) => vote(pair, target));
    expect(() => verifyJustification(justify(votes), part)).toThrow(code('grandpa/unknown-authority'));
    expect(() => verifyJustification(justify([]), { setId, authorities: [] })).toThrow(code('grandpa/bad-authorities'));
  });

  it('refuses another target than the one that must be proven', () => {
    const votes = pairs.map((pair) => vote(pair, target));
    for (const other of [block(chain[3]!), { ...target, number: 103 }, { ...target, hash: block(chain[3]!).hash }]) {
      expect(() => verifyJustification(justify(votes), { ...known, target: other })).toThrow(
        code('grandpa/wrong-target'),
      );
    }
  });

  it('refuses votes of another set or round', () => {
    const oldSet = pairs.map((pair) => vote(pair, target, { round, setId: setId - 1n }));
    expect(() => verifyJustification(justify(oldSet), known)).toThrow(code('grandpa/bad-signature'));
    const oldRound = pairs.map((pair) => vote(pair, target, { round: round - 1n, setId }));
    expect(() => verifyJustification(justify(oldRound), known)).toThrow(code('grandpa/bad-signature'));
  });

  it('refuses one bad signature among enough good ones', () => {
    const votes = pairs.map((pair) => vote(pair, target));
    const forged = { ...votes[3]!, signature: votes[2]!.signature };
    expect(() => verifyJustification(justify([...votes.slice(0, 3), forged]), known)).toThrow(
      expect.objectContaining({ code: 'grandpa/bad-signature', field: 'precommits[3].signature' }),
    );
  });

  it('refuses strangers and repeated votes', () => {
    const votes = [alice, bob, charlie].map((pair) => vote(pair, target));
    expect(() => verifyJustification(justify([...votes, vote(eve, target)]), known)).toThrow(
      code('grandpa/unknown-authority'),
    );
    expect(() => verifyJustification(justify([...votes, votes[0]!]), known)).toThrow(code('grandpa/duplicate-vote'));
  });
});

describe('votes for descendants', () => {
  it('count where headers lead to the target', () => {
    const votes = [vote(alice, target), vote(bob, block(chain[3]!)), vote(charlie, block(chain[4]!))];
    const proof = justify(votes, [chain[4]!, chain[3]!]);
    expect(verifyJustification(proof, { ...known, target })).toEqual({ round, target });
  });

  it('count on both sides of a fork above the target', () => {
    const votes = [vote(alice, block(fork)), vote(bob, block(chain[3]!)), vote(charlie, block(chain[3]!))];
    expect(verifyJustification(justify(votes, [fork, chain[3]!]), known).target).toEqual(target);
  });

  it('are refused without their headers', () => {
    const votes = [vote(alice, target), vote(bob, target), vote(charlie, block(chain[4]!))];
    for (const ancestry of [[], [chain[4]!], [chain[3]!], [chain[3]!, fork]]) {
      expect(() => verifyJustification(justify(votes, ancestry), known)).toThrow(code('grandpa/bad-ancestry'));
    }
  });

  it('are refused with headers that nobody needs', () => {
    const votes = [alice, bob, charlie].map((pair) => vote(pair, target));
    for (const ancestry of [[chain[3]!], [chain[2]!]]) {
      expect(() => verifyJustification(justify(votes, ancestry), known)).toThrow(code('grandpa/unused-ancestry'));
    }
    const higher = [vote(alice, target), vote(bob, target), vote(charlie, block(chain[3]!))];
    expect(() => verifyJustification(justify(higher, [chain[3]!, chain[3]!]), known)).toThrow(
      code('grandpa/unused-ancestry'),
    );
  });

  it('are refused when they lead past the target', () => {
    // Blocks 103 and 104 are voted for; the target claimed is the fork beside 103.
    const votes = [vote(alice, block(chain[3]!)), vote(bob, block(chain[4]!)), vote(charlie, block(chain[4]!))];
    expect(() => verifyJustification(justify(votes, [chain[4]!], block(fork)), known)).toThrow(
      code('grandpa/bad-ancestry'),
    );
  });

  it('are refused when a number is not the block’s', () => {
    const wrong = { ...block(chain[3]!), number: 104 };
    const votes = [vote(alice, target), vote(bob, target), vote(charlie, wrong)];
    expect(() => verifyJustification(justify(votes, [chain[3]!]), known)).toThrow(code('grandpa/bad-ancestry'));
    const sameHash = { ...target, number: 103 };
    const twoNumbers = [vote(alice, target), vote(bob, target), vote(charlie, sameHash)];
    expect(() => verifyJustification(justify(twoNumbers), known)).toThrow(code('grandpa/bad-ancestry'));
  });

  it('are refused when a header’s number does not follow its parent’s', () => {
    const odd = { ...chain[3]!, number: 150 };
    const votes = [vote(alice, target), vote(bob, target), vote(charlie, { ...block(odd), number: 103 })];
    expect(() => verifyJustification(justify(votes, [odd]), known)).toThrow(code('grandpa/bad-ancestry'));
  });

  it('are refused when the target’s number is not the one of its header', () => {
    const votes = [
      vote(alice, block(chain[3]!)),
      vote(bob, block(chain[3]!)),
      vote(charlie, block(chain[3]!)),
      vote(charlie, block(chain[1]!)),
    ];
    const ancestry = [chain[3]!, chain[2]!];
    expect(verifyJustification(justify(votes, ancestry), known).target).toEqual(target);
    const renumbered = { ...target, number: 105 };
    expect(() => verifyJustification(justify(votes, ancestry, renumbered), known)).toThrow(
      code('grandpa/bad-ancestry'),
    );
  });

  it('are not enough for a target below which most votes are', () => {
    const votes = [vote(alice, block(chain[1]!)), vote(bob, block(chain[1]!)), vote(charlie, target)];
    const proof = justify(votes, [chain[2]!]);
    expect(() => verifyJustification(proof, known)).toThrow(code('grandpa/not-enough-votes'));
  });

  it('are refused with more headers than the bound', () => {
    const ancestry = new Array<Header>(MAX_ANCESTRY_HEADERS + 1).fill(start);
    expect(() => verifyJustification(justify([], ancestry), known)).toThrow(code('grandpa/too-many-headers'));
  });
});

describe('a voter who votes for two blocks', () => {
  it('counts once, for either side', () => {
    const votes = [vote(alice, target), vote(bob, target), vote(charlie, block(chain[3]!)), vote(charlie, block(fork))];
    expect(verifyJustification(justify(votes, [chain[3]!, fork]), known).target).toEqual(target);
    const few = [vote(alice, target), vote(charlie, block(chain[3]!)), vote(charlie, block(fork))];
    expect(() => verifyJustification(justify(few, [chain[3]!, fork]), known)).toThrow(code('grandpa/not-enough-votes'));
  });

  it('counts for a side that it did not vote for, as in finality-grandpa', () => {
    const votes = [
      vote(alice, block(fork)),
      vote(bob, block(fork)),
      vote(charlie, block(chain[3]!)),
      vote(charlie, block(chain[2]!)),
    ];
    expect(verifyJustification(justify(votes, [chain[3]!, fork], block(fork)), known).target).toEqual(block(fork));
  });

  it('is refused a third vote', () => {
    const votes = [target, block(chain[3]!), block(fork)].map((forBlock) => vote(alice, forBlock));
    expect(() => verifyJustification(justify(votes, [chain[3]!, fork]), known)).toThrow(code('grandpa/duplicate-vote'));
  });
});
