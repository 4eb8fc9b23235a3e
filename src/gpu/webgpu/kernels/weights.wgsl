// Row-normalised weights (spec yuma 3.5). One workgroup per row that any task has; tile = (row, nothing).
//
//   W_ij = floor(w_ij * 2^32 / sum_j w_ij)      a row of zeros stays zero
//
// Stored values are integers, so their fixed-point forms cancel and one division digit is exact.

fn run_tile(tile: vec2u, lane: u32) {
  let row = rows[tile.x];

  var part = 0u;
  for (var k = lane; k < row.entries; k += WORKGROUP_SIZE) {
    part += entries[row.first_entry + k] >> 16u;
  }
  let sum = workgroup_sum(lane, vec2u(part, 0u)).x;
  if (sum == 0u) {
    return;
  }
  let shift = countLeadingZeros(sum);
  let divisor = sum << shift;
  let reciprocal = reciprocal_word(divisor);
  for (var k = lane; k < row.entries; k += WORKGROUP_SIZE) {
    let entry = entries[row.first_entry + k];
    let value = entry >> 16u;
    let score = select(divided_word(value << shift, divisor, reciprocal), SCORE_ONE, value == sum);
    weights[row.first_weight + (entry & COLUMN)] = score;
  }
}
