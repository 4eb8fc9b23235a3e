/**
 * Matrix times vectors modulo p = 2^31 − 1; twin: multiply-mod-p.ts one folder up.
 *
 * x·2^31 ≡ x, so a sum is folded by adding its upper bits to its lower 31. Products of residues are below 2^62; after a
 * fold a sum is below 2^34 and takes three more of them without passing 2^64.
 */

const P: u64 = 0x7fff_ffff;
const BITS = 31;

/**
 * out[v][row] = Σ_k matrix[row][k] · vectors[v][k] mod p
 * @param matrix u32 below p, rows × n
 * @param vectors u32 below p, count × n
 * @param out u32, `outStride` elements from one vector's results to the next
 */
export function multiplyModP(
  matrix: usize,
  rows: usize,
  n: usize,
  vectors: usize,
  count: usize,
  out: usize,
  outStride: usize,
): void {
  for (let row: usize = 0; row < rows; row++) {
    const a = matrix + ((row * n) << 2);
    for (let v: usize = 0; v < count; v++) {
      store<u32>(out + ((v * outStride + row) << 2), dot(a, vectors + ((v * n) << 2), n));
    }
  }
}

function dot(a: usize, b: usize, n: usize): u32 {
  let sum: u64 = 0;
  let k: usize = 0;
  if (ASC_FEATURE_SIMD) {
    let low = i64x2.splat(0);
    let high = low;
    for (; k + 8 <= n; k += 8) {
      const at = k << 2;
      const x0 = v128.load(a + at);
      const y0 = v128.load(b + at);
      const x1 = v128.load(a + at, 16);
      const y1 = v128.load(b + at, 16);
      low = i64x2.add(low, i64x2.extmul_low_i32x4_u(x0, y0));
      high = i64x2.add(high, i64x2.extmul_high_i32x4_u(x0, y0));
      low = foldedPair(i64x2.add(low, i64x2.extmul_low_i32x4_u(x1, y1)));
      high = foldedPair(i64x2.add(high, i64x2.extmul_high_i32x4_u(x1, y1)));
    }
    const both = i64x2.add(low, high);
    sum = i64x2.extract_lane(both, 0) + i64x2.extract_lane(both, 1);
  }
  for (; k < n; k++) {
    const product = <u64>load<u32>(a + (k << 2)) * <u64>load<u32>(b + (k << 2));
    sum = folded(sum) + product;
  }
  return <u32>(sum % P);
}

function folded(sum: u64): u64 {
  return (sum & P) + (sum >> BITS);
}

function foldedPair(sums: v128): v128 {
  return i64x2.add(v128.and(sums, i64x2.splat(P)), i64x2.shr_u(sums, BITS));
}

/** The largest of `count` u32. */
export function largest(words: usize, count: usize): u32 {
  let most: u32 = 0;
  let i: usize = 0;
  if (ASC_FEATURE_SIMD) {
    let vector = i32x4.splat(0);
    for (; i + 4 <= count; i += 4) vector = i32x4.max_u(vector, v128.load(words + (i << 2)));
    most = max<u32>(i32x4.extract_lane(vector, 0), i32x4.extract_lane(vector, 1));
    most = max<u32>(most, max<u32>(i32x4.extract_lane(vector, 2), i32x4.extract_lane(vector, 3)));
  }
  for (; i < count; i++) most = max<u32>(most, load<u32>(words + (i << 2)));
  return most;
}
