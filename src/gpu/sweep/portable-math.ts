/**
 * Logarithm and circle functions made of +, −, ×, ÷ and comparisons only, which IEEE 754 fixes to the last bit.
 *
 * `Math.log` and `Math.cos` may differ in the last digit between JavaScript engines, and a study must give the same bytes
 * in every browser and in Node. Both series are cut where the next term is below 2^-54 of the result.
 */

const HALF_PI = Math.PI / 2;
/** The reduced mantissa m lies in √½ … √2, so that s = (m − 1)/(m + 1) is at most 0.172. */
const LN_TERMS = 11;
/** The reduced angle is at most π/4. */
const CIRCLE_TERMS = 9;

/** ln x for a positive normal double, within 2 units in the last place of max(|ln x|, 1). */
export function ln(x: number): number {
  let mantissa = x;
  let exponent = 0;
  for (; mantissa < Math.SQRT1_2; mantissa *= 2) exponent -= 1;
  for (; mantissa > Math.SQRT2; mantissa /= 2) exponent += 1;
  const s = (mantissa - 1) / (mantissa + 1);
  const square = s * s;
  // 2·artanh s = 2·(s + s³/3 + s⁵/5 + …), from the smallest term up.
  let series = 0;
  for (let k = LN_TERMS; k >= 0; k--) series = series * square + 1 / (2 * k + 1);
  return exponent * Math.LN2 + 2 * s * series;
}

/** cos and sin of `turns` · 2π, `turns` in 0 … 1 (excluded), within 2^-51. */
export function circlePoint(turns: number): readonly [cos: number, sin: number] {
  const quadrant = Math.floor(4 * turns);
  const part = 4 * turns - quadrant;
  const isMirrored = part > 0.5;
  const [near, far] = smallAngle(HALF_PI * (isMirrored ? 1 - part : part));
  const [cos, sin] = isMirrored ? [far, near] : [near, far];
  if (quadrant === 0) return [cos, sin];
  if (quadrant === 1) return [-sin, cos];
  if (quadrant === 2) return [-cos, -sin];
  return [sin, -cos];
}

/** Taylor series of cos and sin for 0 … π/4. */
function smallAngle(angle: number): readonly [cos: number, sin: number] {
  const square = angle * angle;
  let cos = 1;
  let sin = 1;
  for (let k = CIRCLE_TERMS; k >= 1; k--) {
    cos = 1 - (cos * square) / ((2 * k - 1) * (2 * k));
    sin = 1 - (sin * square) / (2 * k * (2 * k + 1));
  }
  return [cos, sin * angle];
}
