// Incentive (spec yuma 3.8): ranks normalised to their sum. One workgroup per task; tile = (group task, 0).
// It also tells every column whether any consensus is above zero, on which liquid alpha depends.

fn run_tile(tile: vec2u, lane: u32) {
  let task = tasks[tile.x];

  var part = ZERO;
  var found = 0u;
  for (var column = lane; column < task.columns; column += WORKGROUP_SIZE) {
    part = wrapping_add(part, results[task.first_column + task.columns + column]);
    found |= u32(results[task.first_column + column].x != 0u);
  }
  let sum = workgroup_sum(lane, part);
  let any_consensus = u32(!is_zero(workgroup_sum(lane, vec2u(found, 0u))));
  for (var column = lane; column < task.columns; column += WORKGROUP_SIZE) {
    let at = task.first_column + task.columns + column;
    let rank = results[at];
    results[at] = select(fixed_div(rank, sum), rank, is_zero(sum));
    results[task.first_column + column].y = any_consensus;
  }
}
