// Dividends normalised to their sum (spec yuma 4). One workgroup per task; tile = (epoch task, 0).

fn run_tile(tile: vec2u, lane: u32) {
  let task = tasks[tile.x];

  var part = ZERO;
  for (var row = lane; row < task.rows; row += WORKGROUP_SIZE) {
    part = wrapping_add(part, results[task.first_dividend + row]);
  }
  let sum = workgroup_sum(lane, part);
  if (is_zero(sum)) {
    return;
  }
  for (var row = lane; row < task.rows; row += WORKGROUP_SIZE) {
    results[task.first_dividend + row] = fixed_div(results[task.first_dividend + row], sum);
  }
}
