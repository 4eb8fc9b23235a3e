/** The kernel's operations one by one, for tests: many at once, in place, at an address above the job's header. */
import { series } from '../exp';
import { product, quantise, reciprocal, share } from '../fixed';
import { findAlphas } from '../liquid-alpha';
import { integers, products, productsUp, quantised, reciprocals64, shares, smallShares, zeros } from '../vectors';

/** Pairs (a, b) of u64 become (share, share by vectors); without vectors the second stays. `count` is even. */
export function shareAll(at: usize, count: u32): void {
  for (let k: u32 = 0; k < count; k += 2) {
    const p = at + (k << 4);
    const a0 = load<u64>(p);
    const b0 = load<u64>(p, 8);
    const a1 = load<u64>(p, 16);
    const b1 = load<u64>(p, 24);
    if (ASC_FEATURE_SIMD) {
      const a = i64x2.replace_lane(i64x2.splat(a0), 1, a1);
      const b = i64x2.replace_lane(i64x2.splat(b0), 1, b1);
      const both = shares(a, b, reciprocals64(b, integers()), integers(), zeros());
      store<u64>(p, i64x2.extract_lane(both, 0), 8);
      store<u64>(p, i64x2.extract_lane(both, 1), 24);
    }
    store<u64>(p, share(a0, b0, reciprocal(b0)));
    store<u64>(p, share(a1, b1, reciprocal(b1)), 16);
  }
}

/** Pairs (a, b) of u64, b < 2^31, become (a, share by vectors). `count` is even. */
export function smallShareAll(at: usize, count: u32): void {
  if (!ASC_FEATURE_SIMD) return;
  for (let p = at; p < at + (count << 4); p += 32) {
    const a = i64x2.replace_lane(i64x2.splat(load<u64>(p)), 1, load<u64>(p, 16));
    const b = i64x2.replace_lane(i64x2.splat(load<u64>(p, 8)), 1, load<u64>(p, 24));
    const both = smallShares(a, b, reciprocals64(b, integers()), integers(), zeros());
    store<u64>(p, i64x2.extract_lane(both, 0), 8);
    store<u64>(p, i64x2.extract_lane(both, 1), 24);
  }
}

/** Pairs (a, b) of u64 become (product, quantised a). */
export function productAll(at: usize, count: u32): void {
  for (let k: u32 = 0; k < count; k++) {
    const p = at + (k << 4);
    const a = load<u64>(p);
    store<u64>(p, product(a, load<u64>(p, 8)));
    store<u64>(p, quantise(a), 8);
  }
}

/** Pairs (a, b) of u32 become (product, product rounded up) by vectors, and at `to` the quantised a. */
export function vectorProductAll(at: usize, count: u32, to: usize): void {
  if (!ASC_FEATURE_SIMD) return;
  for (let k: u32 = 0; k < count; k++) {
    const p = at + (k << 3);
    const a = v128.load32_splat(p);
    const b = v128.load32_splat(p + 4);
    v128.store_lane<u32>(p, products(a, b), 0);
    v128.store_lane<u32>(p + 4, productsUp(a, b), 3);
    v128.store_lane<u32>(to + (k << 2), quantised(a), 1);
  }
}

/** Arguments (u64, 0…20) become the series for e^x. */
export function seriesAll(at: usize, count: u32): void {
  for (let k: u32 = 0; k < count; k++) store<u64>(at + (k << 3), series(load<u64>(at + (k << 3))));
}

export function alphaAll(at: usize, count: u32, steepness: i32, low: u64, high: u64): void {
  findAlphas(at, count, steepness, low, high);
}
