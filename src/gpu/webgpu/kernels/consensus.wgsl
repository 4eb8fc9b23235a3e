// Consensus and rank (spec yuma 3.7, 3.8). One invocation per column; tile = (group task, block of columns).
//
//   rank_j = sum_i mul(A_i, min(W_ij, C_j))     clamping, in row order

fn run_tile(tile: vec2u, lane: u32) {
  let task = tasks[tile.x];
  let column = tile.y * WORKGROUP_SIZE + lane;
  if (column >= task.columns) {
    return;
  }
  var consensus = 0u;
  if ((task.flags & SANE) != 0u) {
    consensus = bisected_median(task, column);
  } else {
    consensus = searched_median(task, column);
  }
  var rank = ZERO;
  // Nothing is left of the weights in a column without consensus.
  for (var i = select(task.rows, 0u, consensus != 0u); i < task.rows; i++) {
    let row = rows[task.first_row + i];
    let score = weights[row.first_weight + column];
    rank = fixed_add(rank, fixed_mul(row.stake, from_score(min(score, consensus))));
  }
  results[task.first_column + column] = Fixed(consensus, 0u);
  results[task.first_column + task.columns + column] = rank;
}
