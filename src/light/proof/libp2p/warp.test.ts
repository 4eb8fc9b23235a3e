/** Warping over an answer at a time, without a network. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Bytes } from '../../../chain/bytes.ts';
import { toHex } from '../../../chain/bytes.ts';
import { createFinality } from '../../../chain/grandpa.ts';
import { header as anyHeader } from '../../../chain/header.arbitrary.ts';
import { encodeHeader, headerHash } from '../../../chain/header.ts';
import { ed25519FromSeed } from '../../../chain/keys.ts';
import { encodeWarpResponse } from '../../../chain/wire/index.ts';
import { LightError } from '../../errors.ts';
import type { FinalityProof } from '../server.ts';
import { MAX_WARP_ROUNDS } from './limits.ts';
import type { Session } from './session.ts';
import { warpFrom } from './warp.ts';

const PAIRS = [ed25519FromSeed(new Uint8Array(32).fill(1))];
const [SOME_HEADER] = fc.sample(anyHeader, { seed: 8, numRuns: 1 });
const GENESIS = { hash: `0x${'00'.repeat(32)}`, number: 0 };

function proofOf(number: number): FinalityProof {
  const headerBytes = encodeHeader({ ...SOME_HEADER!, number });
  const target = { hash: headerHash(headerBytes), number };
  return { headerBytes, justification: createFinality({ target, round: 1n, setId: 1n, pairs: PAIRS }).justification };
}
const hashOf = (number: number) => toHex(headerHash(proofOf(number).headerBytes));

/** Answers with what `answers` has for the hash that is asked from. */
function nodeWith(answers: (fromHash: string) => Bytes | LightError, finalizedNumber?: number) {
  const asked: string[] = [];
  const session: Pick<Session, 'ask' | 'finalizedNumber'> = {
    finalizedNumber,
    async ask({ request, read }) {
      asked.push(toHex(request));
      const answer = answers(toHex(request));
      if (answer instanceof LightError) throw answer;
      return read(answer);
    },
  };
  return { asked, session };
}

const response = (numbers: readonly number[], isFinished: boolean) =>
  encodeWarpResponse({ fragments: numbers.map(proofOf), isFinished });

describe('warpFrom', () => {
  it('asks on from the last fragment until the node is finished', async () => {
    const { session, asked } = nodeWith((from) =>
      from === GENESIS.hash ? response([5, 9], false) : response([12], true),
    );
    expect(await warpFrom(session, GENESIS, undefined)).toEqual([5, 9, 12].map(proofOf));
    expect(asked).toEqual([GENESIS.hash, hashOf(9)]);
  });

  it('ends after so many answers, with what it has', async () => {
    let last = 0;
    const { session, asked } = nodeWith(() => response([++last], false));
    expect(await warpFrom(session, GENESIS, undefined)).toHaveLength(MAX_WARP_ROUNDS);
    expect(asked).toHaveLength(MAX_WARP_ROUNDS);
  });

  it('leaves out what is not newer, as Substrate answers from its own head', async () => {
    const { session } = nodeWith(() => response([7], true));
    expect(await warpFrom(session, { hash: hashOf(7), number: 7 }, undefined)).toEqual([]);
  });

  it('takes a refusal for "nothing newer" only from a node that claims nothing newer', async () => {
    const refusal = new LightError('proof/unavailable', 'reset');
    const from = { hash: hashOf(7), number: 7 };
    expect(await warpFrom(nodeWith(() => refusal, 7).session, from, undefined)).toEqual([]);
    await expect(warpFrom(nodeWith(() => refusal, 8).session, from, undefined)).rejects.toBe(refusal);
    await expect(warpFrom(nodeWith(() => refusal).session, from, undefined)).rejects.toBe(refusal);
  });

  it('cannot tell where the node does not speak the protocol', async () => {
    const { session } = nodeWith(() => new LightError('proof/refused', 'no such protocol'));
    expect(await warpFrom(session, GENESIS, undefined)).toBeUndefined();
  });

  it('refuses fragments that do not ascend', async () => {
    const { session } = nodeWith(() => response([5, 5], true));
    await expect(warpFrom(session, GENESIS, undefined)).rejects.toThrow(
      expect.objectContaining({ code: 'wire/bad-response' }),
    );
  });
});
