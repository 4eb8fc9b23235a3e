// One sum over a workgroup: every invocation brings a part and gets the total, modulo 2^64.
// One barrier each way and a plain loop: a tree's barriers cost more than it saves at these sizes.

var<workgroup> parts: array<vec2u, WORKGROUP_SIZE>;

fn workgroup_sum(lane: u32, part: vec2u) -> vec2u {
  workgroupBarrier();
  parts[lane] = part;
  workgroupBarrier();
  var sum = vec2u(0u, 0u);
  for (var k = 0u; k < WORKGROUP_SIZE; k++) {
    sum = wrapping_add(sum, parts[k]);
  }
  return sum;
}
