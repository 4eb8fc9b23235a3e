// Which of the bonds just computed the next epoch's liquid alpha will see. One invocation per row; tile as in `cursors`.
//
// Liquid alpha stores a row's bonds in the order of the weights that they follow, also those that quantise to 0, and the
// cursor that never goes back misses the ones that stand behind a larger column. Everything else stores by column, where
// all are seen, as the bonds kernels mark them: so also this epoch, if no consensus was above zero.

fn run_tile(tile: vec2u, lane: u32) {
  let task = tasks[tile.x];
  let i = tile.y * WORKGROUP_SIZE + lane;
  if (i >= task.rows || results[task.first_column].y == 0u) {
    return;
  }
  let row = rows[task.first_row + i];
  var reached = 0u;
  for (var k = 0u; k < row.entries; k++) {
    let column = entries[row.first_entry + k] & COLUMN;
    let cell = task.first_cell + i * task.columns + column;
    let bond = bonds[cell];
    if ((bond & KEPT) == 0u) {
      continue;
    }
    if (column >= reached) {
      reached = column + 1u;
    } else {
      bonds[cell] = bond & ~BOND_SEEN;
    }
  }
}
