/**
 * What an epoch in the next block will pay out: the pendings, and what that block's coinbase adds first.
 *
 *   E = server + validator + root pendings at the parent  +  the block's own shares     (spec economy §8 steps 4–5, §9)
 *
 * Read at the parent block. Not computed here: blocks that also inject TAO into the subnet, since the injection moves
 * the alpha issuance before the shares are taken; such a subnet is refused rather than answered wrongly.
 */
import { ChainError } from '../error.ts';
import { storage } from '../schema/index.ts';
import { eligibilityReads, isEligible, rootSellFlagPlan } from './networks.ts';
import { participantsAlpha } from './participants-alpha.ts';
import type { ReadPlan } from './read-plan.ts';
import { read, readAll, readNamed, together } from './read-plan.ts';

const subtensor = storage.SubtensorModule;

/** What `participantsAlpha` takes, as storage has it. */
export const alphaSupplyReads = (netuid: number) => ({
  alphaInRao: read(subtensor.SubnetAlphaIn, netuid),
  alphaOutRao: read(subtensor.SubnetAlphaOut, netuid),
  rootTaoRao: read(subtensor.SubnetTAO, 0),
  taoWeight: read(subtensor.TaoWeight),
  ownerCut: read(subtensor.SubnetOwnerCut),
  ownerCutEnabled: read(subtensor.OwnerCutEnabled, netuid),
});

/**
 * `raoEmission` of an epoch of `netuid` in the block after the state that is read.
 * @throws ChainError `economy/tao-injection` for a subnet that receives TAO emission.
 */
export function* epochEmissionPlan(netuid: number): ReadPlan<bigint> {
  const [at, eligibility, rootIsKept] = yield* together(
    readNamed({
      server: read(subtensor.PendingServerEmission, netuid),
      validator: read(subtensor.PendingValidatorEmission, netuid),
      root: read(subtensor.PendingRootAlphaDivs, netuid),
      ...alphaSupplyReads(netuid),
      emissionEnabled: read(subtensor.SubnetEmissionEnabled, netuid),
    }),
    readAll(eligibilityReads(netuid)),
    rootSellFlagPlan(),
  );
  const pending = at.server + at.validator + at.root;
  if (!isEligible(netuid, eligibility)) return pending;
  if (at.emissionEnabled) {
    throw new ChainError('economy/tao-injection', `subnet ${netuid} receives TAO emission, which is not computed yet`);
  }
  const share = participantsAlpha(at);
  return pending + share.server + share.validator + (rootIsKept ? share.root : 0n);
}
