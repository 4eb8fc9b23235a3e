// Dividing many numbers by one: its reciprocal is found once, and each quotient then takes multiplications only.
//
// The reciprocal of a normalised 32-bit d (top bit set) is floor((2^64 - 1) / d) - 2^32; that of two words likewise
// with one word more. (Moeller, Granlund: Improved division by invariant integers, 2011, algorithms 4 to 6.)

struct Divisor {
  value: Fixed,
  /// The value shifted left until its top bit is set: in both words, or in the low word alone if the high one is 0.
  normalised: vec2u,
  shift: u32,
  reciprocal: u32,
}

/// Of d with its top bit set.
fn reciprocal_word(d: u32) -> u32 {
  return divide_words(~d, 0xffffffffu, d).quotient;
}

/// Of any value; of no use but to `divide_by`.
fn divisor_of(value: Fixed) -> Divisor {
  let is_wide = value.y != 0u;
  // Zero has no top bit; what its shift and reciprocal are does not matter.
  let shift = countLeadingZeros(select(value.x, value.y, is_wide)) & 31u;
  let d = select(vec2u(value.x << shift, 0u), vec2u(value.x << shift, shift_into(value.y, value.x, shift)), is_wide);
  var reciprocal = reciprocal_word(select(d.x, d.y, is_wide));
  if (!is_wide) {
    return Divisor(value, d, shift, reciprocal);
  }
  var rest = d.y * reciprocal + d.x;
  if (rest < d.x) {
    reciprocal -= 1u;
    if (rest >= d.y) {
      reciprocal -= 1u;
      rest -= d.y;
    }
    rest -= d.y;
  }
  let correction = multiply_words(reciprocal, d.x);
  rest += correction.y;
  if (rest < correction.y) {
    reciprocal -= select(1u, 2u, !less_unsigned(vec2u(correction.x, rest), d));
  }
  return Divisor(value, d, shift, reciprocal);
}

/// `fixed_div(a, divisor.value)`: shortly where 0 <= a <= divisor, as for every share of a sum.
fn divide_by(a: Fixed, divisor: Divisor) -> Fixed {
  if (all(a == divisor.value)) {
    return select(ONE, ZERO, is_zero(a));
  }
  if (is_negative(divisor.value) || !less_unsigned(a, divisor.value)) {
    return long_div(a, divisor.value);
  }
  if (divisor.value.y == 0u) {
    return Fixed(divided_word(a.x << divisor.shift, divisor.normalised.x, divisor.reciprocal), 0u);
  }
  let high = shift_into(a.y, a.x, divisor.shift);
  return Fixed(divided_pair(vec2u(a.x << divisor.shift, high), divisor.normalised, divisor.reciprocal), 0u);
}

/// floor(a * 2^32 / d) for a < d.
fn divided_word(a: u32, d: u32, reciprocal: u32) -> u32 {
  let guess = multiply_words(reciprocal, a);
  var quotient = guess.y + a + 1u;
  var rest = 0u - quotient * d;
  if (rest > guess.x) {
    quotient -= 1u;
    rest += d;
  }
  return quotient + u32(rest >= d);
}

/// floor(a * 2^32 / d) for a < d, both of two words.
fn divided_pair(a: vec2u, d: vec2u, reciprocal: u32) -> u32 {
  let guess = wrapping_add(multiply_words(reciprocal, a.y), a);
  var quotient = guess.y;
  var rest = vec2u(0u, a.x - quotient * d.y);
  rest = wrapping_sub(wrapping_sub(rest, multiply_words(d.x, quotient)), d);
  quotient += 1u;
  if (rest.y >= guess.x) {
    quotient -= 1u;
    rest = wrapping_add(rest, d);
  }
  return quotient + u32(!less_unsigned(rest, d));
}
