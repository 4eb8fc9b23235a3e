/** What the twins `module.browser.ts` and `module.node.ts` share. */
import { ComputeError } from '../error.ts';

export interface EpochModule {
  readonly module: WebAssembly.Module;
  readonly isSimd: boolean;
}

/** The smallest module that needs SIMD: one function, `v128.const 0`, `drop`. */
const SIMD_PROBE = Uint8Array.of(
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  ...[0x01, 0x04, 0x01, 0x60, 0x00, 0x00, 0x03, 0x02, 0x01, 0x00],
  ...[0x0a, 0x17, 0x01, 0x15, 0x00, 0xfd, 0x0c, ...new Array<number>(16).fill(0), 0x1a, 0x0b],
);

/** Which build runs here. @throws ComputeError `wasm/unavailable` without WebAssembly */
export function bestVariant(): 'simd' | 'scalar' {
  if (typeof WebAssembly !== 'object') throw unavailable('There is no WebAssembly here.');
  return WebAssembly.validate(SIMD_PROBE) ? 'simd' : 'scalar';
}

export function unavailable(reason: string, cause?: unknown): ComputeError {
  return new ComputeError('wasm/unavailable', reason, cause);
}
