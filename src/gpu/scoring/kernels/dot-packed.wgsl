// The dot product of four signed bytes with four others, by the language feature packed_4x8_integer_dot_product.

fn dot_bytes(a: u32, b: u32) -> i32 {
  return dot4I8Packed(a, b);
}
