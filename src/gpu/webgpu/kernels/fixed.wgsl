// I32F32: the chain's fixed point, value = bits / 2^32, bits a signed 64-bit integer as in wide.wgsl.
//
// The operations of spec yuma 1.2 under the same names. Multiplication floors, also for negative products; division
// truncates toward zero. What happens on overflow is part of each operation and differs between them. All are exact for
// every pair of arguments; values in [0, 1), which are nearly all, take a short way first, and so does one.

alias Fixed = vec2u;

const ZERO = Fixed(0u, 0u);
const ONE = Fixed(0u, 1u);
const HALF = Fixed(0x80000000u, 0u);

/// A result and whether it left the range of i64.
struct Checked {
  value: Fixed,
  overflow: bool,
}

/// The largest or the smallest number.
fn limit(negative: bool) -> Fixed {
  return select(Fixed(0xffffffffu, 0x7fffffffu), Fixed(0u, 0x80000000u), negative);
}

/// The signed number with this magnitude, given with its bits above 2^64.
fn with_sign(negative: bool, size: vec2u, above: u32) -> Checked {
  let smallest = negative && size.y == 0x80000000u && size.x == 0u;
  return Checked(select(size, negate(size), negative), above != 0u || (is_negative(size) && !smallest));
}

/// a + b, clamped.
fn fixed_add(a: Fixed, b: Fixed) -> Fixed {
  let sum = wrapping_add(a, b);
  return select(sum, limit(is_negative(a)), is_negative((a ^ sum) & (b ^ sum)));
}

/// a - b, clamped.
fn fixed_sub(a: Fixed, b: Fixed) -> Fixed {
  let difference = wrapping_sub(a, b);
  return select(difference, limit(is_negative(a)), is_negative((a ^ b) & (a ^ difference)));
}

/// floor(a * b / 2^32). The product of the magnitudes has four words; the lowest only decides the rounding.
fn product(a: Fixed, b: Fixed) -> Checked {
  let negative = is_negative(a) != is_negative(b);
  let x = magnitude(a);
  let y = magnitude(b);
  let low = multiply_words(x.x, y.x);
  // Neither cross product can carry out of 64 bits here: one factor is at most 2^31 - the high word of a magnitude.
  let cross = wrapping_add(multiply_words(x.x, y.y), multiply_words(x.y, y.x));
  let middle = wrapping_add(cross, vec2u(low.y, 0u));
  let high = wrapping_add(multiply_words(x.y, y.y), vec2u(middle.y, 0u));
  var size = vec2u(middle.x, high.x);
  var above = high.y;
  if (negative && low.x != 0u) {
    size = wrapping_add(size, vec2u(1u, 0u));
    above += u32(is_zero(size));
  }
  return with_sign(negative, size, above);
}

/// a * b, floored, clamped.
fn fixed_mul(a: Fixed, b: Fixed) -> Fixed {
  if ((a.y | b.y) == 0u) {
    return Fixed(multiply_high(a.x, b.x), 0u);
  }
  if (all(a == ONE)) {
    return b;
  }
  if (all(b == ONE)) {
    return a;
  }
  let exact = product(a, b);
  return select(exact.value, limit(is_negative(a) != is_negative(b)), exact.overflow);
}

/// a * b, floored; 0 on overflow.
fn fixed_cmul(a: Fixed, b: Fixed) -> Fixed {
  let exact = product(a, b);
  return select(exact.value, ZERO, exact.overflow);
}

/// a / b toward zero, b not 0: (|a| << 32) / |b|, one digit of 32 bits after the other. The numerator's words, shifted so
/// that the divisor's top bit is set, are `high`, `middle`, `low` and a zero.
fn quotient(a: Fixed, b: Fixed) -> Checked {
  let negative = is_negative(a) != is_negative(b);
  let x = magnitude(a);
  let y = magnitude(b);
  let is_wide = y.y != 0u;
  let shift = countLeadingZeros(select(y.x, y.y, is_wide));
  let divisor = select(vec2u(0u, y.x << shift), vec2u(y.x << shift, shift_into(y.y, y.x, shift)), is_wide);
  var rest = vec2u(shift_into(x.y, x.x, shift), shift_into(0u, x.y, shift));
  var next = x.x << shift;
  var digits = vec2u(0u, 0u);
  var above = 0u;
  if (is_wide) {
    for (var k = 0u; k < 2u; k++) {
      let step = divide_wide(rest.y, rest.x, next, divisor);
      digits = vec2u(step.quotient, digits.x);
      rest = step.remainder;
      next = 0u;
    }
  } else {
    for (var k = 0u; k < 3u; k++) {
      let step = divide_words(rest.y, rest.x, divisor.y);
      above = digits.y;
      digits = vec2u(step.quotient, digits.x);
      rest = vec2u(next, step.remainder);
      next = 0u;
    }
  }
  return with_sign(negative, digits, above);
}

/// a / b toward zero; 0 on overflow and for b = 0. Long division, whatever the numbers.
fn long_div(a: Fixed, b: Fixed) -> Fixed {
  if (is_zero(b)) {
    return ZERO;
  }
  let exact = quotient(a, b);
  return select(exact.value, ZERO, exact.overflow);
}

/// a / b toward zero; 0 on overflow and for b = 0.
fn fixed_div(a: Fixed, b: Fixed) -> Fixed {
  if ((a.y | b.y) == 0u && a.x < b.x) {
    let shift = countLeadingZeros(b.x);
    return Fixed(divide_words(a.x << shift, 0u, b.x << shift).quotient, 0u);
  }
  return long_div(a, b);
}

/// a / b toward zero, clamped; b not 0.
fn fixed_sdiv(a: Fixed, b: Fixed) -> Fixed {
  let exact = quotient(a, b);
  return select(exact.value, limit(is_negative(a) != is_negative(b)), exact.overflow);
}

fn fixed_min(a: Fixed, b: Fixed) -> Fixed {
  return select(a, b, less_signed(b, a));
}

fn fixed_max(a: Fixed, b: Fixed) -> Fixed {
  return select(a, b, less_signed(a, b));
}

/// max(min(x, high), low); with low > high it is low.
fn fixed_clamp(x: Fixed, low: Fixed, high: Fixed) -> Fixed {
  return fixed_max(fixed_min(x, high), low);
}

/// floor(x) brought into 0...65535.
fn to_u16(x: Fixed) -> u32 {
  return select(min(x.y, 65535u), 0u, is_negative(x));
}

/// A share as a fraction of 65535.
fn quantise(x: Fixed) -> u32 {
  if (x.y == 0u) {
    return multiply_high(x.x, 65535u);
  }
  if (all(x == ONE)) {
    return 65535u;
  }
  return to_u16(fixed_mul(x, Fixed(0u, 65535u)));
}

/// x / 65535 for x 0...65535: floor(x * 2^32 / 65535) is x * 65537, and 65535 gives exactly one.
fn ratio(x: u32) -> Fixed {
  return select(Fixed(x * 65537u, 0u), ONE, x == 65535u);
}
