// The dot product of four signed bytes with four others, where the language has no instruction for it. Twin of
// dot-packed.wgsl: a shift to the top and an arithmetic one back extend the sign.

fn dot_bytes(a: u32, b: u32) -> i32 {
  let shifts = vec4u(24u, 16u, 8u, 0u);
  let x = bitcast<vec4i>(vec4u(a) << shifts) >> vec4u(24u);
  let y = bitcast<vec4i>(vec4u(b) << shifts) >> vec4u(24u);
  return dot(x, y);
}
