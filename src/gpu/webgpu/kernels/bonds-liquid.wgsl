// Bonds of Yuma3 with liquid alpha (spec yuma 4.2, 5). One invocation per column; tile = (epoch task, block of columns).
//
//   E_ij = min(mul(1 - alpha_ij, B_ij) + max(mul(alpha_ij, W~_ij), 0), 1) where W~ has an entry, else nothing
//
// W~ is the weight for bonds, B the stored bond as a ratio. E > 0 is stored; `shares` gets E normalised by column.
// Where no consensus of the subnet is above zero, bonds are the plain average instead.

fn liquid_bond(task: Task, consensus: Fixed, weight: Fixed, bond: Fixed, marks: u32) -> Fixed {
  let between = !is_zero(task.penalty) && !all(task.penalty == ONE);
  let present = select((marks & WEIGHT_PRESENT) != 0u, !is_zero(weight), between);
  if (!present) {
    return ZERO;
  }
  let weight_seen = select(ZERO, weight, between || (marks & WEIGHT_SEEN) != 0u);
  let bond_seen = select(ZERO, bond, (marks & BOND_SEEN) != 0u);
  let alpha = alpha_sigmoid(consensus, weight_seen, bond_seen, task.alpha_low, task.alpha_high, task.slope);
  let bought = fixed_max(fixed_mul(alpha, weight), ZERO);
  return fixed_max(fixed_min(fixed_add(fixed_mul(fixed_sub(ONE, alpha), bond), bought), ONE), ZERO);
}

fn run_tile(tile: vec2u, lane: u32) {
  let task = tasks[tile.x];
  let column = tile.y * WORKGROUP_SIZE + lane;
  if (column >= task.columns) {
    return;
  }
  let consensus = results[task.first_column + column];

  var sum = ZERO;
  for (var i = 0u; i < task.rows; i++) {
    let row = task.first_row + i;
    let cell = task.first_cell + i * task.columns + column;
    let stored = stored_bond(cell, row);
    let weight = weight_for_bonds(task.penalty, weights[rows[row].first_weight + column], consensus.x);
    let bond = ratio(stored & VALUE);
    var next = ZERO;
    if (consensus.y != 0u) {
      next = liquid_bond(task, from_score(consensus.x), weight, bond, stored);
    } else {
      next = plain_bond(task.alpha, weight, bond);
    }
    leave_bond(cell, next);
    sum = fixed_add(sum, next);
  }
  normalise_column(task.first_cell + column, task.rows, task.columns, sum);
}
