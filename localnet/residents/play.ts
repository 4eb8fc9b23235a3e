/**
 * Lets the residents live: after every block each of them decides whether it is time to act, signs and submits like
 * anybody else.
 *
 *   imported block ─▶ decide (per resident) ─▶ sign, one nonce after the other ─▶ pool ─▶ next block
 *
 * While something of a resident is on its way, it says no more; what has not come into a block when its era ends is
 * forgotten.
 */
import { storage } from '../../src/chain/schema/index.ts';
import { State } from '../state.ts';
import type { ChainView, PoolRefusal } from '../types.ts';
import { decide } from './decide.ts';
import { Commits } from './hash-commit.ts';
import type { SigningVersion } from './sign.ts';
import { ERA_BLOCKS, signCall } from './sign.ts';
import type { Resident } from './types.ts';

const { System } = storage;

export interface PlayOptions {
  readonly chain: ChainView;
  readonly residents: readonly Resident[];
  readonly seed: string;
  readonly version: SigningVersion;
  /** Told when a resident's submission was refused: for the log. */
  readonly onRefused?: (resident: Resident, refusal: PoolRefusal) => void;
}

/** Nobody speaks again sooner than this, whatever became of what was said: a call that fails is not tried at every block. */
const PAUSE_BLOCKS = 4;

/** What is on its way: all of it has come in when the account's nonce is `nonce`. */
interface Underway {
  readonly nonce: number;
  /** Block after which it was submitted. */
  readonly since: number;
}

const isBusy = ({ nonce, since }: Underway, accountNonce: number, number: number): boolean =>
  number < since + (accountNonce < nonce ? ERA_BLOCKS : PAUSE_BLOCKS);

/** Starts with the next imported block. Returns how to stop. */
export function playResidents(options: PlayOptions): () => void {
  const { chain, residents, seed, version } = options;
  const underway = new Map<Resident, Underway>();
  const commits = new Commits();
  return chain.subscribe((event) => {
    if (event.type !== 'imported' || !event.block.state) return;
    const { number } = event.block;
    const state = new State(event.block.state);
    for (const resident of residents) {
      const { pair } = resident;
      const { nonce } = state.get(System.Account, pair.publicKey);
      const waitsFor = underway.get(resident);
      if (waitsFor && isBusy(waitsFor, nonce, number)) continue;
      underway.delete(resident);
      const calls = decide(resident, { seed, state, number, commits });
      if (calls.length === 0) continue;
      underway.set(resident, { nonce: nonce + calls.length, since: number });
      for (const [i, call] of calls.entries()) {
        const result = chain.submit(signCall(chain, version, pair, nonce + i, call), 'own');
        if (!result.ok) {
          options.onRefused?.(resident, result);
          break;
        }
      }
    }
  });
}
