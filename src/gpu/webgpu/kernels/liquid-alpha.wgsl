// The per-pair moving-average factor of liquid alpha and the exponential it needs (spec yuma 5).

/// e as a constant of 23 fractional bits, which the chain returns for the argument 1.0 instead of the series.
const EULER = Fixed(0xb7e15000u, 2u);
const EXP_LIMIT = Fixed(0u, 20u);
const EXP_TERMS = 31u;

/// floor(a * b / 2^32) for a, b >= 0 whose product stays below 2^95, as every step of the series does.
fn positive_product(a: Fixed, b: Fixed) -> Fixed {
  var result = wrapping_add(multiply_words(a.x, b.y), multiply_words(a.y, b.x));
  result = wrapping_add(result, vec2u(multiply_high(a.x, b.x), a.y * b.y));
  return result;
}

/// The chain's exponential: Taylor terms 2...31, each floored twice; x clamped to [-20, 20]; the reciprocal below zero.
/// Terms stay under 2^58 and products under 2^95, so nothing overflows.
fn exp_safe(x: Fixed) -> Fixed {
  let z = fixed_clamp(x, negate(EXP_LIMIT), EXP_LIMIT);
  if (all(z == ZERO)) {
    return ONE;
  }
  if (all(z == ONE)) {
    return EULER;
  }
  let size = magnitude(z);
  var term = size;
  var sum = wrapping_add(size, ONE);
  for (var i = 2u; i <= EXP_TERMS; i++) {
    term = divide_small(positive_product(term, size), i);
    if (is_zero(term)) {
      break;
    }
    sum = wrapping_add(sum, term);
  }
  if (is_negative(z)) {
    return fixed_div(ONE, sum);
  }
  return sum;
}

/// alpha of one validator and neuron. `slope` is steepness / -100; low, high bound the result.
fn alpha_sigmoid(consensus: Fixed, weight: Fixed, bond: Fixed, low: Fixed, high: Fixed, slope: Fixed) -> Fixed {
  let buying = fixed_clamp(fixed_sub(weight, consensus), ZERO, ONE);
  let selling = fixed_clamp(fixed_sub(bond, weight), ZERO, ONE);
  let distance = select(buying, selling, less_signed(weight, bond));
  let sigmoid = fixed_sdiv(ONE, fixed_add(ONE, exp_safe(fixed_mul(slope, fixed_sub(distance, HALF)))));
  return fixed_clamp(fixed_add(low, fixed_mul(sigmoid, fixed_sub(high, low))), low, high);
}
