/**
 * The coinbase of a block: its TAO into the pools, its alpha to the participants (spec economy §8 steps 0 to 4).
 *
 * The chain injects everywhere before it pays participants anywhere; no subnet's part touches another's, so here each gets
 * both at once. TAO comes into being where it lands, on the subnets' accounts; what no subnet takes is never minted, which
 * is the same as minting and recycling it.
 */
import type { SubnetCoinbase } from '../../../src/chain/economy/index.ts';
import { blockCoinbasePlan, subnetCoinbase, subnetSupplyPlan } from '../../../src/chain/economy/index.ts';
import { storage } from '../../../src/chain/schema/index.ts';
import type { State } from '../../state.ts';
import type { BlockExecution } from '../block-execution.ts';
import { ROOT } from './ledger.ts';
import { bookBuy } from './pools.ts';
import { noteProtocolFlow } from './staking/tao-flow.ts';
import { creditSubnet } from './treasury.ts';
import { query, subnets } from './walk.ts';

const subtensor = storage.SubtensorModule;

/** Adds this block's TAO and alpha to every eligible subnet. */
export function runCoinbase({ state }: BlockExecution): void {
  for (const netuid of subnets(state)) state.kill(subtensor.SubnetRootSellTao, netuid);
  const { mintedRao, rootIsKept, taoEmissions } = query(state, blockCoinbasePlan());
  const evaluated = new Map<number, bigint>([[ROOT, mintedRao]]);
  for (const [netuid, taoEmission] of taoEmissions) {
    const coinbase = subnetCoinbase(query(state, subnetSupplyPlan(netuid)), taoEmission);
    inject(state, netuid, coinbase);
    payParticipants(state, netuid, coinbase, rootIsKept);
    evaluated.set(netuid, coinbase.share.minted);
  }
  // QUIRK: the emission curve leaves its last answer here, which is that for the alpha of the highest subnet (spec economy §2).
  state.put(subtensor.BlockEmission, evaluated.get(Math.max(...evaluated.keys()))!);
}

function inject(state: State, netuid: number, { taoInRao, alphaInRao, quoteParts, buy }: SubnetCoinbase): void {
  const { quote } = state.get(storage.Swap.SwapBalancer, netuid);
  if (quote !== quoteParts) state.put(storage.Swap.SwapBalancer, netuid, { quote: quoteParts });
  if (buy) {
    creditSubnet(state, netuid, buy.netInRao);
    bookBuy(state, netuid, buy);
    state.change(subtensor.SubnetProtocolAlpha, netuid, (alpha) => alpha + buy.outRao);
  }
  state.put(subtensor.SubnetExcessTao, netuid, buy?.netInRao ?? 0n);
  state.change(subtensor.SubnetAlphaIn, netuid, (alpha) => alpha + alphaInRao);
  state.put(subtensor.SubnetAlphaInEmission, netuid, alphaInRao);
  creditSubnet(state, netuid, taoInRao);
  state.put(subtensor.SubnetTaoInEmission, netuid, taoInRao);
  state.change(subtensor.SubnetTAO, netuid, (tao) => tao + taoInRao);
  state.change(subtensor.TotalStake, (stake) => stake + taoInRao);
  noteProtocolFlow(state, netuid, taoInRao + (buy?.netInRao ?? 0n));
}

function payParticipants(state: State, netuid: number, { share }: SubnetCoinbase, rootIsKept: boolean): void {
  const add = (part: bigint) => (sum: bigint) => sum + part;
  state.put(subtensor.SubnetAlphaOutEmission, netuid, share.minted);
  state.change(subtensor.SubnetAlphaOut, netuid, add(share.minted - (rootIsKept ? 0n : share.root)));
  state.change(subtensor.PendingOwnerCut, netuid, add(share.ownerCut));
  state.change(subtensor.PendingServerEmission, netuid, add(share.server));
  state.change(subtensor.PendingValidatorEmission, netuid, add(share.validator));
  if (rootIsKept) state.change(subtensor.PendingRootAlphaDivs, netuid, add(share.root));
}
