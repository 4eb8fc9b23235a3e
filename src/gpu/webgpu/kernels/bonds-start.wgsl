// The bonds with which a series begins, from stored rows into cells. One workgroup per row; tile = (start task, row).
// The host has marked the entries that liquid alpha's cursor sees (spec yuma 5); all other cells are 0 already.

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
  let row = rows[task.first_row + tile.y];
  for (var k = lane; k < row.entries; k += WORKGROUP_SIZE) {
    let entry = entries[row.first_entry + k];
    let cell = task.first_cell + tile.y * task.columns + (entry & COLUMN);
    bonds[cell] = (entry >> 16u) | select(0u, BOND_SEEN, (entry & ENTRY_SEEN) != 0u);
  }
}
