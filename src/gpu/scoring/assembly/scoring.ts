/**
 * The scoring kernels for WebAssembly: the same numbers as the twins in TypeScript, bit for bit, with SIMD and without.
 *
 * Memory is the caller's business: it puts arrays at addresses from `base()` on, multiples of 16, and passes the
 * addresses. Nothing is checked here.
 */
export { crps } from './crps';
export { largest, multiplyModP } from './freivalds';
export { similarityF32, similarityInt8 } from './similarity';

/** The first address that is free. */
export function base(): usize {
  return __heap_base;
}
