// Bonds of the classic epoch (spec yuma 4.1). One invocation per column; tile = (task, block of columns).
//
//   D_ij = mul(W~_ij, A_i), E_ij = mul(alpha, D_ij / sum_i D_ij) + mul(1 - alpha, B_ij / sum_i B_ij), E > 0 kept
//   shares_ij = E_ij / sum_i E_ij      stored: shares_ij / max_i shares_ij
//
// W~ is the weight for bonds, A the active stake, B the stored bond. Stored bonds are integers;
// the quotient of two integers does not change when both are shifted by 32 bits, so they are divided as they are.

fn normalised(x: Fixed, sum: Fixed) -> Fixed {
  return select(fixed_div(x, sum), x, is_zero(sum));
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
  let consensus = results[task.first_result + column].x;

  var bond_sum = 0u;
  var delta_sum = ZERO;
  for (var i = 0u; i < task.rows; i++) {
    let cell = task.first_cell + i * task.columns + column;
    let weight = weight_for_bonds(task.penalty, weights[cell], consensus);
    let delta = fixed_mul(weight, rows[task.first_row + i].stake);
    shares[cell] = delta;
    delta_sum = fixed_add(delta_sum, delta);
    bond_sum += bonds[cell] & VALUE;
  }

  let decay = fixed_sub(ONE, task.alpha);
  var sum = ZERO;
  for (var i = 0u; i < task.rows; i++) {
    let cell = task.first_cell + i * task.columns + column;
    let fresh = fixed_mul(task.alpha, normalised(shares[cell], delta_sum));
    let old = fixed_mul(decay, fixed_div(Fixed(bonds[cell] & VALUE, 0u), Fixed(bond_sum, 0u)));
    let next = fixed_max(fixed_add(fresh, old), ZERO);
    shares[cell] = next;
    bonds[cell] = select(KEPT, 0u, is_zero(next));
    sum = fixed_add(sum, next);
  }

  var largest = ZERO;
  for (var i = 0u; i < task.rows; i++) {
    let cell = task.first_cell + i * task.columns + column;
    let share = normalised(shares[cell], sum);
    shares[cell] = share;
    largest = fixed_max(largest, share);
  }
  for (var i = 0u; i < task.rows; i++) {
    let cell = task.first_cell + i * task.columns + column;
    bonds[cell] |= quantise(normalised(shares[cell], largest));
  }
}
