// Bonds of Yuma3 without liquid alpha (spec yuma 4.2). One invocation per column; tile = (epoch task, block of columns).
//
//   E_ij = mul(alpha, W~_ij) + mul(1 - alpha, B_ij)
//
// W~ is the weight for bonds, B the stored bond as a ratio. E > 0 is stored; `shares` gets E normalised by column.

fn run_tile(tile: vec2u, lane: u32) {
  let task = tasks[tile.x];
  let column = tile.y * WORKGROUP_SIZE + lane;
  if (column >= task.columns) {
    return;
  }
  let consensus = results[task.first_column + column].x;

  var sum = ZERO;
  for (var i = 0u; i < task.rows; i++) {
    let row = task.first_row + i;
    let cell = task.first_cell + i * task.columns + column;
    let weight = weight_for_bonds(task.penalty, weights[rows[row].first_weight + column], consensus);
    let next = plain_bond(task.alpha, weight, ratio(stored_bond(cell, row) & VALUE));
    leave_bond(cell, next);
    sum = fixed_add(sum, next);
  }
  normalise_column(task.first_cell + column, task.rows, task.columns, sum);
}
