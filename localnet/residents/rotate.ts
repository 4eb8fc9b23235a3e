/**
 * Authorities that change by themselves: every so many blocks `//Alice`, who is sudo, hands power to the next four keys.
 *
 *   block k·n imported ─▶ sudo(batch_all(swap_authorities, schedule_grandpa_change)) ─▶ in block k·n + 1
 *                         keys k … k + 3 of the eight, round and round
 *
 * As finney does it, by hand and seldom; here by the clock, so that light clients can be tried against it. The same
 * blocks are always followed by the same keys.
 */
import { sr25519FromUri } from '../../src/chain/keys.ts';
import type { RuntimeCall } from '../../src/chain/schema/index.ts';
import type { ChainView, PoolRefusal } from '../types.ts';
import type { Authorities } from './keys.ts';
import { authorityWindow, heldAuthorities } from './keys.ts';
import { nextNonce } from './next-nonce.ts';
import type { SigningVersion } from './sign.ts';
import { signCall } from './sign.ts';

const SUDO = '//Alice';

export interface RotateOptions {
  readonly chain: ChainView;
  /** Blocks from one change to the next, 1 or more. */
  readonly everyBlocks: number;
  readonly version: SigningVersion;
  readonly onRefused: (refusal: PoolRefusal) => void;
}

/** Begins with the next imported block. Returns how to stop. */
export function rotateAuthorities({ chain, everyBlocks, version, onRefused }: RotateOptions): () => void {
  const held = heldAuthorities();
  const sudo = sr25519FromUri(SUDO);
  return chain.subscribe((event) => {
    if (event.type !== 'imported' || event.block.number % everyBlocks !== 0) return;
    const next = authorityWindow(held, event.block.number / everyBlocks);
    const nonce = nextNonce(chain, sudo.publicKey);
    const result = chain.submit(signCall(chain, version, sudo, nonce, handOver(next)), 'own');
    if (!result.ok) onRefused(result);
  });
}

/** The call with which sudo hands power to `next`: block makers from the next block on, voters after it. */
export function handOver({ aura, grandpa }: Authorities): RuntimeCall {
  const newAuthorities = aura.map(({ publicKey }) => publicKey);
  const nextVoters = grandpa.map(({ publicKey }) => [publicKey, 1n] as const);
  const calls = [
    { type: 'AdminUtils', value: [{ type: 'swap_authorities', value: { new_authorities: newAuthorities } }] },
    {
      type: 'AdminUtils',
      value: [
        {
          type: 'schedule_grandpa_change',
          value: { next_authorities: nextVoters, in_blocks: 0, forced: undefined },
        },
      ],
    },
  ] as const;
  const batch = { type: 'Utility', value: [{ type: 'batch_all', value: { calls } }] } as const;
  return { type: 'Sudo', value: [{ type: 'sudo', value: { call: batch } }] };
}
