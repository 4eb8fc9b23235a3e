// What the epoch's kernels share: the tasks, the buffers and two small rules (spec yuma 3.8, 3.9).
//
// A task is one of three things, and uses the fields of `Task` that it needs:
//   start   the bonds with which a series of epochs begins
//   group   consensus, incentive and trust, computed once for all epochs with the same weights, stakes and kappa
//   epoch   bonds and dividends of one series under one set of rules, run once per epoch that has these rules
// Its rows are the uids that ever have stake, weights or bonds, ascending; its columns are all uids. Bonds are dense:
// their cell is `task.first_cell + row * task.columns + column`. Weights are shared: a row says where its own begin.
// The host puts `const WORKGROUP_SIZE` in front and keeps `Task` and `Row` in step with layout.ts.

struct Task {
  rows: u32,
  columns: u32,
  first_row: u32,
  first_cell: u32,
  /// Into `results`, where a group has one (score, any) and then one incentive per column, then one trust per row.
  first_column: u32,
  /// Into `results`: one dividend per row.
  first_dividend: u32,
  flags: u32,
  /// How many invocations share a sum of clamped terms: 1 where the order of clamping could show, else all of them.
  lanes: u32,
  /// Stake that may disagree, and all of it: the median's m and t.
  minority: Fixed,
  total: Fixed,
  penalty: Fixed,
  alpha: Fixed,
  alpha_low: Fixed,
  alpha_high: Fixed,
  /// Sigmoid steepness / -100.
  slope: Fixed,
}

const YUMA3 = 1u;
/// Stakes and kappa are in [0, 1]: the median has a closed form.
const SANE = 2u;

struct Row {
  /// A: active, permitted, normalised stake.
  stake: Fixed,
  /// u: the stake normalised once more among the rows that have any. Unused where stake <= 0.
  vote: Fixed,
  first_entry: u32,
  entries: u32,
  /// Into `weights`: the row's first column.
  first_weight: u32,
  /// Not 0 if the bonds that the epoch before left were not stored.
  dropped: u32,
}

/// (task, index): a row, a block of columns or nothing, as the kernel says.
@group(0) @binding(0) var<storage, read> tiles: array<vec2u>;
@group(0) @binding(1) var<storage, read> tasks: array<Task>;
@group(0) @binding(2) var<storage, read> rows: array<Row>;
/// Stored rows in stored order: column | mark | value << 16.
@group(0) @binding(3) var<storage, read> entries: array<u32>;
/// The row-normalised weights as scores.
@group(0) @binding(4) var<storage, read_write> weights: array<u32>;
/// Per cell: a stored bond (u16) with the marks below.
@group(0) @binding(5) var<storage, read_write> bonds: array<u32>;
/// Per cell: a bond while it is computed, in the end column-normalised.
@group(0) @binding(6) var<storage, read_write> shares: array<Fixed>;
@group(0) @binding(7) var<storage, read_write> results: array<Fixed>;

/// An entry's column, and the mark of a bond that liquid alpha's cursor sees.
const COLUMN = 0x7fffu;
const ENTRY_SEEN = 0x8000u;

const VALUE = 0xffffu;
/// The bond is stored, even if it quantises to 0.
const KEPT = 0x10000u;
/// The bond is seen by liquid alpha's cursor.
const BOND_SEEN = 0x20000u;
/// The weight row has an entry here after clipping.
const WEIGHT_PRESENT = 0x40000u;
/// The weight is seen by liquid alpha's cursor.
const WEIGHT_SEEN = 0x80000u;

/// A score stands for a number in [0, 1] by its 32 fractional bits, and 1 by SCORE_ONE. That is free: a row sum is below
/// 2^31, so a normalised weight under 1 is at most 2^32 - 2.
const SCORE_ONE = 0xffffffffu;

fn from_score(score: u32) -> Fixed {
  return select(Fixed(score, 0u), ONE, score == SCORE_ONE);
}

/// Every kernel of an epoch begins here: its own file has `run_tile`, which all invocations of a workgroup enter with the
/// workgroup's tile. The grid is two-dimensional where there are more tiles than a dimension may have.
@compute @workgroup_size(WORKGROUP_SIZE)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) grid: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let index = workgroup.x + workgroup.y * grid.x;
  if (index < arrayLength(&tiles)) {
    run_tile(tiles[index], lane);
  }
}

/// What an epoch finds of a bond: all of it, or only the marks of weights where the row was not stored.
fn stored_bond(cell: u32, row: u32) -> u32 {
  return select(bonds[cell], bonds[cell] & ~(VALUE | BOND_SEEN), rows[row].dropped != 0u);
}

/// The weight that bonds see: between the weight (penalty 0) and the clipped weight (penalty 1).
/// Strictly between, the product is negative and floors; results below zero count as absent, like 0.
fn weight_for_bonds(penalty: Fixed, score: u32, consensus: u32) -> Fixed {
  let weight = from_score(score);
  let clipped = from_score(min(score, consensus));
  if (is_zero(penalty)) {
    return weight;
  }
  if (all(penalty == ONE)) {
    return clipped;
  }
  if (penalty.y == 0u) {
    // 0 < penalty < 1: w - ceil(penalty * (w - c)), which is what flooring the negative product gives.
    let distance = wrapping_sub(weight, clipped);
    let lost = select(multiply_words(penalty.x, distance.x), Fixed(0u, penalty.x), distance.y != 0u);
    return wrapping_sub(weight, Fixed(lost.y + u32(lost.x != 0u), 0u));
  }
  return fixed_max(fixed_add(weight, fixed_mul(penalty, fixed_sub(clipped, weight))), ZERO);
}
