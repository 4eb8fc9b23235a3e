// What the two bonds kernels of Yuma3 share (spec yuma 4.2).

/// The plain average, not below 0: mul(alpha, W~_ij) + mul(1 - alpha, B_ij).
fn plain_bond(alpha: Fixed, weight: Fixed, bond: Fixed) -> Fixed {
  return fixed_max(fixed_add(fixed_mul(alpha, weight), fixed_mul(fixed_sub(ONE, alpha), bond)), ZERO);
}

fn leave_bond(cell: u32, bond: Fixed) {
  shares[cell] = bond;
  bonds[cell] = quantise(bond) | select(KEPT | BOND_SEEN, 0u, is_zero(bond));
}

/// Divides the column's cells of `shares`, the first of which is `first`, by their sum.
fn normalise_column(first: u32, rows: u32, columns: u32, sum: Fixed) {
  let divisor = divisor_of(sum);
  for (var i = 0u; i < rows; i++) {
    let cell = first + i * columns;
    shares[cell] = divide_by(shares[cell], divisor);
  }
}
