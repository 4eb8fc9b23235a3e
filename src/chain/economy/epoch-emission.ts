/**
 * What an epoch in the next block will pay out: the pendings, and what that block's coinbase adds first.
 *
 *   E = server + validator + root pendings at the parent  +  the block's own shares     (spec economy §8 steps 4–5, §9)
 *
 * Read at the parent block.
 */
import { storage } from '../schema/index.ts';
import { blockCoinbasePlan } from './block-coinbase.ts';
import type { ReadPlan } from './read-plan.ts';
import { read, readNamed, together } from './read-plan.ts';
import { subnetCoinbase, subnetSupplyPlan } from './subnet-coinbase.ts';

const subtensor = storage.SubtensorModule;

/**
 * `raoEmission` of an epoch of `netuid` in the block after the state that is read. Three rounds.
 * @throws ChainError `economy/bad-pool`, `economy/networks-missing`
 */
export function* epochEmissionPlan(netuid: number): ReadPlan<bigint> {
  const [at, supply, { taoEmissions, rootIsKept }] = yield* together(
    readNamed({
      server: read(subtensor.PendingServerEmission, netuid),
      validator: read(subtensor.PendingValidatorEmission, netuid),
      root: read(subtensor.PendingRootAlphaDivs, netuid),
    }),
    subnetSupplyPlan(netuid),
    blockCoinbasePlan(),
  );
  const pending = at.server + at.validator + at.root;
  const taoEmission = taoEmissions.get(netuid);
  if (taoEmission === undefined) return pending;
  const { share } = subnetCoinbase(supply, taoEmission);
  return pending + share.server + share.validator + (rootIsKept ? share.root : 0n);
}
