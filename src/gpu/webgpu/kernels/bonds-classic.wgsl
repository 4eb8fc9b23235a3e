// Bonds of the classic epoch (spec yuma 4.1). One invocation per column; tile = (epoch task, block of columns).
//
//   D_ij = mul(W~_ij, A_i), E_ij = mul(alpha, D_ij / sum_i D_ij) + mul(1 - alpha, B_ij / sum_i B_ij), E > 0 kept
//   shares_ij = E_ij / sum_i E_ij      stored: shares_ij / max_i shares_ij
//
// W~ is the weight for bonds, A the active stake, B the stored bond. Stored bonds are integers;
// the quotient of two integers does not change when both are shifted by 32 bits, so they are divided as they are.

/// B_ij / sum_i B_ij; the sum is below 2^31.
struct Stored {
  sum: u32,
  shift: u32,
  reciprocal: u32,
}

fn share_of_stored(bond: u32, stored: Stored) -> Fixed {
  if (bond == stored.sum) {
    return select(ONE, ZERO, bond == 0u);
  }
  return Fixed(divided_word(bond << stored.shift, stored.sum << stored.shift, stored.reciprocal), 0u);
}

fn run_tile(tile: vec2u, lane: u32) {
  let task = tasks[tile.x];
  let column = tile.y * WORKGROUP_SIZE + lane;
  if (column >= task.columns) {
    return;
  }
  let consensus = results[task.first_column + column].x;

  var bond_sum = 0u;
  var divisor = ZERO;
  for (var i = 0u; i < task.rows; i++) {
    let row = task.first_row + i;
    let cell = task.first_cell + i * task.columns + column;
    let weight = weight_for_bonds(task.penalty, weights[rows[row].first_weight + column], consensus);
    let delta = fixed_mul(weight, rows[row].stake);
    shares[cell] = delta;
    divisor = fixed_add(divisor, delta);
    bond_sum += stored_bond(cell, row) & VALUE;
  }
  let shift = countLeadingZeros(bond_sum) & 31u;
  let stored = Stored(bond_sum, shift, reciprocal_word(bond_sum << shift));
  let decay = fixed_sub(ONE, task.alpha);

  // Three times the column is divided: D by its sum, E by its sum, the shares by the largest. It is one loop, because a
  // division is by far the most code, which every compiler copies to each place where it stands.
  for (var round = 0u; round < 3u; round++) {
    let by = divisor_of(divisor);
    divisor = ZERO;
    for (var i = 0u; i < task.rows; i++) {
      let cell = task.first_cell + i * task.columns + column;
      var share = shares[cell];
      if (!is_zero(by.value)) {
        share = divide_by(share, by);
      }
      if (round == 0u) {
        let old = share_of_stored(stored_bond(cell, task.first_row + i) & VALUE, stored);
        let next = fixed_max(fixed_add(fixed_mul(task.alpha, share), fixed_mul(decay, old)), ZERO);
        shares[cell] = next;
        bonds[cell] = select(KEPT | BOND_SEEN, 0u, is_zero(next));
        divisor = fixed_add(divisor, next);
      } else if (round == 1u) {
        shares[cell] = share;
        divisor = fixed_max(divisor, share);
      } else {
        bonds[cell] |= quantise(share);
      }
    }
  }
}
