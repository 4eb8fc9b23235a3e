// One sum over a workgroup: every invocation brings a part and gets the total, modulo 2^64.
//
// The first few invocations add up a slice of the parts each, and then everybody adds up the slices: two short loops and
// few barriers, where a tree has a barrier per level and one loop over all parts is long.

const SLICES = min(WORKGROUP_SIZE, 8u);

var<workgroup> parts: array<vec2u, WORKGROUP_SIZE>;

fn workgroup_sum(lane: u32, part: vec2u) -> vec2u {
  workgroupBarrier();
  parts[lane] = part;
  workgroupBarrier();
  if (lane < SLICES) {
    var slice = part;
    for (var k = lane + SLICES; k < WORKGROUP_SIZE; k += SLICES) {
      slice = wrapping_add(slice, parts[k]);
    }
    parts[lane] = slice;
  }
  workgroupBarrier();
  var sum = vec2u(0u, 0u);
  for (var k = 0u; k < SLICES; k++) {
    sum = wrapping_add(sum, parts[k]);
  }
  return sum;
}
