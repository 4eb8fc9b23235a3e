// Dot products of all pairs of quantised embeddings, as integers; twin: similarity-int8.ts, which makes scores of them.
//
// A workgroup of 16 × 16 invocations computes a tile of 64 × 64 pairs, each invocation 4 × 4 of them, 16 apart. Both
// sides go through workgroup memory, 64 bytes of each of 64 rows at a time. Four codes are one word, row after row.
// Tiles left of the diagonal are not computed: their pairs are in the tile across it.

const TILE = 64u;
const SIDE = 16u;
/** Words of a row in workgroup memory. */
const DEPTH = 16u;

struct Shape {
  rows: u32,
  /** Words of a row. */
  words: u32,
  /** The first tile of rows of this dispatch. */
  first_tile: u32,
}

@group(0) @binding(0) var<storage, read> shape: Shape;
@group(0) @binding(1) var<storage, read> codes: array<u32>;
/** Rows of this dispatch's tiles, each `shape.rows` wide. */
@group(0) @binding(2) var<storage, read_write> dots: array<i32>;

var<workgroup> left: array<u32, TILE * DEPTH>;
var<workgroup> right: array<u32, TILE * DEPTH>;

@compute @workgroup_size(SIDE, SIDE)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_id) local: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let row_tile = shape.first_tile + workgroup.y;
  if (workgroup.x < row_tile) {
    return;
  }
  let top = row_tile * TILE;
  let side = workgroup.x * TILE;
  var sums: array<vec4i, 4>;

  for (var depth = 0u; depth < shape.words; depth += DEPTH) {
    for (var at = lane; at < TILE * DEPTH; at += SIDE * SIDE) {
      let row = at / DEPTH;
      let word = depth + at % DEPTH;
      let inside = word < shape.words;
      left[at] = 0u;
      right[at] = 0u;
      if (inside && top + row < shape.rows) {
        left[at] = codes[(top + row) * shape.words + word];
      }
      if (inside && side + row < shape.rows) {
        right[at] = codes[(side + row) * shape.words + word];
      }
    }
    workgroupBarrier();
    for (var k = 0u; k < DEPTH; k++) {
      var b: vec4u;
      for (var j = 0u; j < 4u; j++) {
        b[j] = right[(local.x + j * SIDE) * DEPTH + k];
      }
      for (var i = 0u; i < 4u; i++) {
        let a = left[(local.y + i * SIDE) * DEPTH + k];
        sums[i] += vec4i(dot_bytes(a, b.x), dot_bytes(a, b.y), dot_bytes(a, b.z), dot_bytes(a, b.w));
      }
    }
    workgroupBarrier();
  }

  for (var i = 0u; i < 4u; i++) {
    let row = local.y + i * SIDE;
    for (var j = 0u; j < 4u; j++) {
      let column = side + local.x + j * SIDE;
      if (top + row < shape.rows && column < shape.rows) {
        dots[(workgroup.y * TILE + row) * shape.rows + column] = sums[i][j];
      }
    }
  }
}
