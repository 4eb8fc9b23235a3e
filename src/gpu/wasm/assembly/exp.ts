/**
 * The chain's series for e^x, exactly (spec yuma §5):
 *
 *   1 + x + x²/2! + … + x^31/31!      term_i = ⌊⌊term_{i−1}·x⌋ / i⌋, floored twice
 *
 * Up to x = 20 a term is below 2^58 and the sum below 2^61.
 */
import { LOW, ONE } from './fixed';

const LAST_TERM: u32 = 31;

/** x and the result are I32F32 bits, x in 0…20. */
export function series(x: u64): u64 {
  const whole = x >> 32;
  const rest = x & LOW;
  let term = x;
  let sum = x + ONE;
  for (let i: u64 = 2; i <= LAST_TERM && term != 0; i++) {
    term = ((term >> 32) * x + (term & LOW) * whole + (((term & LOW) * rest) >> 32)) / i;
    sum += term;
  }
  return sum;
}
