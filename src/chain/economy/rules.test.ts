import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { U96F32, u64Ratio } from '../fixed/index.ts';
import { inheritedStake, splitEmission, stakeWeight, taoWeightBits } from '../yuma/index.ts';
import { blockEmission, TOTAL_SUPPLY_RAO } from './block-emission.ts';
import { blocksUntilAutoEpoch, isEpochDue, nextEpochStartBlock } from './epoch-schedule.ts';
import { nextMovingPrice } from './moving-price.ts';
import { shareAlpha } from './participants-alpha.ts';
import { poolPrice } from './pool-price.ts';
import { rootProportion } from './root-proportion.ts';
import { economyVectors } from './vectors.fixture.ts';

/** The fields of a vector, all as decimal strings. */
type Strings = Readonly<Record<string, string>>;

describe('block emission', () => {
  it.each(economyVectors<Strings, Strings>('block-emission'))('mints as the chain does: $id', ({ input, expected }) => {
    expect(blockEmission(BigInt(input.issuance_rao!)).toString()).toBe(expected.rao_per_block);
  });

  it('never grows with issuance and ends at the cap', () => {
    const issuance = fc.bigInt({ min: 0n, max: TOTAL_SUPPLY_RAO });
    fc.assert(
      fc.property(issuance, issuance, (a, b) => {
        const [less, more] = a < b ? [a, b] : [b, a];
        expect(blockEmission(more)).toBeLessThanOrEqual(blockEmission(less));
      }),
      { seed: 1 },
    );
    expect(blockEmission(TOTAL_SUPPLY_RAO)).toBe(0n);
  });
});

describe('epoch schedule', () => {
  interface Input extends Omit<Strings, 'tempo'> {
    readonly tempo: number & string;
  }
  interface Expected {
    readonly should_run_epoch: boolean;
    readonly blocks_until_next_auto_epoch: string;
    readonly get_next_epoch_start_block: string | null;
  }
  it.each(economyVectors<Input, Expected>('epoch-schedule'))(
    'tells when the epoch is: case $id',
    ({ input, expected }) => {
      const schedule = {
        tempo: input.tempo,
        lastEpochBlock: BigInt(input.last_epoch_block!),
        pendingEpochAt: BigInt(input.pending_epoch_at!),
        blocksSinceLastStep: BigInt(input.blocks_since_last_step!),
      };
      const block = BigInt(input.block!);
      expect(isEpochDue(schedule, block)).toBe(expected.should_run_epoch);
      expect(blocksUntilAutoEpoch(schedule, block).toString()).toBe(expected.blocks_until_next_auto_epoch);
      expect(nextEpochStartBlock(schedule)?.toString() ?? null).toBe(expected.get_next_epoch_start_block);
    },
  );
});

describe('root proportion', () => {
  it.each(economyVectors<Strings, Strings>('root-proportion'))(
    'weighs root against a subnet: case $id',
    ({ input, expected }) => {
      const [rootTao, weight, issuance] = [input.root_tao!, input.tao_weight!, input.alpha_issuance!].map(BigInt);
      expect(u64Ratio(weight!).toString()).toBe(expected.tao_weight_u96f32_bits);
      expect(rootProportion(rootTao!, weight!, issuance!).toString()).toBe(expected.root_proportion_u96f32_bits);
    },
  );
});

describe("participants' alpha", () => {
  interface Input extends Omit<Strings, 'subnet_owner_cut' | 'owner_cut_enabled'> {
    readonly subnet_owner_cut: number & string;
    readonly owner_cut_enabled: boolean & string;
  }
  // The vectors inject TAO and alpha before this step, which moves the issuance that the root proportion sees.
  it.each(economyVectors<Input, Strings>('subnet-terms'))('divides a block: case $id', ({ input, expected }) => {
    const injected = BigInt(expected.alpha_in_emission!);
    const issuance = BigInt(input.alpha_in!) + BigInt(input.alpha_out!);
    const minted = blockEmission(issuance);
    const rho = rootProportion(BigInt(input.root_tao!), BigInt(input.tao_weight!), issuance + injected + minted);
    const shares = shareAlpha(minted, rho, {
      ownerCut: input.subnet_owner_cut,
      ownerCutEnabled: input.owner_cut_enabled,
    });
    expect({ ...shares, minted: minted.toString() }).toEqual({
      minted: expected.block_alpha,
      ownerCut: BigInt(expected.owner_cut!),
      server: BigInt(expected.server!),
      validator: BigInt(expected.validator!),
      root: BigInt(expected.root!),
    });
  });

  it('never gives out more than it mints, and loses at most a rao per part', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: TOTAL_SUPPLY_RAO }),
        fc.bigInt({ min: 0n, max: U96F32.one }),
        fc.integer({ min: 0, max: 65_535 }),
        fc.boolean(),
        (all, rho, ownerCut, ownerCutEnabled) => {
          const { minted, ...parts } = shareAlpha(all, rho, { ownerCut, ownerCutEnabled });
          const given = Object.values(parts).reduce((sum, part) => sum + part, 0n);
          expect(given).toBeLessThanOrEqual(minted);
          expect(minted - given).toBeLessThanOrEqual(4n);
        },
      ),
      { seed: 2 },
    );
  });
});

