// The bonds with which a series begins, from stored rows into cells. One workgroup per row; tile = (start task, row).
// The host has marked the entries that liquid alpha's cursor sees (spec yuma 5); all other cells are 0 already.

fn run_tile(tile: vec2u, lane: u32) {
  let task = tasks[tile.x];
  let row = rows[task.first_row + tile.y];
  for (var k = lane; k < row.entries; k += WORKGROUP_SIZE) {
    let entry = entries[row.first_entry + k];
    let cell = task.first_cell + tile.y * task.columns + (entry & COLUMN);
    bonds[cell] = (entry >> 16u) | select(0u, BOND_SEEN, (entry & ENTRY_SEEN) != 0u);
  }
}
