// Validator trust (spec yuma 3.8): what is left of a row's weights. One workgroup per row; tile = (group task, row).
//
//   trust_i = sum_j min(W_ij, C_j)      wrapping, so the order cannot show

fn run_tile(tile: vec2u, lane: u32) {
  let task = tasks[tile.x];
  let first_weight = rows[task.first_row + tile.y].first_weight;
  var part = ZERO;
  for (var column = lane; column < task.columns; column += WORKGROUP_SIZE) {
    let consensus = results[task.first_column + column].x;
    part = wrapping_add(part, from_score(min(weights[first_weight + column], consensus)));
  }
  let trust = workgroup_sum(lane, part);
  if (lane == 0u) {
    results[task.first_column + 2u * task.columns + tile.y] = trust;
  }
}
