// Consensus and rank (spec yuma 3.7, 3.8). One invocation per column; tile = (task, block of columns).
//
// Consensus is the stake-weighted median of the column's scores over the rows with stake, by the chain's own search: take
// the score in the middle of the list, split the rest into lower and higher, continue in the part that must hold the
// answer. The list needs no memory: it is always the rows whose score lies in one interval, in row order. So the result is
// the chain's for every vote vector, also for those that no real stake gives.
//
//   rank_j = sum_i mul(A_i, min(W_ij, C_j))     clamping, in row order

fn median(task: Task, column: u32) -> u32 {
  var least = 0u;
  var most = SCORE_ONE;
  var low = ZERO;
  var high = task.total;
  var candidates = 0u;
  for (var i = 0u; i < task.rows; i++) {
    candidates += u32(less_signed(ZERO, rows[task.first_row + i].stake));
  }
  // Every round drops the pivot, so as many rounds as candidates always suffice.
  for (var rounds = candidates; rounds > 0u; rounds--) {
    var pivot = 0u;
    var before = candidates / 2u;
    for (var i = 0u; i < task.rows; i++) {
      let score = weights[task.first_cell + i * task.columns + column];
      if (score < least || score > most || !less_signed(ZERO, rows[task.first_row + i].stake)) {
        continue;
      }
      if (before == 0u) {
        pivot = score;
        break;
      }
      before -= 1u;
    }

    var lower = ZERO;
    var higher = ZERO;
    var lower_count = 0u;
    var higher_count = 0u;
    for (var i = 0u; i < task.rows; i++) {
      let score = weights[task.first_cell + i * task.columns + column];
      let row = rows[task.first_row + i];
      if (score < least || score > most || !less_signed(ZERO, row.stake)) {
        continue;
      }
      if (score < pivot) {
        lower = fixed_add(lower, row.vote);
        lower_count += 1u;
      } else if (score > pivot) {
        higher = fixed_add(higher, row.vote);
        higher_count += 1u;
      }
    }

    let above_lower = fixed_add(low, lower);
    let below_higher = fixed_sub(high, higher);
    if (lower_count > 0u && less_signed(task.minority, above_lower)) {
      most = pivot - 1u;
      high = above_lower;
      candidates = lower_count;
    } else if (higher_count > 0u && !less_signed(task.minority, below_higher)) {
      least = pivot + 1u;
      low = below_higher;
      candidates = higher_count;
    } else {
      return pivot;
    }
  }
  return 0u;
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
  let consensus = median(task, column);
  var rank = ZERO;
  for (var i = 0u; i < task.rows; i++) {
    let score = weights[task.first_cell + i * task.columns + column];
    rank = fixed_add(rank, fixed_mul(rows[task.first_row + i].stake, from_score(min(score, consensus))));
  }
  results[task.first_result + column] = vec4u(consensus, 0u, rank);
}
