// What the epoch's kernels share: the tasks, the buffers and two small rules (spec yuma 3.8, 3.9).
//
// A task is one mechanism's epoch. Its rows are the uids that have stake, weights or bonds, in ascending order; its columns
// are all uids. A matrix is dense, row-major, and a cell of it is `task.first_cell + row * task.columns + column`.
// The host puts `const WORKGROUP_SIZE` in front and keeps `Task` and `Row` in step with layout.ts.

struct Task {
  rows: u32,
  columns: u32,
  first_row: u32,
  first_cell: u32,
  /// Into `results`: one record per column, then one per row.
  first_result: u32,
  flags: u32,
  /// How many invocations share a sum of clamped terms: 1 where the order of clamping could show, else all of them.
  lanes: u32,
  padding: u32,
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
const LIQUID = 2u;

struct Row {
  /// A: active, permitted, normalised stake.
  stake: Fixed,
  /// u: the stake normalised once more among the rows that have any. Unused where stake <= 0.
  vote: Fixed,
  first_entry: u32,
  entries: u32,
}

/// (task, index): a row, a block of columns or nothing, as the kernel says.
@group(0) @binding(0) var<storage, read> tiles: array<vec2u>;
@group(0) @binding(1) var<storage, read> tasks: array<Task>;
@group(0) @binding(2) var<storage, read> rows: array<Row>;
/// Stored weights in stored order: column | value << 16.
@group(0) @binding(3) var<storage, read> entries: array<u32>;
/// Per cell: the row-normalised weight as a score.
@group(0) @binding(4) var<storage, read_write> weights: array<u32>;
/// Per cell: a stored bond (u16) with the marks below; in the end the new bond with KEPT.
@group(0) @binding(5) var<storage, read_write> bonds: array<u32>;
/// Per cell: a bond while it is computed, in the end column-normalised.
@group(0) @binding(6) var<storage, read_write> shares: array<Fixed>;
/// Per column: consensus as a score, 1 if any consensus is not zero, incentive. Per row: dividend, validator trust.
@group(0) @binding(7) var<storage, read_write> results: array<vec4u>;

const VALUE = 0xffffu;
/// The bond is seen by liquid alpha's cursor.
const BOND_SEEN = 0x10000u;
/// The weight row has an entry here after clipping.
const WEIGHT_PRESENT = 0x20000u;
/// The weight is seen by liquid alpha's cursor.
const WEIGHT_SEEN = 0x40000u;
/// The new bond is stored, even if it quantises to 0.
const KEPT = 0x10000u;

/// A score stands for a number in [0, 1] by its 32 fractional bits, and 1 by SCORE_ONE. That is free: a row sum is below
/// 2^31, so a normalised weight under 1 is at most 2^32 - 2.
const SCORE_ONE = 0xffffffffu;

fn from_score(score: u32) -> Fixed {
  return select(Fixed(score, 0u), ONE, score == SCORE_ONE);
}

/// Which tile a workgroup has: the grid is two-dimensional where there are more tiles than a dimension may have.
fn tile_index(workgroup: vec3u, grid: vec3u) -> u32 {
  return workgroup.x + workgroup.y * grid.x;
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
  return fixed_max(fixed_add(weight, fixed_mul(penalty, fixed_sub(clipped, weight))), ZERO);
}
