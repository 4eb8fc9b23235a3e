/**
 * Cosines of all pairs of rows, a strip of rows at a time; twins: similarity-int8.ts, similarity-f32.ts.
 *
 * Two rows by four columns are worked on together, so that each loaded vector serves several products. Rows are padded
 * with zeros to `stride`, a multiple of 16 elements, and their number to a multiple of four.
 */

/**
 * Σ a·b / √(Σa² · Σb²) for rows first … first+count−1 against columns ⌊first/4⌋·4 … rows−1; 0 where a sum is 0.
 * @param codes i16 of −127 … 127, rows × stride: the widest product of the instruction set takes 16 bits
 * @param norms f64 per row: Σ of squares
 * @param count even
 * @param out f32, count × rows
 */
export function similarityInt8(
  codes: usize,
  norms: usize,
  stride: usize,
  first: usize,
  count: usize,
  rows: usize,
  out: usize,
): void {
  const bytes = stride << 1;
  for (let column = first & ~3; column < rows; column += 4) {
    const b = codes + column * bytes;
    for (let row: usize = 0; row < count; row += 2) {
      const a = codes + (first + row) * bytes;
      const target = out + ((row * rows + column) << 2);
      const norm = norms + ((first + row) << 3);
      if (ASC_FEATURE_SIMD) {
        dots2x4Int8(a, b, bytes, norm, norms + (column << 3), target, rows << 2);
      } else {
        for (let i: usize = 0; i < 2; i++) {
          for (let j: usize = 0; j < 4; j++) {
            const dot = dotInt8(a + i * bytes, b + j * bytes, bytes);
            const product = load<f64>(norm + (i << 3)) * load<f64>(norms + ((column + j) << 3));
            const score: f32 = product > 0 ? <f32>(<f64>dot / sqrt<f64>(product)) : 0;
            store<f32>(target + ((i * rows + j) << 2), score);
          }
        }
      }
    }
  }
}

function dotInt8(a: usize, b: usize, bytes: usize): i32 {
  let sum = 0;
  let other = 0;
  for (let k: usize = 0; k < bytes; k += 8) {
    sum += <i32>load<i16>(a + k) * <i32>load<i16>(b + k);
    other += <i32>load<i16>(a + k, 2) * <i32>load<i16>(b + k, 2);
    sum += <i32>load<i16>(a + k, 4) * <i32>load<i16>(b + k, 4);
    other += <i32>load<i16>(a + k, 6) * <i32>load<i16>(b + k, 6);
  }
  return sum + other;
}

function dots2x4Int8(
  a: usize,
  b: usize,
  bytes: usize,
  normsA: usize,
  normsB: usize,
  out: usize,
  outStride: usize,
): void {
  const a1 = a + bytes;
  const b1 = b + bytes;
  const b2 = b1 + bytes;
  const b3 = b2 + bytes;
  let s00 = i32x4.splat(0);
  let s01 = s00;
  let s02 = s00;
  let s03 = s00;
  let s10 = s00;
  let s11 = s00;
  let s12 = s00;
  let s13 = s00;
  for (let k: usize = 0; k < bytes; k += 16) {
    const x0 = v128.load(a + k);
    const x1 = v128.load(a1 + k);
    let y = v128.load(b + k);
    s00 = i32x4.add(s00, i32x4.dot_i16x8_s(x0, y));
    s10 = i32x4.add(s10, i32x4.dot_i16x8_s(x1, y));
    y = v128.load(b1 + k);
    s01 = i32x4.add(s01, i32x4.dot_i16x8_s(x0, y));
    s11 = i32x4.add(s11, i32x4.dot_i16x8_s(x1, y));
    y = v128.load(b2 + k);
    s02 = i32x4.add(s02, i32x4.dot_i16x8_s(x0, y));
    s12 = i32x4.add(s12, i32x4.dot_i16x8_s(x1, y));
    y = v128.load(b3 + k);
    s03 = i32x4.add(s03, i32x4.dot_i16x8_s(x0, y));
    s13 = i32x4.add(s13, i32x4.dot_i16x8_s(x1, y));
  }
  v128.store(out, cosines(sumLanesI32(s00, s01, s02, s03), load<f64>(normsA), normsB));
  v128.store(out + outStride, cosines(sumLanesI32(s10, s11, s12, s13), load<f64>(normsA + 8), normsB));
}

/** The sum of the lanes of each of four vectors. */
function sumLanesI32(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = i32x4.add(v128.shuffle<i32>(a, b, 0, 4, 1, 5), v128.shuffle<i32>(a, b, 2, 6, 3, 7));
  const cd = i32x4.add(v128.shuffle<i32>(c, d, 0, 4, 1, 5), v128.shuffle<i32>(c, d, 2, 6, 3, 7));
  return i32x4.add(v128.shuffle<i32>(ab, cd, 0, 1, 4, 5), v128.shuffle<i32>(ab, cd, 2, 3, 6, 7));
}

