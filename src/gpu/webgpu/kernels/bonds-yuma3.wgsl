// Bonds of Yuma3 (spec yuma 4.2, 5). One invocation per column; tile = (task, block of columns).
//
//   plain    E_ij = mul(alpha, W~_ij) + mul(1 - alpha, B_ij)
//   liquid   E_ij = min(mul(1 - alpha_ij, B_ij) + max(mul(alpha_ij, W~_ij), 0), 1) where W~ has an entry, else nothing
//
// W~ is the weight for bonds, B the stored bond as a ratio. E > 0 is stored; `shares` gets E normalised by column.

fn plain(task: Task, weight: Fixed, bond: Fixed) -> Fixed {
  return fixed_add(fixed_mul(task.alpha, weight), fixed_mul(fixed_sub(ONE, task.alpha), bond));
}

fn liquid(task: Task, consensus: Fixed, weight: Fixed, bond: Fixed, marks: u32) -> Fixed {
  let between = !is_zero(task.penalty) && !all(task.penalty == ONE);
  let present = select((marks & WEIGHT_PRESENT) != 0u, !is_zero(weight), between);
  if (!present) {
    return ZERO;
  }
  let weight_seen = select(ZERO, weight, between || (marks & WEIGHT_SEEN) != 0u);
  let bond_seen = select(ZERO, bond, (marks & BOND_SEEN) != 0u);
  let alpha = alpha_sigmoid(consensus, weight_seen, bond_seen, task.alpha_low, task.alpha_high, task.slope);
  let bought = fixed_max(fixed_mul(alpha, weight), ZERO);
  return fixed_min(fixed_add(fixed_mul(fixed_sub(ONE, alpha), bond), bought), ONE);
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) grid: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let index = tile_index(workgroup, grid);
  if (index >= arrayLength(&tiles)) {
    return;
  }
  let tile = tiles[index];
  let task = tasks[tile.x];
  let column = tile.y * WORKGROUP_SIZE + lane;
  if (column >= task.columns) {
    return;
  }
  let record = results[task.first_result + column];
  let is_liquid = (task.flags & LIQUID) != 0u && record.y != 0u;

  var sum = ZERO;
  for (var i = 0u; i < task.rows; i++) {
    let cell = task.first_cell + i * task.columns + column;
    let stored = bonds[cell];
    let weight = weight_for_bonds(task.penalty, weights[cell], record.x);
    let bond = ratio(stored & VALUE);
    var next = ZERO;
    if (is_liquid) {
      next = liquid(task, from_score(record.x), weight, bond, stored);
    } else {
      next = plain(task, weight, bond);
    }
    next = fixed_max(next, ZERO);
    sum = fixed_add(sum, next);
    shares[cell] = next;
    bonds[cell] = quantise(next) | select(KEPT, 0u, is_zero(next));
  }
  for (var i = 0u; i < task.rows; i++) {
    let cell = task.first_cell + i * task.columns + column;
    shares[cell] = fixed_div(shares[cell], sum);
  }
}
