// Dividends before normalisation (spec yuma 4). One workgroup per row; tile = (epoch task, row).
//
//   classic  D_i = sum_j mul(I_j, E_ij), clamping, in column order
//   Yuma3    D_i = cmul(sum_j mul(N_ij, I_j), A_i), the sum wrapping
//
// Terms of a sane task are never negative and their sum is far from the limit, so the order cannot show and all
// invocations share the sum; otherwise `task.lanes` is 1 and the first one adds up in order.

fn run_tile(tile: vec2u, lane: u32) {
  let task = tasks[tile.x];
  let yuma3 = (task.flags & YUMA3) != 0u;

  var part = ZERO;
  // Lanes beyond those that share the sum start behind the last column.
  for (var column = select(task.columns, lane, lane < task.lanes); column < task.columns; column += task.lanes) {
    let share = shares[task.first_cell + tile.y * task.columns + column];
    let term = fixed_mul(share, results[task.first_column + task.columns + column]);
    part = select(fixed_add(part, term), wrapping_add(part, term), yuma3);
  }
  var dividend = workgroup_sum(lane, part);
  if (lane == 0u) {
    if (yuma3) {
      dividend = fixed_cmul(dividend, rows[task.first_row + tile.y].stake);
    }
    results[task.first_dividend + tile.y] = dividend;
  }
}