/** Four scores as f32, each rounded as one row of doubles would be. */
function cosines(dots: v128, norm: f64, norms: usize): v128 {
  const low = cosinePair(f64x2.convert_low_i32x4_s(dots), norm, v128.load(norms));
  const upper = v128.shuffle<i64>(dots, dots, 1, 1);
  const high = cosinePair(f64x2.convert_low_i32x4_s(upper), norm, v128.load(norms, 16));
  return v128.shuffle<i64>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2);
}

function cosinePair(dots: v128, norm: f64, norms: v128): v128 {
  const products = f64x2.mul(f64x2.splat(norm), norms);
  const scores = f64x2.div(dots, f64x2.sqrt(products));
  return v128.and(scores, f64x2.gt(products, f64x2.splat(0)));
}

/**
 * Dot products of unit rows, in four lanes: lane l adds the products of elements l, l+4, l+8, …, each rounded to f32;
 * the result is (l0 + l2) + (l1 + l3), cut to −1 … 1. Shapes as `similarityInt8`, `units` in f32.
 */
export function similarityF32(
  units: usize,
  stride: usize,
  first: usize,
  count: usize,
  rows: usize,
  out: usize,
): void {
  const bytes = stride << 2;
  for (let column = first & ~3; column < rows; column += 4) {
    const b = units + column * bytes;
    for (let row: usize = 0; row < count; row += 2) {
      const a = units + (first + row) * bytes;
      const target = out + ((row * rows + column) << 2);
      if (ASC_FEATURE_SIMD) {
        dots2x4F32(a, b, bytes, target, rows << 2);
      } else {
        for (let i: usize = 0; i < 2; i++) {
          for (let j: usize = 0; j < 4; j++) {
            store<f32>(target + ((i * rows + j) << 2), dotF32(a + i * bytes, b + j * bytes, bytes));
          }
        }
      }
    }
  }
}

function dotF32(a: usize, b: usize, bytes: usize): f32 {
  let s0: f32 = 0;
  let s1: f32 = 0;
  let s2: f32 = 0;
  let s3: f32 = 0;
  for (let k: usize = 0; k < bytes; k += 16) {
    s0 += load<f32>(a + k) * load<f32>(b + k);
    s1 += load<f32>(a + k, 4) * load<f32>(b + k, 4);
    s2 += load<f32>(a + k, 8) * load<f32>(b + k, 8);
    s3 += load<f32>(a + k, 12) * load<f32>(b + k, 12);
  }
  return min<f32>(1, max<f32>(-1, s0 + s2 + (s1 + s3)));
}

function dots2x4F32(a: usize, b: usize, bytes: usize, out: usize, outStride: usize): void {
  const a1 = a + bytes;
  const b1 = b + bytes;
  const b2 = b1 + bytes;
  const b3 = b2 + bytes;
  let s00 = f32x4.splat(0);
  let s01 = s00;
  let s02 = s00;
  let s03 = s00;
  let s10 = s00;
  let s11 = s00;
  let s12 = s00;
  let s13 = s00;
  for (let k: usize = 0; k < bytes; k += 16) {
    const x0 = v128.load(a + k);
    const x1 = v128.load(a1 + k);
    let y = v128.load(b + k);
    s00 = f32x4.add(s00, f32x4.mul(x0, y));
    s10 = f32x4.add(s10, f32x4.mul(x1, y));
    y = v128.load(b1 + k);
    s01 = f32x4.add(s01, f32x4.mul(x0, y));
    s11 = f32x4.add(s11, f32x4.mul(x1, y));
    y = v128.load(b2 + k);
    s02 = f32x4.add(s02, f32x4.mul(x0, y));
    s12 = f32x4.add(s12, f32x4.mul(x1, y));
    y = v128.load(b3 + k);
    s03 = f32x4.add(s03, f32x4.mul(x0, y));
    s13 = f32x4.add(s13, f32x4.mul(x1, y));
  }
  v128.store(out, clamped(sumLanesF32(s00, s01, s02, s03)));
  v128.store(out + outStride, clamped(sumLanesF32(s10, s11, s12, s13)));
}

/** (l0 + l2) + (l1 + l3) of each of four vectors. */
function sumLanesF32(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(v128.shuffle<f32>(a, b, 0, 4, 1, 5), v128.shuffle<f32>(a, b, 2, 6, 3, 7));
  const cd = f32x4.add(v128.shuffle<f32>(c, d, 0, 4, 1, 5), v128.shuffle<f32>(c, d, 2, 6, 3, 7));
  return f32x4.add(v128.shuffle<f32>(ab, cd, 0, 1, 4, 5), v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
}

function clamped(scores: v128): v128 {
  return f32x4.min(f32x4.splat(1), f32x4.max(f32x4.splat(-1), scores));
}