describe('mechanism split', () => {
  interface Input {
    readonly alpha: string;
    readonly mechanism_count: number;
    readonly split: readonly number[] | null;
  }
  it.each(economyVectors<Input, { parts: string[] }>('mechanism-split'))(
    'divides an epoch: case $id',
    ({ input, expected }) => {
      const parts = splitEmission(BigInt(input.alpha), input.mechanism_count, input.split ?? undefined);
      expect(parts.map(String)).toEqual(expected.parts);
    },
  );
});

describe('prices', () => {
  it.each(economyVectors<Strings, Strings>('pool-price'))('spot: case $id', ({ input, expected }) => {
    const price = poolPrice(
      BigInt(input.tao_reserve!),
      BigInt(input.alpha_reserve!),
      BigInt(input.quote_weight_parts!),
    );
    expect(price.toString()).toBe(expected.price_u64f64_bits);
  });

  it.each(economyVectors<Strings & { steps: number }, Strings>('moving-price'))(
    'moving: case $id',
    ({ input, expected }) => {
      let movingPrice = BigInt(input.moving_price_i96f32_bits!);
      for (let step = 0; step < input.steps; step++) {
        movingPrice = nextMovingPrice({
          movingPrice,
          spotPrice: BigInt(input.spot_u64f64_bits!),
          movingAlpha: BigInt(input.moving_alpha_i96f32_bits!),
          firstEmissionBlock: BigInt(input.first_emission_block!),
          block: BigInt(input.block!),
          halvingBlocks: BigInt(input.halving_blocks!),
        });
      }
      expect(movingPrice.toString()).toBe(expected.moving_price_i96f32_bits);
    },
  );
});

describe('stake weight', () => {
  interface Input extends Omit<Strings, 'child_proportions' | 'parents'> {
    readonly child_proportions: readonly string[] & string;
    readonly parents: readonly { alpha: string; root_tao: string; proportion: string }[] & string;
  }
  it.each(economyVectors<Input, Strings>('stake-weight'))(
    'counts what is kept and inherited: case $id',
    ({ input, expected }) => {
      const children = input.child_proportions.map(BigInt);
      const parents = (currency: 'alpha' | 'root_tao') =>
        input.parents.map((parent) => ({ proportion: BigInt(parent.proportion), stakeRao: BigInt(parent[currency]) }));
      const alpha = inheritedStake(BigInt(input.alpha!), parents('alpha'), children);
      const tao = inheritedStake(BigInt(input.root_tao!), parents('root_tao'), children);
      const weight = stakeWeight(alpha, tao, taoWeightBits(BigInt(input.tao_weight!)));
      expect([alpha, tao, weight, weight >> 64n].map(String)).toEqual([
        expected.alpha_inherited,
        expected.tao_inherited,
        expected.stake_weight_i64f64_bits,
        expected.stake_weight_floor,
      ]);
    },
  );

  it('does not create stake: parent and child together keep what they had', () => {
    const rao = fc.bigInt({ min: 0n, max: 10n ** 18n });
    fc.assert(
      fc.property(rao, rao, fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }), (parent, child, proportion) => {
        const kept = inheritedStake(parent, [], [proportion]);
        const received = inheritedStake(child, [{ proportion, stakeRao: parent }], []);
        expect(kept + received).toBeLessThanOrEqual(parent + child);
        expect(parent + child - kept - received).toBeLessThanOrEqual(1n);
      }),
      { seed: 3 },
    );
  });
});
