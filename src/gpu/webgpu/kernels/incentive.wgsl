// Incentive (spec yuma 3.8): ranks normalised to their sum. One workgroup per task; tile = (task, 0).
// It also tells every column whether any consensus is above zero, on which liquid alpha depends.

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
  var found = 0u;
  for (var column = lane; column < task.columns; column += WORKGROUP_SIZE) {
    let record = results[task.first_result + column];
    part = wrapping_add(part, record.zw);
    found |= u32(record.x != 0u);
  }
  let sum = workgroup_sum(lane, part);
  let any_consensus = u32(!is_zero(workgroup_sum(lane, vec2u(found, 0u))));
  for (var column = lane; column < task.columns; column += WORKGROUP_SIZE) {
    let record = results[task.first_result + column];
    let incentive = select(fixed_div(record.zw, sum), record.zw, is_zero(sum));
    results[task.first_result + column] = vec4u(record.x, any_consensus, incentive);
  }
}
