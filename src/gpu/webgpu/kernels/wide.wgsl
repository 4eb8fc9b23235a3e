// Integers wider than 32 bits, from u32 alone: WGSL has no 64-bit type, and floats are never exact enough.
//
// A 64-bit integer is vec2u(low word, high word), two's complement where it has a sign. Every function is exact for all
// arguments that its comment allows and wraps modulo 2^64 where it says so.

/// a * b, all 64 bits. Four 16-bit products; no intermediate sum exceeds 32 bits.
fn multiply_words(a: u32, b: u32) -> vec2u {
  let a_low = a & 0xffffu;
  let a_high = a >> 16u;
  let b_low = b & 0xffffu;
  let b_high = b >> 16u;
  let middle = a_high * b_low + ((a_low * b_low) >> 16u);
  let carry = a_low * b_high + (middle & 0xffffu);
  return vec2u(a * b, a_high * b_high + (middle >> 16u) + (carry >> 16u));
}

/// The high word of a * b.
fn multiply_high(a: u32, b: u32) -> u32 {
  return multiply_words(a, b).y;
}

fn is_zero(a: vec2u) -> bool {
  return (a.x | a.y) == 0u;
}

fn is_negative(a: vec2u) -> bool {
  return (a.y >> 31u) != 0u;
}

/// a < b, both unsigned.
fn less_unsigned(a: vec2u, b: vec2u) -> bool {
  return a.y < b.y || (a.y == b.y && a.x < b.x);
}

/// a < b, both signed: flipping the sign bits turns the one order into the other.
fn less_signed(a: vec2u, b: vec2u) -> bool {
  return less_unsigned(vec2u(a.x, a.y ^ 0x80000000u), vec2u(b.x, b.y ^ 0x80000000u));
}

/// a + b modulo 2^64.
fn wrapping_add(a: vec2u, b: vec2u) -> vec2u {
  let low = a.x + b.x;
  return vec2u(low, a.y + b.y + u32(low < a.x));
}

/// a - b modulo 2^64.
fn wrapping_sub(a: vec2u, b: vec2u) -> vec2u {
  return vec2u(a.x - b.x, a.y - b.y - u32(a.x < b.x));
}

/// -a modulo 2^64.
fn negate(a: vec2u) -> vec2u {
  return wrapping_sub(vec2u(0u, 0u), a);
}

/// |a| as an unsigned integer: -2^63 gives 2^63.
fn magnitude(a: vec2u) -> vec2u {
  return select(a, negate(a), is_negative(a));
}

/// The high word of (high:low) << shift, shift 0...31. A shift by 32 would be taken modulo 32, so 0 is a case of its own.
fn shift_into(high: u32, low: u32, shift: u32) -> u32 {
  return select((high << shift) | (low >> (32u - shift)), high, shift == 0u);
}

struct Division {
  quotient: u32,
  remainder: u32,
}

/// Sixteen bits of a long division: (rest:next) / divisor for rest < divisor, next < 2^16, divisor's top bit set.
/// The guess from the divisor's upper half is at most two too large (Knuth, volume 2, 4.3.1 D).
fn divide_half(rest: u32, next: u32, divisor: u32) -> Division {
  let upper = divisor >> 16u;
  let lower = divisor & 0xffffu;
  var digit = rest / upper;
  var left = rest - digit * upper;
  for (var k = 0u; k < 2u; k++) {
    if (left > 0xffffu || (digit <= 0xffffu && digit * lower <= ((left << 16u) | next))) {
      break;
    }
    digit -= 1u;
    left += upper;
  }
  return Division(digit, ((rest << 16u) | next) - digit * divisor);
}

/// (high:low) / divisor for high < divisor, divisor's top bit set.
fn divide_words(high: u32, low: u32, divisor: u32) -> Division {
  var step = Division(0u, high);
  var digits = 0u;
  for (var shift = 16i; shift >= 0i; shift -= 16i) {
    step = divide_half(step.remainder, (low >> u32(shift)) & 0xffffu, divisor);
    digits = (digits << 16u) | step.quotient;
  }
  return Division(digits, step.remainder);
}

struct WideDivision {
  quotient: u32,
  remainder: vec2u,
}

/// (high:middle:low) / divisor for (high:middle) < divisor, divisor's top bit set. The same digit guess, one size up.
fn divide_wide(high: u32, middle: u32, low: u32, divisor: vec2u) -> WideDivision {
  var digit = 0xffffffffu;
  var left = middle + divisor.y;
  var settled = left < middle;
  if (high < divisor.y) {
    let guess = divide_words(high, middle, divisor.y);
    digit = guess.quotient;
    left = guess.remainder;
    settled = false;
  }
  for (var k = 0u; k < 2u; k++) {
    if (settled || !less_unsigned(vec2u(low, left), multiply_words(digit, divisor.x))) {
      break;
    }
    digit -= 1u;
    left += divisor.y;
    settled = left < divisor.y;
  }
  var remainder = wrapping_sub(vec2u(low, middle), multiply_words(digit, divisor.x));
  remainder.y -= digit * divisor.y;
  return WideDivision(digit, remainder);
}

/// a / divisor, rounded down, for unsigned a and divisor 1...65535.
fn divide_small(a: vec2u, divisor: u32) -> vec2u {
  let high = a.y / divisor;
  let middle = ((a.y - high * divisor) << 16u) | (a.x >> 16u);
  let middle_digit = middle / divisor;
  let low = ((middle - middle_digit * divisor) << 16u) | (a.x & 0xffffu);
  return vec2u((middle_digit << 16u) | (low / divisor), high);
}
