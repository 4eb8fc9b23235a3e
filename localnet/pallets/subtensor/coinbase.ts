/**
 * The coinbase of a block in which no subnet receives TAO (spec economy §8 with every `SubnetEmissionEnabled` false).
 *
 * Shares, injection and buying then come to nothing: the TAO minted for the block is recycled at once, and what is left
 * is the participants' alpha of step 4. Root's part is recycled too while moving prices sum to at most 1 TAO.
 */
import { alphaSupplyReads, participantsAlpha, readNamed, rootSellFlagPlan } from '../../../src/chain/economy/index.ts';
import { storage } from '../../../src/chain/schema/index.ts';
import type { BlockExecution } from '../block-execution.ts';
import { eligibleSubnets, query } from './walk.ts';

const subtensor = storage.SubtensorModule;

/** Adds this block's alpha to the pendings of every eligible subnet. */
export function payParticipants({ state }: BlockExecution): void {
  const rootIsKept = query(state, rootSellFlagPlan());
  for (const netuid of eligibleSubnets(state)) {
    if (state.get(subtensor.SubnetEmissionEnabled, netuid)) {
      throw new Error(`subnet ${netuid} would receive TAO, which this chain cannot do yet`);
    }
    const supply = query(state, readNamed(alphaSupplyReads(netuid)));
    const share = participantsAlpha(supply);
    const add = (part: bigint) => (sum: bigint) => sum + part;
    state.put(subtensor.BlockEmission, share.minted);
    state.put(subtensor.SubnetTaoInEmission, netuid, 0n);
    state.put(subtensor.SubnetAlphaInEmission, netuid, 0n);
    state.put(subtensor.SubnetAlphaOutEmission, netuid, share.minted);
    state.change(subtensor.SubnetAlphaOut, netuid, add(share.minted - (rootIsKept ? 0n : share.root)));
    state.change(subtensor.PendingOwnerCut, netuid, add(share.ownerCut));
    state.change(subtensor.PendingServerEmission, netuid, add(share.server));
    state.change(subtensor.PendingValidatorEmission, netuid, add(share.validator));
    if (rootIsKept) state.change(subtensor.PendingRootAlphaDivs, netuid, add(share.root));
  }
}
