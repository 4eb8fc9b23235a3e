// Dividends normalised to their sum (spec yuma 4). One workgroup per task; tile = (epoch task, 0).

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
  let task = tasks[tiles[index].x];

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
