/**
 * `SwapRuntimeApi`: prices, and what a swap would give (spec storage §3, economy §6). No price limit; a swap that would fail
 * is all zero.
 */
import type { SwapSide } from '../../src/chain/economy/index.ts';
import { priceRao, RAO_PER_TAO, STABLE, simSwap, spotPrice } from '../../src/chain/economy/index.ts';
import { u64, vec } from '../../src/chain/scale/index.ts';
import type { SimSwapResult } from '../../src/chain/schema/index.ts';
import { netuid, simSwapResult, subnetPrice } from '../../src/chain/schema/index.ts';
import { feeRateOf, poolOf } from '../pallets/subtensor/pools.ts';
import type { State } from '../state.ts';
import { method, type RuntimeApi } from './method.ts';
import { exists, networks } from './networks.ts';

const NOTHING: SimSwapResult = {
  tao_amount: 0n,
  alpha_amount: 0n,
  tao_fee: 0n,
  alpha_fee: 0n,
  tao_slippage: 0n,
  alpha_slippage: 0n,
};

/** Rao per alpha. */
function currentPrice(state: State, of: number): bigint {
  const pool = poolOf(state, of);
  return pool === STABLE ? RAO_PER_TAO : priceRao(spotPrice(pool));
}

function simulate(state: State, of: number, side: SwapSide, rao: bigint): SimSwapResult {
  if (!exists(state, of)) return NOTHING;
  const result = simSwap(poolOf(state, of), side, rao, feeRateOf(state, of));
  return {
    tao_amount: result.taoAmount,
    alpha_amount: result.alphaAmount,
    tao_fee: result.taoFee,
    alpha_fee: result.alphaFee,
    tao_slippage: result.taoSlippage,
    alpha_slippage: result.alphaSlippage,
  };
}

export const swapApi: RuntimeApi = {
  name: 'SwapRuntimeApi',
  version: 1,
  methods: {
    current_alpha_price: method({ netuid }, u64, (state, args) => currentPrice(state, args.netuid)),
    current_alpha_price_all: method({}, vec(subnetPrice), (state) =>
      networks(state).map((of) => ({ netuid: of, price: currentPrice(state, of) })),
    ),
    sim_swap_tao_for_alpha: method({ netuid, tao: u64 }, simSwapResult, (state, args) =>
      simulate(state, args.netuid, 'buy', args.tao),
    ),
    sim_swap_alpha_for_tao: method({ netuid, alpha: u64 }, simSwapResult, (state, args) =>
      simulate(state, args.netuid, 'sell', args.alpha),
    ),
  },
};
