// The stake-weighted median of a column's scores over the rows with stake (spec yuma 3.7), in two ways.

/// For sane stakes: the smallest score v of the column with U(v) < kappa, where U(v) is the stake whose score is above v,
/// else the largest score. Cumulative stake exceeds m = t - kappa exactly where U does not reach kappa.
///
/// U fits 32 bits for every v that is not below all scores: without at least one voter less than everything is left.
/// U only falls, so the smallest such v is found by halving an interval of scores, here by three thresholds at a time;
/// the scores that lie in the interval narrow it further, and when they are all equal it is decided.
fn bisected_median(task: Task, column: u32) -> u32 {
  var least = SCORE_ONE;
  var most = 0u;
  var support = 0u;
  for (var i = task.first_row; i < task.first_row + task.rows; i++) {
    if (is_zero(rows[i].stake)) {
      continue;
    }
    let score = weights[rows[i].first_weight + column];
    least = min(least, score);
    most = max(most, score);
    support += select(0u, rows[i].vote.x, score != 0u);
  }
  let kappa = wrapping_sub(task.total, task.minority);
  // No voter, all agree, or nothing ever reaches a kappa of one, or everything a kappa of zero.
  if (least >= most || is_zero(kappa)) {
    return most;
  }
  // Most columns: too few give the neuron anything.
  if (kappa.y != 0u || (least == 0u && support < kappa.x)) {
    return least;
  }
  var low = least;
  var high = most;
  while (low < high) {
    let half = (high - low) / 2u;
    let quarter = half / 2u;
    let thresholds = vec3u(low + quarter, low + half, low + half + quarter);
    var above = vec3u(0u, 0u, 0u);
    least = SCORE_ONE;
    most = 0u;
    for (var i = task.first_row; i < task.first_row + task.rows; i++) {
      if (is_zero(rows[i].stake)) {
        continue;
      }
      let score = weights[rows[i].first_weight + column];
      above += select(vec3u(0u, 0u, 0u), vec3u(rows[i].vote.x), vec3u(score) > thresholds);
      least = min(least, select(SCORE_ONE, score, score >= low));
      most = max(most, select(0u, score, score <= high));
    }
    let fails = above >= vec3u(kappa.x);
    if (!fails.x) {
      high = thresholds.x;
    } else if (!fails.y) {
      low = thresholds.x + 1u;
      high = thresholds.y;
    } else if (!fails.z) {
      low = thresholds.y + 1u;
      high = thresholds.z;
    } else {
      low = thresholds.z + 1u;
    }
    low = max(low, least);
    high = min(high, most);
  }
  return low;
}

/// For every vote vector, also those that no real stake gives: the chain's own search. Take the score in the middle of
/// the list, split the rest into lower and higher, continue in the part that must hold the answer. The list needs no
/// memory: it is always the rows whose score lies in one interval, in row order.
fn searched_median(task: Task, column: u32) -> u32 {
  var least = 0u;
  var most = SCORE_ONE;
  var low = ZERO;
  var high = task.total;
  var candidates = 0u;
  for (var i = task.first_row; i < task.first_row + task.rows; i++) {
    candidates += u32(less_signed(ZERO, rows[i].stake));
  }
  // Every round drops the pivot, so as many rounds as candidates always suffice.
  for (var rounds = candidates; rounds > 0u; rounds--) {
    var pivot = 0u;
    var before = candidates / 2u;
    for (var i = task.first_row; i < task.first_row + task.rows; i++) {
      let score = weights[rows[i].first_weight + column];
      if (score < least || score > most || !less_signed(ZERO, rows[i].stake)) {
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
    for (var i = task.first_row; i < task.first_row + task.rows; i++) {
      let row = rows[i];
      let score = weights[row.first_weight + column];
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
