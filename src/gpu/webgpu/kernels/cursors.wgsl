// Which weights liquid alpha sees (spec yuma 5, row order). One invocation per row; tile = (epoch task, block of rows).
// Only for tasks with liquid alpha and a penalty of exactly 0 or 1; strictly between, rows are sorted and all is seen.
//
// The chain walks a row with a cursor that never goes back: an entry is seen if every surviving entry before it names a
// smaller column. With penalty 1 the clip has deleted the entries whose consensus is 0, so this cannot be known before.

fn run_tile(tile: vec2u, lane: u32) {
  let task = tasks[tile.x];
  let i = tile.y * WORKGROUP_SIZE + lane;
  if (i >= task.rows) {
    return;
  }
  let row = rows[task.first_row + i];
  let clips = !is_zero(task.penalty);
  var reached = 0u;
  for (var k = 0u; k < row.entries; k++) {
    let column = entries[row.first_entry + k] & COLUMN;
    let cell = task.first_cell + i * task.columns + column;
    if (clips && weights[row.first_weight + column] != 0u && results[task.first_column + column].x == 0u) {
      continue;
    }
    if (column >= reached) {
      bonds[cell] |= WEIGHT_PRESENT | WEIGHT_SEEN;
      reached = column + 1u;
    } else {
      bonds[cell] |= WEIGHT_PRESENT;
    }
  }
}
